"""A draft that is open to neighbours, with what they say of its lines and what is answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actionplans.actions import neighbours as actions
from actionplans.actions.plans import WITH_LINE, content_of
from actionplans.forms.neighbours import AnswerForm, CommentForm
from actionplans.lines import ShownLine, show
from actionplans.models import LineComment, Opening, PlanLine
from actionplans.opened import guests_of, opened_lines, shown_opened
from actionplans.policy import neighbours as policy
from actionplans.tabs import year_tabs
from actionplans.workflow.neighbours import WITHDRAWN
from committees import access
from committees.errors import Conflict, WrongState
from committees.http import PersonRequest, scoped, signed_in
from committees.links import link
from committees.models import Committee
from committees.policy import allows

MOST_COMMENTS = 500
SETTLING = ("note", "answer", "take_up")


@dataclass
class SaidOf:
    """A comment, with what this person may do about it."""

    comment: LineComment
    may_edit: bool = False
    may_note: bool = False
    may_answer: bool = False
    may_take_up: bool = False
    form: AnswerForm | None = None


@dataclass
class OpenLine:
    """A line of the draft, what was said of it, and the form to say something."""

    line: ShownLine
    said: list[SaidOf] = field(default_factory=list)
    form: CommentForm | None = None


@dataclass
class Draft:
    """A draft as one person reads it: as its own committee, or as a guest."""

    request: PersonRequest
    opening: Opening
    own: bool
    guests: list[Committee]

    @property
    def committee(self) -> Committee:
        return self.opening.committee

    def lines(self) -> list[ShownLine]:
        """The lines; a guest's come from the database's own function, without what is kept."""
        scope = access.scope_of(self.request.user)
        if not self.own:
            year = self.opening.fiscal_year
            found = opened_lines([g.pk for g in self.guests], year, opening=self.opening)
            return shown_opened(found, scope)
        rows = PlanLine.objects.visible_to(scope).standing().filter(plan_id=self.opening.plan_id)
        rows = rows.select_related("responsible").prefetch_related(*WITH_LINE)
        return [
            show(content_of(row), key=row.pk, position=number)
            for number, row in enumerate(rows, start=1)
        ]

    def comments(self) -> list[LineComment]:
        """What was said, oldest first: all of it to the committee itself, to a guest its own."""
        rows = LineComment.objects.visible_to(access.scope_of(self.request.user)).filter(
            committee_id=self.opening.committee_id, fiscal_year=self.opening.fiscal_year
        )
        found = list(rows.exclude(state=WITHDRAWN).select_related("guest")[:MOST_COMMENTS])
        for row in found:
            row.committee = self.committee
        return found


def _draft(request: PersonRequest, slug: str, year: int) -> Draft:
    """The draft of this address that the person may read, or 404.

    Its own committee reads it also when it is closed again, for what was said.
    """
    scope = access.scope_of(request.user)
    if not 0 < year < 10_000:
        raise Http404
    rows = Opening.objects.visible_to(scope).filter(committee__slug=slug, fiscal_year=year)
    together = rows.select_related("committee__area", "committee__province")
    opening = together.order_by("-opened_at", "-pk").first()
    if opening is None:
        raise Http404
    own = scope.sees_inside(opening)
    return Draft(request, opening, own, [] if own else guests_of(opening, scope))


@signed_in
@require_safe
def plan_opened(request: PersonRequest, slug: str, year: int) -> HttpResponse:
    """The lines of an open draft, with the comments this person may read."""
    return _page(_draft(request, slug, year))


def _page(
    draft: Draft,
    *,
    line: int = 0,
    form: CommentForm | None = None,
    comment: int = 0,
    answer: AnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; with the form of one line or of one comment as it came back."""
    request, opening = draft.request, draft.opening
    speakers = [g for g in draft.guests if allows(policy.check_comment, request.user, g)]
    said = _said(draft, comment, answer)
    rows = [OpenLine(one, said.pop(one.key, [])) for one in draft.lines()]
    for row in rows:
        if speakers and opening.closed_at is None:
            again = form if row.line.key == line else None
            row.form = again or CommentForm(guests=speakers, line=row.line.key)
    comments = [one for row in rows for one in row.said]
    left = [one for gone in said.values() for one in gone]
    scope = access.scope_of(request.user)
    context = {
        "opening": opening,
        "committee": draft.committee,
        "year": opening.fiscal_year,
        "own": draft.own,
        "rows": rows,
        "left": left,
        "waiting": sum(1 for one in [*comments, *left] if one.comment.state == "new"),
        "count": len(comments) + len(left),
        "form": form or answer,
        "open_line": line,
        "open_comment": comment,
        "tabs": year_tabs(draft.committee, opening.fiscal_year, "neighbours", scope)
        if draft.own
        else [],
        "print_of": draft.committee.name,
    }
    return render(request, "actionplans/plan_opened.html", context, status=status)


def _said(
    draft: Draft, comment: int = 0, answer: AnswerForm | None = None
) -> dict[int, list[SaidOf]]:
    """The comments by the line they are about."""
    found: dict[int, list[SaidOf]] = {}
    user = draft.request.user
    for row in draft.comments():
        one = SaidOf(
            row,
            may_edit=allows(policy.check, "edit", user, row),
            may_note=allows(policy.check, "note", user, row),
            may_answer=allows(policy.check, "answer", user, row),
            may_take_up=allows(policy.check, "take_up", user, row),
        )
        if one.may_answer or one.may_take_up:
            again = answer if row.pk == comment else None
            one.form = again or AnswerForm(comment=row.pk, initial={"version": row.version})
        found.setdefault(row.line_id, []).append(one)
    return found


@signed_in
@require_POST
def comment_new(request: PersonRequest, slug: str, year: int, line: int) -> HttpResponse:
    """Say something about a line of a neighbour's draft."""
    draft = _draft(request, slug, year)
    if draft.own:
        raise Http404
    found = (
        opened_lines([g.pk for g in draft.guests], year, opening=draft.opening, line=line)
        if line < 2**63
        else []
    )
    if not found:
        raise Http404
    speakers = [g for g in draft.guests if allows(policy.check_comment, request.user, g)]
    if not speakers:
        policy.check_comment(request.user, draft.guests[0])
    form = CommentForm(request.POST, guests=speakers, line=line)
    guest = form.speaks_for if form.is_valid() else None
    if guest is None:
        return _page(draft, line=line, form=form, status=400)
    actions.write_comment(
        opening=draft.opening,
        line=found[0],
        guest=guest,
        text=form.cleaned_data["text"],
        by=request.user,
        form_key=form.cleaned_data["form_key"],
    )
    messages.success(
        request,
        _("Your comment is with %(committee)s.") % {"committee": draft.committee.short},
    )
    return redirect(f"{draft.opening.get_absolute_url()}#line-{line}")


def _comment(request: PersonRequest, slug: str, year: int, pk: int) -> LineComment:
    written = LineComment.objects.select_related("committee", "guest")
    return scoped(written, request.user, pk=pk, committee__slug=slug, fiscal_year=year)


def _back(request: PersonRequest, comment: LineComment) -> str:
    """The draft while it can be read, else the page of one's own committee's year."""
    scope = access.scope_of(request.user)
    rows = Opening.objects.visible_to(scope).filter(
        committee_id=comment.committee_id, fiscal_year=comment.fiscal_year
    )
    if rows.exists():
        slug = comment.committee.slug
        return link("plan_opened", slug, comment.fiscal_year) + f"#line-{comment.line_id}"
    return link("neighbours", comment.guest.slug, comment.fiscal_year)


@signed_in
@require_http_methods(["GET", "POST"])
def comment_edit(request: PersonRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """Change one's own comment as long as it is not answered."""
    comment = _comment(request, slug, year, pk)
    policy.check("edit", request.user, comment)
    initial = {"text": comment.text, "version": comment.version}
    data = request.POST if request.method == "POST" else None
    form = CommentForm(data, guests=[comment.guest], initial=initial)
    conflict: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_comment(
                comment=comment,
                text=form.cleaned_data["text"],
                version=form.cleaned_data["version"] or 0,
                by=request.user,
            )
        except Conflict:
            form, conflict = _edit_conflict(request, comment, form)
        else:
            messages.success(request, _("Your comment is changed."))
            return redirect(_back(request, comment))
    context = {
        "comment": comment,
        "committee": comment.committee,
        "form": form,
        "conflict": conflict,
        "back_url": _back(request, comment),
    }
    status = 409 if conflict else (400 if form.is_bound and form.errors else 200)
    return render(request, "actionplans/comment_edit.html", context, status=status)


def _edit_conflict(
    request: PersonRequest, comment: LineComment, form: CommentForm
) -> tuple[CommentForm, dict[str, Any]]:
    """What stands now beside what was typed; the form holds what was typed."""
    newest = scoped(LineComment, request.user, pk=comment.pk)
    data = request.POST.copy()
    data["version"] = str(newest.version)
    yours = form.cleaned_data["text"]
    rows = [{"label": _("your comment"), "theirs": newest.text, "yours": yours}]
    conflict = {
        "rows": rows,
        "who": newest.author_name,
        "at": newest.changed_at or newest.created_at,
    }
    return CommentForm(data, guests=[comment.guest]), conflict


@signed_in
@require_POST
def comment_withdraw(request: PersonRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """Take one's own comment back."""
    comment = _comment(request, slug, year, pk)
    actions.withdraw_comment(comment=comment, by=request.user)
    messages.success(request, _("Your comment is taken back."))
    return redirect(_back(request, comment))


@signed_in
@require_POST
def comment_settle(request: PersonRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """Note a comment on one's own draft, answer it or take it up."""
    comment = _comment(request, slug, year, pk)
    action = request.POST.get("action", "note")
    if action not in SETTLING:
        action = "note"
    policy.check(action, request.user, comment)
    form = AnswerForm(request.POST, comment=pk)
    draft = _draft(request, slug, year)
    if not form.is_valid():
        return _page(draft, comment=pk, answer=form, status=400)
    try:
        actions.settle_comment(
            comment=comment,
            action=action,
            answer=form.cleaned_data["answer"],
            version=form.cleaned_data["version"],
            by=request.user,
        )
    except (Conflict, WrongState) as refused:
        form.add_error("answer", refused.reason)
        if isinstance(refused, Conflict):
            form = _answer_again(request, comment, refused)
        return _page(draft, comment=pk, answer=form, status=refused.status)
    messages.success(request, _("Done. %(name)s sees it.") % {"name": comment.author_name})
    return redirect(f"{draft.opening.get_absolute_url()}#line-{comment.line_id}")


def _answer_again(request: PersonRequest, comment: LineComment, refused: Conflict) -> AnswerForm:
    """The form with what was typed, beside the comment as it stands now on the page."""
    data = request.POST.copy()
    data["version"] = str(scoped(LineComment, request.user, pk=comment.pk).version)
    form = AnswerForm(data, comment=comment.pk)
    form.is_valid()
    form.add_error("answer", refused.reason)
    return form
