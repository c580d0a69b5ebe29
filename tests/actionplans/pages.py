"""Opens the pages of plans as people of the cast, and reads what they hold."""

import io
from typing import Any
from urllib.parse import quote

import openpyxl
import pypdf
from django.test import Client
from django.urls import reverse

from actionplans.models import Plan, PlanLine, QuarterPlan

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def quarter_url(plan: QuarterPlan, page: str = "quarter", *more: Any) -> str:
    """The address of a page of a quarterly plan."""
    return reverse(page, args=[plan.committee.slug, plan.pk, *more])


def year_url(plan: Plan, page: str = "plan", *more: Any) -> str:
    """The address of a page of a year's plan."""
    return reverse(page, args=[plan.committee.slug, plan.fiscal_year, *more])


def text_of(answer: Any) -> str:
    """What an answer says, whatever it is: page, paper, workbook or table."""
    kind = answer.headers.get("Content-Type", "")
    if kind.startswith("application/pdf"):
        pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
        return "\n".join(page.extract_text() for page in pages)
    if kind.startswith(XLSX):
        return "\n".join(str(cell) for row in cells_of(answer) for cell in row)
    return answer.content.decode("utf-8", "replace")


def cells_of(answer: Any) -> list[list[Any]]:
    """Every row of every sheet of a workbook."""
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return [list(row) for sheet in book for row in sheet.iter_rows(values_only=True)]


def form_of(line: PlanLine, **changes: Any) -> dict[str, Any]:
    """What the form of a line sends, as the line stands, with changes."""
    return {
        "what": line.what,
        "pillar": line.pillar,
        "responsible": line.responsible_id,
        "supporting": [row.pk for row in line.supporting.all()],
        "places": [row.pk for row in line.places.all()],
        "starts": line.starts.isoformat(),
        "ends": line.ends.isoformat(),
        "funding": line.funding,
        "budget": str(line.budget) if line.budget else "",
        "funder": line.funder,
        "indicator": line.indicator,
        "target": line.target,
        "version": line.version,
        **changes,
    }


def every_reading_page(plan: QuarterPlan, word: str) -> list[str]:
    """Addresses at which anything of a quarterly plan could be read."""
    committee, year = plan.committee, plan.plan
    q = quote(word)
    slug = committee.slug
    return [
        reverse("home"),
        reverse("plans") + f"?committee={slug}",
        reverse("plans") + f"?q={q}",
        reverse("plans_export", args=["csv"]),
        reverse("plans_export", args=["xlsx"]),
        reverse("committee", args=[slug]),
        reverse("committee_history", args=[slug]),
        reverse("search") + f"?q={q}&in=lines",
        year_url(year),
        year_url(year, "plan_lines_export", "csv"),
        quarter_url(plan),
        quarter_url(plan, "quarter_compare") + "?from=1&to=draft",
        quarter_url(plan, "quarter_compare") + "?from=1&to=2",
        *(quarter_url(plan, "quarter_round", number) for number in (1, 2)),
        quarter_url(plan, "quarter_pdf"),
        quarter_url(plan, "quarter_xlsx"),
        quarter_url(plan, "quarter_return_by_province"),
    ]


def open_all(client: Client, addresses: list[str]) -> dict[str, tuple[int, str]]:
    """Status and text of each address."""
    return {
        address: (answer.status_code, text_of(answer))
        for address in addresses
        for answer in [client.get(address)]
    }
