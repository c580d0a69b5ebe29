"""What people are told about drafts that are open to neighbours, and how the history says it.

A notice names the committee and the year; what was said about a line is read on the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actionplans.models import LineComment, Opening
from committees import audit, notices
from committees.models import AuditEvent, Committee
from committees.notices import Wording

notices.register(
    {
        "draft_opened": Wording(
            _("%(committee)s opened its draft for fiscal year %(year)s to you"),
            _(
                "%(actor)s opened the draft plan of %(committee)s for fiscal year %(year)s to your"
                " committee. You can read its lines and comment on them."
            ),
        ),
        "draft_closed": Wording(
            _("%(committee)s closed its draft for fiscal year %(year)s again"),
            _("%(actor)s closed the draft plan of %(committee)s for fiscal year %(year)s again."),
        ),
        "line_commented": Wording(
            _("%(guest)s commented on your draft for fiscal year %(year)s"),
            _(
                "%(actor)s of %(guest)s commented on a line of your draft for fiscal year"
                " %(year)s. The comment waits for an answer."
            ),
        ),
        "comment_answered": Wording(
            _("%(committee)s answered your comment"),
            _("%(actor)s answered your comment on the draft of %(committee)s."),
        ),
        "comment_taken_up": Wording(
            _("%(committee)s took your comment up"),
            _("%(actor)s took up your comment on the draft of %(committee)s."),
        ),
    }
)

audit.register(
    {
        "draft_opened": _("%(actor)s opened %(subject)s to neighbours: %(guests)s"),
        "opening_changed": _("%(actor)s changed to whom %(subject)s is open: %(guests)s"),
        "draft_closed": _("%(actor)s closed %(subject)s to neighbours again"),
        "line_commented": _("%(actor)s commented on %(subject)s in the draft of %(neighbour)s"),
        "comment_changed": _("%(actor)s changed a comment on %(subject)s, %(neighbour)s"),
        "comment_withdrawn": _("%(actor)s took a comment on %(subject)s back, %(neighbour)s"),
        "comment_noted": _("%(actor)s noted a comment of %(neighbour)s on %(subject)s"),
        "comment_answered": _("%(actor)s answered a comment of %(neighbour)s on %(subject)s"),
        "comment_taken_up": _("%(actor)s took up a comment of %(neighbour)s on %(subject)s"),
        "overlap_joined": _("%(actor)s noted that %(subject)s is joined up with %(neighbour)s"),
        "overlap_apart": _("%(actor)s noted that %(subject)s stays apart from %(neighbour)s"),
        "neighbours_marked": _("%(actor)s marked the neighbours of %(district)s: %(districts)s"),
    }
)


def tell(kind: str, opening: Opening, event: AuditEvent, people: Iterable[User]) -> None:
    """Tell guests that a draft was opened to them, or closed again."""
    _tell(kind, opening.committee, event, people, opening.get_absolute_url(), opening.fiscal_year)


def tell_of_comment(
    kind: str, comment: LineComment, event: AuditEvent, people: Iterable[User], url: str
) -> None:
    """Tell the opener of a comment, or its author what became of it."""
    guest = notices_names(comment.guest)
    _tell(kind, comment.committee, event, people, url, comment.fiscal_year, guest=guest)


def notices_names(committee: Committee) -> dict[str, str]:
    """How a committee is called in short, in both languages."""
    return {language: committee.short_in(language) for language in ("th", "en")}


def _tell(
    kind: str,
    committee: Committee,
    event: AuditEvent,
    people: Iterable[User],
    url: str,
    year: int,
    **values: Any,
) -> None:
    notices.tell(
        kind=kind,
        event=event,
        committee=committee,
        recipients=people,
        url=url,
        values={"year": str(year), **values},
    )
