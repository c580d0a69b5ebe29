"""What of workshops can be taken away: spreadsheets of points and recommendations, the PDF."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from committees import access, downloads, exports
from committees.calendar import format_date
from committees.http import PersonRequest, signed_in
from committees.templatetags.ui import status_of
from members.board import Board, recommended
from members.documents import workshops as paper
from members.models import Recommendation, Workshop
from members.views.recommendations import listed_recommendations
from members.views.seats import committee_of
from members.views.workshops import board_of, workshop_inside, workshop_of
from members.workflow.workshops import CLOSED


@signed_in
@require_safe
@downloads.download
def workshop_export(request: PersonRequest, slug: str, pk: int, form: str) -> downloads.Download:
    """The points of a workshop with their votes, as a spreadsheet; with XLSX what it recommends."""
    row = workshop_inside(request, slug, pk)
    board = board_of(request, row)
    name = _("Points of %(title)s") % {"title": row.title}
    headers = [_("heading"), _("point"), _("merged into"), _("votes")]
    rows = list(_point_rows(board))
    notes = [row.committee.name, row.title]
    sheets = [
        exports.Sheet(_("Points"), headers, rows, notes),
        exports.Sheet(
            _("Recommendations"),
            recommendation_headers(),
            [_recommendation_row(one) for one in board.recommendations],
            notes,
        ),
    ]
    return downloads.Download(name, sheets)


def _point_rows(board: Board) -> Any:
    """Each point with its votes, where they are seen now, and below it those merged into it."""
    counted = board.workshop.shows_votes
    for column in board.columns:
        for card in column.cards:
            label = str(column.heading.label)
            yield [label, card.point.text, "", card.votes if counted else None]
            for point in card.merged:
                yield [label, point.text, card.point.text, None]


def recommendation_headers() -> list[str]:
    """The columns of a list of recommendations."""
    return [
        _("number"),
        _("recommendation"),
        _("workshop"),
        _("fiscal year"),
        _("whose it is"),
        _("in person"),
        _("due"),
        _("state"),
        _("why"),
    ]


def _recommendation_row(row: Recommendation) -> list[Any]:
    return [
        row.number,
        row.text,
        row.workshop.title,
        row.workshop.fiscal_year,
        row.owner.name,
        row.seat.person.name if row.seat else "",
        row.due,
        str(status_of(f"rec_{row.state}").label),
        row.state_reason,
    ]


@signed_in
@require_safe
@downloads.download
def recommendations_export(request: PersonRequest, slug: str, form: str) -> downloads.Download:
    """The list of recommendations as it is filtered, as a spreadsheet."""
    committee = committee_of(request, slug)
    found = listed_recommendations(request, committee)
    rows = downloads.each(found, _recommendation_row)
    name = _("Recommendations of %(committee)s") % {"committee": committee.short}
    sheet = exports.Sheet(_("Recommendations"), recommendation_headers(), rows, [committee.name])
    return downloads.Download(name, [sheet], found)


@signed_in
@require_safe
def workshop_pdf(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """The workshop's result as a PDF; for those above its recommendations alone."""
    row = workshop_of(request, slug, pk)
    scope = access.scope_of(request.user)
    board = board_of(request, row) if scope.sees_inside(row) else None
    language: paper.Language = "en" if get_language() == "en" else "th"
    found = board.recommendations if board else recommended(row, scope)
    document = paper.WorkshopDocument(
        committee_name=row.committee.name,
        province_name=row.committee.province.name,
        title=row.title,
        topic=row.topic if board else "",
        held_on=row.held_on,
        headings=_headings(board, row) if board else [],
        recommendations=[_paper_row(one) for one in found],
        generated_at=timezone.now(),
        language=language,
        is_final=row.state == CLOSED,
    )
    response = HttpResponse(paper.workshop_pdf(document), content_type="application/pdf")
    name = f"SWOT {row.held_on.isoformat()}.pdf"
    header = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = header or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def _headings(board: Board, row: Workshop) -> list[paper.HeadingRow]:
    return [
        paper.HeadingRow(
            title=str(column.heading.label),
            points=[
                paper.PointRow(
                    text=card.point.text,
                    merged=[point.text for point in card.merged],
                    votes=card.votes,
                )
                for card in column.cards
            ],
        )
        for column in board.columns
    ]


def _paper_row(row: Recommendation) -> paper.RecommendationRow:
    return paper.RecommendationRow(
        number=row.number,
        text=row.text,
        owner=row.owner.name,
        person=row.seat.person.name if row.seat else "",
        due=row.due_quarter or (format_date(row.due) if row.due else ""),
        state=str(status_of(f"rec_{row.state}").label),
    )
