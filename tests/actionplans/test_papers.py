"""The quarterly plan as paper and as workbook: the reader's wording, complete, and nothing else."""

import io

import openpyxl
import pytest

from actionplans.actions import plans as actions
from actionplans.models import PlanLine, QuarterPlan
from tests.actionplans.pages import cells_of, quarter_url, text_of
from tests.actionplans.walk import as_person, do, walk

pytestmark = pytest.mark.django_db


def plan_of(world) -> QuarterPlan:
    return QuarterPlan.objects.select_related("committee").get(pk=world.mae_sai_draft.pk)


def received(world) -> QuarterPlan:
    walk(
        plan_of(world),
        "received",
        secretary=world.pranee,
        approver=world.somchai,
        psdhs=world.nok,
    )
    return plan_of(world)


def reword(world, word: str) -> None:
    line = PlanLine.objects.get(pk=world.mae_sai_lines[0].pk)
    given = {name: getattr(line, name) for name in actions.LINE_FIELDS} | {"what": word}
    as_person(world.pranee, actions.change_line, line=line, values=given, version=line.version)


def test_the_paper_is_a_pdf_with_a_name(world):
    answer = world.client(world.pranee).get(quarter_url(plan_of(world), "quarter_pdf"))
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["Content-Type"] == "application/pdf"
    period = world.period
    assert (
        f"plan-mae-sai-{period.year}-q{period.number}.pdf" in answer.headers["Content-Disposition"]
    )


def test_the_paper_names_who_signed(world):
    plan = received(world)
    text = text_of(world.client(world.nok, "en").get(quarter_url(plan, "quarter_pdf")))
    for name in ("Pranee Intawong", "Somchai Kanthawong", "Kanokporn Siwichai"):
        assert name in text


def test_the_paper_of_a_draft_names_nobody_as_having_approved(world):
    text = text_of(world.client(world.pranee, "en").get(quarter_url(plan_of(world), "quarter_pdf")))
    assert "Somchai" not in text


def test_the_paper_shows_the_wording_that_was_received_while_an_amendment_is_written(world):
    reword(world, "RECEIVED WORDING")
    plan = received(world)
    do("amend", plan, world.pranee)
    reword(world, "DRAFTED WORDING")
    above = text_of(world.client(world.nok, "en").get(quarter_url(plan, "quarter_pdf")))
    inside = text_of(world.client(world.pranee, "en").get(quarter_url(plan, "quarter_pdf")))
    assert "RECEIVED" in above
    assert "DRAFTED" not in above
    assert "DRAFTED" in inside


@pytest.mark.parametrize("words", ['#panic("x") $x$ *b* <a> \\ @y', "=HYPERLINK(1)", "กู้ ที่ปี่ ฏิ"])
def test_odd_words_do_not_break_the_paper_or_the_workbook(world, words):
    reword(world, words)
    client = world.client(world.pranee)
    assert client.get(quarter_url(plan_of(world), "quarter_pdf")).content.startswith(b"%PDF")
    answer = client.get(quarter_url(plan_of(world), "quarter_xlsx"))
    assert any(words in str(cell) for row in cells_of(answer) for cell in row)


def test_the_workbook_holds_exactly_the_lines_of_the_quarter(world):
    answer = world.client(world.pranee, "en").get(quarter_url(plan_of(world), "quarter_xlsx"))
    texts = [row[1] for row in cells_of(answer) if isinstance(row[0], int)]
    assert texts == [line.what for line in world.mae_sai_lines]


def test_the_workbook_from_above_holds_what_went_up(world):
    plan = received(world)
    do("amend", plan, world.pranee)
    reword(world, "DRAFTED")
    answer = world.client(world.nok, "en").get(quarter_url(plan, "quarter_xlsx"))
    texts = [row[1] for row in cells_of(answer) if isinstance(row[0], int)]
    assert texts == [line.what for line in world.mae_sai_lines]


def test_no_cell_of_the_workbook_is_a_formula(world):
    reword(world, "=cmd|' /C calc'!A0")
    answer = world.client(world.pranee).get(quarter_url(plan_of(world), "quarter_xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


def test_digits_of_the_paper_can_be_chosen(world):
    plan, client = plan_of(world), world.client(world.pranee)
    thai = text_of(client.get(quarter_url(plan, "quarter_pdf")))
    arabic = text_of(client.get(quarter_url(plan, "quarter_pdf") + "?digits=arabic"))
    year = str(world.period.year)
    assert year.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")) in thai
    assert year in arabic
