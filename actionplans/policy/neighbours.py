"""May this person open a draft, comment on one, or mark what was talked about; and if not, why."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actionplans.models import LineComment, Opening
from actionplans.workflow.neighbours import COMMENT
from committees import access
from committees.errors import NotAllowed, WrongState
from committees.models import Committee
from committees.roles import Permission
from committees.workflow import Transition

_OURS = ("note", "answer", "take_up")


def check_open(user: User, committee: Committee) -> None:
    """Whether the person may open this committee's drafts to neighbours, or close them again."""
    if not access.can(user, Permission.SUBMIT_PLAN, committee):
        raise NotAllowed(_("Only who submits the plan opens its draft to neighbours."))
    if committee.closed:
        raise NotAllowed(_("A closed group keeps its drafts to itself."))
    if committee.ended is not None:
        raise WrongState(_("This committee has ended; nobody comments on its drafts any more."))


def check_standing(opening: Opening) -> None:
    """Whether the draft stands open still."""
    if opening.closed_at is not None:
        raise WrongState(_("This draft has been closed to neighbours again."))


def check_comment(user: User, guest: Committee) -> None:
    """Whether the person may comment on neighbours' drafts for this committee."""
    if not access.can(user, Permission.COMMENT_ON_PLANS, guest):
        raise NotAllowed(_("Your seat reads this draft. Commenting is for those who take part."))


def check(action: str, user: User, comment: LineComment) -> Transition:
    """Whether the person may do this to a comment now; returns its transition.

    First who (403), then the state (409). Changing and taking back is the author's alone; noting,
    answering and taking up is for those who write the plan commented on, never the author.
    """
    transition = COMMENT.transitions[action]
    if action in _OURS:
        if not access.can(user, Permission.EDIT_PLAN, comment.committee):
            raise NotAllowed(_("Only who writes the plan answers a comment on it."))
        if comment.author_id == user.pk:
            raise NotAllowed(_("You wrote this comment, so another person answers it."))
    elif comment.author_id != user.pk:
        raise NotAllowed(_("Only who wrote a comment changes it or takes it back."))
    else:
        check_comment(user, comment.guest)
    COMMENT.check_state(action, comment.state)
    return transition


def check_talk(user: User, committee: Committee) -> None:
    """Whether the person may say for this committee what came of an overlap."""
    if not access.can(user, Permission.EDIT_PLAN, committee):
        raise NotAllowed(_("Only who writes the plan says what was agreed about it."))
    if committee.closed:
        raise NotAllowed(_("A closed group keeps its drafts to itself."))
