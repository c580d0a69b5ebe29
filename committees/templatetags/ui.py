"""Template tags of the interface: icons, status tags, fields, menus, and small words.

Everything that must look the same on every page is decided here once. The status
table below is the only place where a state gets its word, its icon and its colour.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, NamedTuple

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django import forms, template
from django.http import QueryDict
from django.templatetags.static import static
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

register = template.Library()


class Status(NamedTuple):
    """How one state is shown: never colour alone, always icon and word as well."""

    label: str | Promise
    icon: str
    tone: str  # neutral, info, attention, good or bad: the tones of tokens.css


STATUSES: dict[str, Status] = {
    # A quarterly plan.
    "draft": Status(pgettext_lazy("status", "Draft"), "pencil", "neutral"),
    "submitted": Status(pgettext_lazy("status", "Submitted"), "arrow-up", "info"),
    "approved": Status(pgettext_lazy("status", "Approved"), "check", "good"),
    "returned": Status(pgettext_lazy("status", "Returned for revision"), "arrow-back", "attention"),
    "received": Status(pgettext_lazy("status", "Received by the province"), "check-double", "good"),
    "returned_by_province": Status(
        pgettext_lazy("status", "Returned by the province"), "arrow-back", "attention"
    ),
    "late": Status(pgettext_lazy("status", "Late"), "clock", "bad"),
    "locked": Status(pgettext_lazy("status", "Locked"), "lock", "neutral"),
    "withdrawn": Status(pgettext_lazy("status", "Withdrawn"), "arrow-back", "neutral"),
    "not_started": Status(pgettext_lazy("status", "Not started"), "circle", "neutral"),
    # A seat, or a committee with a beginning and an end.
    "active": Status(pgettext_lazy("status", "In office"), "user", "good"),
    "ended": Status(pgettext_lazy("status", "Ended"), "minus", "neutral"),
    "future": Status(pgettext_lazy("status", "Starts later"), "calendar", "info"),
    "invited": Status(pgettext_lazy("status", "Invited"), "mail", "info"),
    "expired": Status(pgettext_lazy("status", "Expired"), "clock", "attention"),
    "vacant": Status(pgettext_lazy("status", "Vacant"), "circle", "attention"),
    "closed": Status(pgettext_lazy("status", "Closed group"), "lock", "neutral"),
    "gap": Status(pgettext_lazy("status", "No committee yet"), "alert", "attention"),
    # A download that is built beside the requests.
    "export_queued": Status(pgettext_lazy("status", "Waiting"), "clock", "neutral"),
    "export_running": Status(pgettext_lazy("status", "Being built"), "clock", "info"),
    "export_ready": Status(pgettext_lazy("status", "Ready"), "check", "good"),
    "export_failed": Status(pgettext_lazy("status", "Not built"), "alert", "attention"),
    "export_expired": Status(pgettext_lazy("status", "Removed"), "minus", "neutral"),
    # The report of a quarter, and its lines.
    "report_draft": Status(pgettext_lazy("status", "Being written"), "pencil", "neutral"),
    "report_submitted": Status(pgettext_lazy("status", "Submitted"), "arrow-up", "info"),
    "report_returned": Status(pgettext_lazy("status", "Sent back"), "arrow-back", "attention"),
    "report_accepted": Status(pgettext_lazy("status", "Accepted, locked"), "lock", "good"),
    "report_reopened": Status(pgettext_lazy("status", "Reopened"), "refresh", "attention"),
    "report_not_started": Status(pgettext_lazy("status", "Not begun"), "circle", "neutral"),
    "report_no_plan": Status(pgettext_lazy("status", "No approved plan"), "minus", "neutral"),
    "line_done": Status(pgettext_lazy("line of a report", "Done"), "check", "good"),
    "line_under_way": Status(pgettext_lazy("line of a report", "Under way"), "arrow-right", "info"),
    "line_late": Status(pgettext_lazy("line of a report", "Late"), "clock", "bad"),
    "line_dropped": Status(pgettext_lazy("line of a report", "Dropped"), "minus", "neutral"),
    "outdated": Status(pgettext_lazy("status", "Out of date"), "alert", "attention"),
    # A SWOT workshop, and what it recommends.
    "ws_prepared": Status(pgettext_lazy("status", "Prepared"), "pencil", "neutral"),
    "ws_collecting": Status(pgettext_lazy("status", "Points are collected"), "plus", "info"),
    "ws_voting": Status(pgettext_lazy("status", "The vote is open"), "check", "attention"),
    "ws_recommending": Status(
        pgettext_lazy("status", "Recommendations are written"), "pencil", "info"
    ),
    "ws_closed": Status(pgettext_lazy("status", "Closed"), "lock", "neutral"),
    "rec_open": Status(pgettext_lazy("status", "Open"), "circle", "attention"),
    "rec_taken_up": Status(pgettext_lazy("status", "Taken up"), "arrow-right", "info"),
    "rec_done": Status(pgettext_lazy("status", "Done"), "check", "good"),
    "rec_dropped": Status(pgettext_lazy("status", "Dropped"), "minus", "neutral"),
    # An MoU and who signed it.
    "mou_open": Status(pgettext_lazy("status", "Open for signature"), "pencil", "info"),
    "mou_superseded": Status(pgettext_lazy("status", "Superseded"), "history", "neutral"),
    "mou_discarded": Status(pgettext_lazy("status", "Thrown away"), "trash", "neutral"),
    "signed": Status(pgettext_lazy("status", "Signed"), "check", "good"),
    "not_signed": Status(pgettext_lazy("status", "Not signed yet"), "clock", "attention"),
    # The multidisciplinary team, and proposals for it.
    "team_draft": Status(pgettext_lazy("status", "Being put together"), "pencil", "neutral"),
    "team_sent": Status(pgettext_lazy("status", "With the Governor"), "arrow-up", "info"),
    "team_endorsed": Status(pgettext_lazy("status", "In force"), "check", "good"),
    "superseded": Status(pgettext_lazy("status", "Superseded"), "minus", "neutral"),
    "team_now": Status(pgettext_lazy("status", "Reachable now"), "check", "good"),
    "team_later": Status(pgettext_lazy("status", "Not now"), "clock", "neutral"),
    "waiting": Status(pgettext_lazy("status", "Waits for an answer"), "clock", "attention"),
    "taken_up": Status(pgettext_lazy("status", "Taken up"), "check", "good"),
    "declined": Status(pgettext_lazy("status", "Declined"), "minus", "bad"),
    # A handover.
    "preparing": Status(pgettext_lazy("handover", "Being prepared"), "pencil", "info"),
    "ready": Status(pgettext_lazy("handover", "Ready"), "check", "attention"),
    "taken_over": Status(pgettext_lazy("handover", "Taken over"), "check-double", "good"),
    # An appointment order.
    "out_for_signature": Status(
        pgettext_lazy("status", "Out for signature"), "pencil", "attention"
    ),
    "in_force": Status(pgettext_lazy("status", "In force"), "check", "good"),
    "replaced": Status(pgettext_lazy("status", "Replaced"), "refresh", "neutral"),
    # An organisation that applies, and its membership.
    "applied": Status(pgettext_lazy("status", "Applied"), "arrow-up", "info"),
    "screened": Status(pgettext_lazy("status", "Screened"), "search", "info"),
    "endorsed": Status(pgettext_lazy("status", "Endorsed"), "check", "info"),
    "accepted": Status(pgettext_lazy("status", "Accepted"), "pencil", "info"),
    "member_active": Status(pgettext_lazy("status", "Member"), "check", "good"),
    "due": Status(pgettext_lazy("status", "Renewal due"), "clock", "attention"),
    "in_grace": Status(pgettext_lazy("status", "In grace"), "clock", "bad"),
    "lapsed": Status(pgettext_lazy("status", "Lapsed"), "minus", "neutral"),
    "member_left": Status(pgettext_lazy("status", "Left"), "minus", "neutral"),
    # An office and an election to it.
    "term_over": Status(pgettext_lazy("status", "Term is over"), "clock", "bad"),
    "elected": Status(pgettext_lazy("status", "Elected"), "check", "good"),
    "not_elected": Status(pgettext_lazy("status", "Not elected"), "minus", "neutral"),
    "corrected": Status(pgettext_lazy("status", "Corrected later"), "pencil", "attention"),
    # A task, and its endorsement by the supervisor.
    "task_open": Status(pgettext_lazy("task", "Open"), "circle", "info"),
    "task_declined": Status(pgettext_lazy("task", "Declined by the person"), "arrow-back", "bad"),
    "task_done": Status(pgettext_lazy("task", "Done, to be verified"), "check", "attention"),
    "task_verified": Status(pgettext_lazy("task", "Verified"), "check-double", "good"),
    "task_dropped": Status(pgettext_lazy("task", "Dropped"), "minus", "neutral"),
    "task_unheld": Status(pgettext_lazy("task", "Nobody has it"), "user", "attention"),
    "endorse_none": Status(pgettext_lazy("task", "No supervisor asked"), "minus", "neutral"),
    "endorse_pending": Status(pgettext_lazy("task", "Waits for the supervisor"), "clock", "info"),
    "endorse_endorsed": Status(
        pgettext_lazy("task", "Endorsed by the supervisor"), "check", "good"
    ),
    "endorse_refused": Status(pgettext_lazy("task", "Declined by the supervisor"), "minus", "bad"),
    "endorse_expired": Status(
        pgettext_lazy("task", "The supervisor did not answer"), "clock", "attention"
    ),
    "endorse_waived": Status(
        pgettext_lazy("task", "Goes on without endorsement"), "arrow-right", "neutral"
    ),
    # What changed between two rounds.
    "added": Status(pgettext_lazy("change", "New"), "plus", "good"),
    "changed": Status(pgettext_lazy("change", "Changed"), "pencil", "attention"),
    "removed": Status(pgettext_lazy("change", "Removed"), "minus", "bad"),
    "unchanged": Status(pgettext_lazy("change", "Unchanged"), "check", "neutral"),
    # An annual survey.
    "survey_open": Status(pgettext_lazy("status", "Open for answers"), "note", "info"),
    "survey_closed": Status(pgettext_lazy("status", "Closed"), "check", "neutral"),
    "answered": Status(pgettext_lazy("status", "Answered"), "check", "good"),
    "unanswered": Status(pgettext_lazy("status", "Not yet"), "circle", "attention"),
    # A year of planning: what is due, what PSDHS asks for, what was taken over.
    "drafted": Status(pgettext_lazy("status", "Drafted"), "check", "good"),
    "sent_up": Status(pgettext_lazy("status", "Sent up"), "arrow-up", "good"),
    "not_sent_up": Status(pgettext_lazy("status", "Not sent up"), "circle", "attention"),
    "asked_taken": Status(pgettext_lazy("status", "Taken over"), "check", "good"),
    "asked_open": Status(pgettext_lazy("status", "Not taken over"), "circle", "attention"),
    "asked_removed": Status(pgettext_lazy("status", "Taken out again"), "minus", "attention"),
    "not_asked": Status(pgettext_lazy("status", "Not asked"), "minus", "neutral"),
    "carry_unsaid": Status(pgettext_lazy("status", "Not reported"), "circle", "neutral"),
    # A budget proposal.
    "prepared": Status(pgettext_lazy("status", "Prepared"), "pencil", "neutral"),
    "sent": Status(pgettext_lazy("status", "Sent"), "arrow-up", "info"),
    "ask_again": Status(pgettext_lazy("status", "Ask for the answer"), "bell", "attention"),
    "granted": Status(pgettext_lazy("status", "Granted"), "check", "good"),
    "granted_in_part": Status(pgettext_lazy("status", "Granted in part"), "check", "attention"),
    "refused": Status(pgettext_lazy("status", "Refused"), "close", "bad"),
    # A draft open to neighbours, a comment on it, and what overlaps.
    "draft_open": Status(pgettext_lazy("status", "Open to neighbours"), "eye", "info"),
    "draft_kept": Status(pgettext_lazy("status", "Not open to neighbours"), "lock", "neutral"),
    "noted": Status(pgettext_lazy("status", "Noted"), "eye", "neutral"),
    "overlap_open": Status(pgettext_lazy("status", "Not talked about yet"), "circle", "attention"),
    "overlap_joined": Status(pgettext_lazy("status", "Agreed to join"), "check", "good"),
    "overlap_apart": Status(pgettext_lazy("status", "Stays apart"), "minus", "neutral"),
    # Small facts about an account.
    "on": Status(pgettext_lazy("status", "On"), "check", "good"),
    "off": Status(pgettext_lazy("status", "Off"), "minus", "neutral"),
    "here": Status(pgettext_lazy("status", "This device"), "desktop", "good"),
}

MESSAGE_LOOK = {
    "debug": ("info", "neutral"),
    "info": ("info", "info"),
    "success": ("check", "good"),
    "warning": ("alert", "attention"),
    "error": ("alert", "bad"),
}


# Icons ---------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _sprite() -> str:
    return static("icons/sprite.svg")


def icon_html(name: str, label: str = "", extra: str = "") -> SafeString:
    """Return one icon of the sprite; with a label it speaks, without one it is silent."""
    svg = format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        f" {extra}" if extra else "",
        _sprite(),
        name,
    )
    if not label:
        return svg
    return format_html('{}<span class="visually-hidden">{}</span>', svg, label)


@register.simple_tag
def icon(name: str, label: str = "", extra: str = "") -> SafeString:
    """`{% icon "search" label=_("Search") %}`."""
    return icon_html(name, label, extra)


# Status --------------------------------------------------------------------------


def status_of(code: str) -> Status:
    """Return how a state is shown; an unknown one is shown as its own code, in grey."""
    return STATUSES.get(code) or Status(code, "circle", "neutral")


@register.simple_tag
def status(code: Any, text: Any = "") -> SafeString:
    """`{% status plan.state %}`: icon, word and colour; `text` replaces the word."""
    look = status_of(str(code))
    return format_html(
        '<span class="status status-{}">{}<span>{}</span></span>',
        look.tone,
        icon_html(look.icon),
        text or look.label,
    )


@register.filter
def status_word(code: Any) -> str:
    """`{{ plan.state|status_word }}`: the word alone, for sentences and titles."""
    return str(status_of(str(code)).label)


@register.filter
def message_icon(level_tag: str) -> SafeString:
    """Return the icon of a message of this level, for base.html."""
    return icon_html(MESSAGE_LOOK.get(level_tag, MESSAGE_LOOK["info"])[0])


@register.filter
def message_tone(level_tag: str) -> str:
    """Return the tone of a message of this level, for base.html."""
    return MESSAGE_LOOK.get(level_tag, MESSAGE_LOOK["info"])[1]


# Where am I, facts, people, money -------------------------------------------------


@register.simple_tag
def crumb(label: Any, url: str = "") -> SafeString:
    """`{% crumb committee.short committee_url %}`: one step of the place line."""
    if url:
        return format_html('<li><a href="{}">{}</a></li>', url, label)
    return format_html("<li>{}</li>", label)


@register.simple_tag
def facts(*items: Any) -> SafeString:
    """`{% facts lines_text budget_text %}`: the facts that matter, in one line."""
    shown = [(item,) for item in items if item not in (None, "")]
    if not shown:
        return mark_safe("")
    return format_html('<ul class="facts">{}</ul>', format_html_join("", "<li>{}</li>", shown))


@register.simple_tag
def person(name: Any, post: Any = "", organisation: Any = "") -> SafeString:
    """`{% person seat.person.name seat.post seat.organisation %}`: who, as what, for whom."""
    rest = [(part,) for part in (post, organisation) if part]
    tail = (
        format_html(' <span class="person-rest">{}</span>', format_html_join(" · ", "{}", rest))
        if rest
        else ""
    )
    return format_html(
        '<span class="person"><span class="person-name">{}</span>{}</span>', name, tail
    )


_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Line/", "LINE"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


@register.filter
def browser(user_agent: Any) -> str:
    """`{{ session.user_agent|browser }}`: Chrome, Android; for the list of one's devices."""
    text = str(user_agent or "")
    names = [
        next((name for sign, name in table if sign in text), "") for table in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(name for name in names if name) or _("Unknown browser")


def _amount(value: Any) -> Decimal | None:
    try:
        amount = Decimal(str(value))
    except (InvalidOperation, ValueError):
        return None
    return amount if amount.is_finite() else None


@register.filter
def money(value: Any) -> str:
    """`{{ line.budget|money }}`: 84,000, with satang only where there are any."""
    amount = _amount(value)
    if amount is None:
        return "–"
    return f"{amount:,.2f}" if amount % 1 else f"{amount:,.0f}"


@register.simple_tag
def baht(value: Any) -> SafeString:
    """`{% baht line.budget %}`: the amount with its unit, in figures of one width."""
    if _amount(value) is None:
        return mark_safe('<span class="num">–</span>')
    return format_html('<span class="num">{}</span>\u00a0{}', money(value), _("baht"))


@register.filter
def number(value: Any) -> str:
    """`{{ count|number }}`: thousands set apart, the same in both languages."""
    amount = _amount(value)
    return "–" if amount is None else f"{amount:,.0f}"


@register.simple_tag
def right_now() -> datetime.datetime:
    """`{% right_now as printed %}`: this moment, for the head of a printed sheet."""
    return timezone.now()


# Addresses ------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def qs(context: Mapping[str, Any], *drop: str, **changes: Any) -> str:
    """`{% qs "after" "before" state="draft" %}`: this page's query with some of it replaced.

    Names given alone are dropped, as are those set to None or the empty string. The
    answer starts with "?", also when nothing is left, so that it always leaves the page
    without the dropped parts.
    """
    request = context.get("request")
    query = request.GET.copy() if request is not None else QueryDict(mutable=True)
    for name in drop:
        query.pop(name, None)
    for name, value in changes.items():
        query.pop(name, None)
        if value is None or value == "":
            continue
        if isinstance(value, (list, tuple)):
            query.setlist(name, [str(one) for one in value])
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def active(context: Mapping[str, Any], url: str, word: str = "page") -> SafeString:
    """`<a href="{{ url }}"{% active url %}>`: says aria-current on the page's own link."""
    request = context.get("request")
    if request is not None and request.path == str(url).split("?")[0]:
        return format_html(' aria-current="{}"', word)
    return mark_safe("")


# Forms ----------------------------------------------------------------------------


def _quiet(bound: forms.BoundField) -> forms.BoundField:
    """Take away what the sign-in package writes into its fields: the label says it already."""
    if type(bound.form).__module__.startswith("allauth."):
        bound.field.widget.attrs.pop("placeholder", None)
    return bound


@register.simple_tag
def field(bound: forms.BoundField, label: str = "") -> SafeString:
    """`{% field form.title %}`: label, hint, message and control, in the one form style."""
    if label:
        bound.label = label
    return as_crispy_field(_quiet(bound))


@register.simple_tag
def fields(form: forms.BaseForm, only: str = "", without: str = "") -> SafeString:
    """`{% fields form %}`: all fields; `only="a b"` picks and orders, `without="c"` leaves out."""
    left_out = set(without.split())
    names = only.split() or [name for name in form.fields if name not in left_out]
    return format_html_join("", "{}", ((as_crispy_field(_quiet(form[name])),) for name in names))


@register.filter
def explained(label: Any) -> SafeString:
    """`{{ option.label|explained }}`: "Chair – leads it" as a word and, below, what it means."""
    word, dash, meaning = str(label).partition(" – ")
    if not dash:
        return format_html("{}", word)
    return format_html('{}<span class="form-text d-block">{}</span>', word, meaning)


def _anchor(bound: forms.BoundField) -> str:
    """Return the id a summary entry jumps to: the control, or the first of a group."""
    if bound.use_fieldset and bound.auto_id:
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id


@register.simple_tag
def errors_of(*several: Any) -> list[dict[str, str]]:
    """`{% errors_of form formset as problems %}`: every problem, with where to go for it."""
    problems: list[dict[str, str]] = []
    for one in _each_form(several):
        for text in one.non_field_errors():
            problems.append({"text": str(text), "href": ""})
        for bound in one:
            for text in bound.errors:
                hidden = bound.is_hidden
                problems.append(
                    {
                        "text": str(text) if hidden else f"{bound.label}: {text}",
                        "href": "" if hidden else f"#{_anchor(bound)}",
                    }
                )
    return problems


def _each_form(several: Iterable[Any]) -> Iterable[forms.BaseForm]:
    for one in several:
        if isinstance(one, forms.BaseFormSet):
            yield from one.forms
        elif isinstance(one, forms.BaseForm):
            yield one


# Change marking -------------------------------------------------------------------


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|\S+", text)


def _marked(tag: str, text: str) -> SafeString:
    said = _("Removed:") if tag == "del" else _("New:")
    return format_html('<{0}><span class="visually-hidden">{1} </span>{2}</{0}>', tag, said, text)


@register.simple_tag
def changed(before: Any, after: Any) -> SafeString:
    """`{% changed old.title new.title %}`: the text with what went and what came marked.

    Short values are shown whole, old then new. Long ones are compared at their spaces,
    which in Thai stand between phrases, so no syllable is ever cut.
    """
    old, new = ("" if value is None else str(value) for value in (before, after))
    if old == new:
        return format_html("{}", new or "–")
    if not old or not new or max(len(old), len(new)) < 60:
        parts = [_marked("del", old) if old else "", _marked("ins", new) if new else ""]
        return format_html_join(" ", "{}", ((part,) for part in parts if part))
    was, now = _words(old), _words(new)
    pieces: list[SafeString] = []
    for kind, a1, a2, b1, b2 in difflib.SequenceMatcher(None, was, now, False).get_opcodes():
        if kind == "equal":
            pieces.append(format_html("{}", "".join(now[b1:b2])))
            continue
        if a2 > a1:
            pieces.append(_marked("del", "".join(was[a1:a2])))
        if b2 > b1:
            pieces.append(_marked("ins", "".join(now[b1:b2])))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


# Wrappers -------------------------------------------------------------------------


@register.simple_block_tag
def menu(content: str, label: str = "", icon: str = "more", quiet: bool = True) -> SafeString:
    """`{% menu label=_("More") %}<a …>…</a>{% endmenu %}`: secondary actions, kept quiet."""
    if not content.strip():
        return mark_safe("")
    return format_html(
        '<details class="menu" data-menu><summary class="btn {}">{}<span>{}</span></summary>'
        '<div class="menu-list">{}</div></details>',
        "btn-quiet" if quiet else "btn-secondary",
        icon_html(icon),
        label or _("More"),
        content,
    )


@register.simple_block_tag
def panel(content: str, title: str = "", extra: str = "", id: str = "") -> SafeString:  # noqa: A002
    """`{% panel title=_("Seats") %}…{% endpanel %}`: a titled part of a page."""
    head = format_html('<h2 class="panel-title">{}</h2>', title) if title else ""
    return format_html(
        '<section class="panel{}"{}>{}<div class="panel-body">{}</div></section>',
        f" {extra}" if extra else "",
        format_html(' id="{}"', id) if id else "",
        head,
        content,
    )


@register.simple_block_tag
def actionbar(content: str) -> SafeString:
    """`{% actionbar %}two buttons{% endactionbar %}`: stays in reach at the foot of a phone."""
    return format_html('<div class="actionbar"><div class="actionbar-in">{}</div></div>', content)


@register.simple_block_tag
def note(content: str, tone: str = "info", icon: str = "", title: str = "") -> SafeString:
    """`{% note tone="attention" %}…{% endnote %}`: a remark that stands out a little."""
    chosen = icon or {"good": "check", "info": "info", "neutral": "note"}.get(tone, "alert")
    head = format_html('<p class="note-title">{}</p>', title) if title else ""
    return format_html(
        '<div class="note note-{}">{}<div class="note-body">{}{}</div></div>',
        tone,
        icon_html(chosen),
        head,
        content,
    )


@register.simple_tag
def progress(value: Any, maximum: Any, label: str = "") -> SafeString:
    """`{% progress done total _("lines done") %}`: the figures first, the bar beside them."""
    done, total = _amount(value) or Decimal(0), _amount(maximum) or Decimal(0)
    figures = _("%(done)s of %(total)s") % {"done": number(done), "total": number(total)}
    return format_html(
        '<span class="progress-line"><span class="num">{}</span>{}'
        '<progress value="{}" max="{}" aria-label="{}"></progress></span>',
        figures,
        format_html(" <span>{}</span>", label) if label else "",
        max(min(done, total), Decimal(0)),
        total or 1,
        label or figures,
    )
