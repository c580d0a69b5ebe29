"""Beginning an MoU, writing its versions, opening them, and signing."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from committees import access
from committees.calendar import today
from committees.errors import Conflict, NotAllowed, Refused, WrongState
from committees.http import PersonRequest, conflict_rows, safe_int, scoped, signed_in
from committees.models import AuditEvent, Committee
from committees.policy import allows
from committees.roles import Permission
from members.actions import mou as actions
from members.forms.mou import MouForm, MouTextForm, SignForm
from members.models import TEXTS, Mou, MouSignature, MouVersion, Organisation, Seat
from members.policy import mou as policy
from members.policy.speaking import organisations_spoken_for
from members.views.mou import civil_society_of, text_parts, version_of
from members.workflow.mou import MOU_VERSION


@signed_in
@require_http_methods(["GET", "POST"])
def mou_new(request: PersonRequest, slug: str) -> HttpResponse:
    """Begin an agreement; its first version is written next."""
    committee = civil_society_of(request, slug)
    policy.check_manage(request.user, committee)
    rows = Organisation.objects.visible_to(access.scope_of(request.user)).filter(
        province_id=committee.province_id
    )
    form = MouForm(
        request.POST or None,
        partners=rows,
        members=rows.filter(pk__in=policy.member_ids(committee)),
        may_own=actions.membership_mou(committee) is None,
        initial={"form_key": uuid.uuid4()},
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            version = actions.start_mou(
                committee=committee,
                values=form.values(),
                by=request.user,
                form_key=form.cleaned_data["form_key"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal.reason))
            status = refusal.status
        else:
            messages.success(request, _("The MoU is begun. Now write its text."))
            return redirect("mou_edit", slug=slug, pk=version.pk)
    context = {"committee": committee, "form": form}
    return render(request, "members/mou_new.html", context, status=status)


@signed_in
@require_POST
def mou_draft(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Begin a new version with the text of the newest one."""
    committee = civil_society_of(request, slug)
    mou = scoped(Mou.objects.select_related("partner"), request.user, pk=pk, committee=committee)
    mou.committee = committee
    version = actions.draft_version(mou=mou, by=request.user)
    messages.success(request, _("A draft is begun with the text as it is. Change what is new."))
    return redirect("mou_edit", slug=slug, pk=version.pk)


@signed_in
@require_http_methods(["GET", "POST"])
def mou_edit(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Write the text of a draft, and look at it before it is saved."""
    committee = civil_society_of(request, slug)
    version = version_of(request, committee, pk)
    policy.check_manage(request.user, committee)
    if request.method != "POST":
        policy.check_change("edit", request.user, version)
        form = MouTextForm(initial=MouTextForm.initial_of(version), first=version.number == 1)
        return _text_page(request, version, form)
    form = MouTextForm(request.POST, first=version.number == 1)
    if "preview" in request.POST:
        return _previewed(request, version, form)
    if not form.is_valid():
        return _text_page(request, version, form)
    try:
        actions.change_draft(
            mou_version=version,
            values=form.texts(),
            version=form.cleaned_data["version"],
            by=request.user,
        )
    except Conflict:
        return _text_conflict(request, version, form)
    except WrongState as refusal:
        form.add_error(None, str(refusal.reason))
        return _text_page(request, version, form, refusal.status)
    messages.success(request, _("The draft is saved."))
    return redirect("mou_version", slug=slug, pk=pk)


def _previewed(request: PersonRequest, version: MouVersion, form: MouTextForm) -> HttpResponse:
    """The text as it would look: as a part of the page, or with the whole page again."""
    form.is_valid()
    shown = MouVersion(**{name: form.cleaned_data.get(name, "") for name in TEXTS})
    preview: dict[str, Any] = {
        "preview": [
            {"name": name, "language": language, "parts": text_parts(shown, language)}
            for language, name in (("th", _("In Thai")), ("en", _("In English")))
        ],
    }
    if getattr(request, "htmx", False):
        return render(request, "members/_mou_preview.html", preview)
    return _text_page(request, version, form, **preview)


def _text_page(
    request: PersonRequest, version: MouVersion, form: MouTextForm, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"committee": version.committee, "version": version, "form": form, **more}
    return render(request, "members/mou_edit.html", context, status=status)


def _text_conflict(request: PersonRequest, version: MouVersion, form: MouTextForm) -> HttpResponse:
    """Theirs and yours side by side; the form keeps what was typed and takes their version."""
    theirs = version_of(request, version.committee, version.pk)
    data = request.POST.copy()
    data["version"] = str(theirs.version)
    again = MouTextForm(data, first=theirs.number == 1)
    again.is_valid()
    last = (
        AuditEvent.objects.visible_to(access.scope_of(request.user))
        .filter(subject_type="members.mouversion", subject_id=str(version.pk))
        .first()
    )
    conflict = {
        "who": last.actor if last else _("Somebody"),
        "at": last.at if last else None,
        "rows": conflict_rows(form, MouTextForm.initial_of(theirs)),
        "theirs_url": theirs.get_absolute_url(),
    }
    return _text_page(request, theirs, again, 409, conflict=conflict)


@signed_in
@require_http_methods(["GET", "POST"])
def mou_open(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Open a draft for signature, after its consequences have been said."""
    committee = civil_society_of(request, slug)
    version = version_of(request, committee, pk)
    policy.check_open(request.user, version)
    if request.method == "POST":
        actions.open_version(version=version, by=request.user)
        messages.success(request, _("The version is open for signature, and the members are told."))
        return redirect("mou_version", slug=slug, pk=pk)
    open_ones = MouVersion.objects.visible_to(access.scope_of(request.user)).open()
    before = open_ones.filter(mou=version.mou).first()
    return render(
        request,
        "members/mou_open.html",
        {
            "committee": committee,
            "version": version,
            "details": _opening(version, before),
            "told": _told(committee, request),
        },
    )


def _opening(version: MouVersion, before: MouVersion | None) -> list[str]:
    details = [_("The province sees the text and who has signed it.")]
    if before is not None:
        details.append(
            _("Version %(number)s is superseded; its signatures stay on record.")
            % {"number": before.number}
        )
    if version.number > 1 and version.needs_signing:
        details.append(_("Every member signs again."))
    elif version.number > 1:
        details.append(_("Who signed the version before need not sign again."))
    return details


def _told(committee: Committee, request: PersonRequest) -> list[str]:
    people = access.holders(Permission.TAKE_PART, committee)
    return [person.name for person in people if person.pk != request.user.pk]


@signed_in
@require_http_methods(["GET", "POST"])
def mou_discard(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Throw a draft away, after one has been asked."""
    committee = civil_society_of(request, slug)
    version = version_of(request, committee, pk)
    policy.check_change("discard", request.user, version)
    if request.method == "POST":
        actions.discard_draft(version=version, by=request.user)
        messages.success(request, _("The draft is thrown away."))
        return redirect("mou", slug=slug)
    context = {"committee": committee, "version": version}
    return render(request, "members/mou_discard.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def mou_sign(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Sign for one's organisation, or record from the paper that one signed."""
    committee = civil_society_of(request, slug)
    version = version_of(request, committee, pk)
    manages = access.can(request.user, Permission.MANAGE_MOU, committee)
    own = {body for _id, body in organisations_spoken_for(request.user, {committee.pk})}
    if not own and not manages:
        raise NotAllowed(_("Who speaks for a member organisation signs here."))
    MOU_VERSION.check_state("sign", version.state)
    asked = safe_int(request.POST.get("organisation") or request.GET.get("organisation", ""))
    left = _unsigned(request, version, None if manages else own)
    if asked is None and own:
        asked = next((row.pk for row in left if row.pk in own), None)
    for_others = asked is not None and asked not in own
    if not left:
        raise WrongState(_("Everybody you could sign for has signed this version."))
    form = SignForm(
        request.POST or None,
        request.FILES or None,
        organisations=left,
        for_others=for_others,
        initial={"organisation": asked, **_signatory(request, committee, asked, own)},
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return _signed(request, version, form)
        except Refused as refusal:
            form.add_error(None, str(refusal.reason))
            status = refusal.status
        except IntegrityError:
            form.add_error(None, _("This organisation has signed this version already."))
            status = 409
    context = {
        "committee": committee,
        "version": version,
        "form": form,
        "for_others": for_others,
        "parts": text_parts(version, request.LANGUAGE_CODE),
    }
    return render(request, "members/mou_sign.html", context, status=status)


def _unsigned(
    request: PersonRequest, version: MouVersion, only: set[int] | None
) -> QuerySet[Organisation]:
    """The parties that have not signed this version; `only` narrows them."""
    ids = policy.party_ids(version.mou)
    if only is not None:
        ids &= only
    scope = access.scope_of(request.user)
    signed = MouSignature.objects.visible_to(scope).filter(version=version)
    ids -= set(signed.values_list("organisation_id", flat=True))
    rows: QuerySet[Organisation] = Organisation.objects.visible_to(scope).filter(pk__in=ids)
    return rows


def _signatory(
    request: PersonRequest, committee: Committee, asked: int | None, own: set[int]
) -> dict[str, Any]:
    """The person's own name and post, where the person signs."""
    if asked is None or asked not in own:
        return {}
    seat = (
        Seat.objects.visible_to(access.scope_of(request.user))
        .current(today())
        .filter(committee=committee, organisation_id=asked, person=request.user)
        .first()
    )
    return {
        "signatory_name": request.user.name,
        "signatory_post": seat.post if seat else "",
        "signed_on": today(),
    }


def _signed(request: PersonRequest, version: MouVersion, form: SignForm) -> HttpResponse:
    data = form.cleaned_data
    signature = actions.record_signature(
        version=version,
        organisation=data["organisation"],
        signatory_name=data["signatory_name"],
        signatory_post=data["signatory_post"],
        signed_on=data["signed_on"],
        upload=data["paper"],
        by=request.user,
    )
    left = len(_unsigned(request, version, None))
    text = _("%(organisation)s has signed.") % {"organisation": signature.organisation.name}
    if left and allows(policy.check_manage, request.user, version.committee):
        more = ngettext("%(count)s is still missing.", "%(count)s are still missing.", left)
        text = f"{text} {more % {'count': left}}"
    messages.success(request, text)
    return redirect("mou_version", slug=version.committee.slug, pk=version.pk)
