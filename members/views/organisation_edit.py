"""Changing what the directory says: facts, contacts, and two that are one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from committees import access
from committees.errors import Conflict, WrongState
from committees.http import PersonRequest, safe_int, scoped, signed_in
from committees.models import Area, AreaLevel, AuditEvent
from committees.search import candidates, read_query
from members import merging
from members.actions import merging as merging_actions
from members.actions import organisations as actions
from members.forms.organisations import ContactForm, OrganisationDetailsForm
from members.models import Organisation, OrganisationContact
from members.policy import organisations as policy
from members.views.organisations import organisation_of


@signed_in
@require_http_methods(["GET", "POST"])
def organisation_edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Change what is written down of an organisation."""
    row = organisation_of(request, pk)
    policy.check_keep(request.user, row.province_id)
    districts = _districts(row)
    if request.method != "POST":
        initial = OrganisationDetailsForm.initial_of(row)
        return _edit_page(
            request, row, OrganisationDetailsForm(initial=initial, districts=districts)
        )
    form = OrganisationDetailsForm(request.POST, request.FILES, districts=districts)
    if not form.is_valid():
        return _edit_page(request, row, form)
    values = dict(form.cleaned_data)
    version, evidence = values.pop("version"), values.pop("evidence")
    try:
        actions.change_organisation(
            organisation=row, values=values, version=version, evidence=evidence, by=request.user
        )
    except Conflict:
        return _edit_conflict(request, pk, form, districts)
    except (ValidationError, IntegrityError):
        form.add_error("name_th", _("This province already has an organisation of this name."))
        return _edit_page(request, row, form)
    messages.success(request, _("%(name)s is saved.") % {"name": form.cleaned_data["name_th"]})
    return redirect("organisation", pk=pk)


def _districts(row: Organisation) -> list[Area]:
    areas = Area.objects.filter(parent=row.province_id, level=AreaLevel.DISTRICT)
    return list(areas.order_by("sort_key"))


def _edit_page(
    request: PersonRequest, row: Organisation, form: forms.Form, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"organisation": row, "form": form, **more}
    return render(request, "members/organisation_edit.html", context, status=status)


def _edit_conflict(
    request: PersonRequest, pk: int, form: OrganisationDetailsForm, districts: list[Area]
) -> HttpResponse:
    """Theirs and yours side by side; the form keeps what was typed and takes their version."""
    row = organisation_of(request, pk)
    data = request.POST.copy()
    data["version"] = str(row.version)
    again = OrganisationDetailsForm(data, districts=districts)
    again.is_valid()
    theirs = OrganisationDetailsForm.initial_of(row)
    rows = [
        {"label": form.fields[name].label, "theirs": _said(form, name, value), "yours": yours}
        for name, value in theirs.items()
        if name != "version"
        and (yours := _said(form, name, form.cleaned_data[name])) != _said(form, name, value)
    ]
    conflict = _who_saved(request, "members.organisation", pk) | {
        "rows": rows,
        "theirs_url": row.get_absolute_url(),
        "file_again": form.cleaned_data.get("evidence") is not None,
    }
    return _edit_page(request, row, again, 409, conflict=conflict)


def _said(form: forms.Form, name: str, value: Any) -> str:
    """A value of the form in words."""
    choices = {str(key): str(label) for key, label in getattr(form.fields[name], "choices", ())}
    if isinstance(value, list):
        return ", ".join(choices.get(str(one), str(one)) for one in sorted(value))
    return choices.get(str(value), str(value)) if value else ""


def _who_saved(request: PersonRequest, label: str, pk: int) -> dict[str, Any]:
    last = (
        AuditEvent.objects.visible_to(access.scope_of(request.user))
        .filter(subject_type=label, subject_id=str(pk))
        .first()
    )
    return {"who": last.actor if last else _("Somebody"), "at": last.at if last else None}


# --- Contacts -------------------------------------------------------------------------------------


def _contact_of(request: PersonRequest, row: Organisation, pk: int) -> OrganisationContact:
    contact = scoped(OrganisationContact, request.user, pk=pk, organisation=row)
    contact.organisation = row
    return contact


@signed_in
@require_http_methods(["GET", "POST"])
def contact_new(request: PersonRequest, pk: int) -> HttpResponse:
    """Say whom to reach in an organisation."""
    row = organisation_of(request, pk)
    policy.check_contacts(request.user, row)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in form.fields if name != "version"}
        actions.add_contact(organisation=row, values=values, by=request.user)
        messages.success(request, _("The contact is saved."))
        return redirect("organisation", pk=pk)
    return render(
        request, "members/contact_edit.html", {"organisation": row, "contact": None, "form": form}
    )


@signed_in
@require_http_methods(["GET", "POST"])
def contact_edit(request: PersonRequest, pk: int, contact: int) -> HttpResponse:
    """Change whom to reach there."""
    row = organisation_of(request, pk)
    found = _contact_of(request, row, contact)
    policy.check_contacts(request.user, row)
    form = ContactForm(request.POST or None, initial=ContactForm.initial_of(found))
    context: dict[str, Any] = {"organisation": row, "contact": found, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "members/contact_edit.html", context)
    values = dict(form.cleaned_data)
    version = values.pop("version") or 0
    try:
        actions.change_contact(contact=found, values=values, version=version, by=request.user)
    except Conflict:
        return _contact_conflict(request, row, contact, form)
    messages.success(request, _("The contact is saved."))
    return redirect("organisation", pk=pk)


def _contact_conflict(
    request: PersonRequest, row: Organisation, contact: int, form: ContactForm
) -> HttpResponse:
    found = _contact_of(request, row, contact)
    data = request.POST.copy()
    data["version"] = str(found.version)
    again = ContactForm(data)
    again.is_valid()
    theirs = ContactForm.initial_of(found)
    conflict = _who_saved(request, "members.organisation", row.pk) | {
        "rows": [
            {"label": form.fields[name].label, "theirs": theirs[name], "yours": value}
            for name, value in form.cleaned_data.items()
            if name != "version" and value != theirs[name]
        ],
        "theirs_url": row.get_absolute_url(),
    }
    context = {"organisation": row, "contact": found, "form": again, "conflict": conflict}
    return render(request, "members/contact_edit.html", context, status=409)


@signed_in
@require_http_methods(["GET", "POST"])
def contact_remove(request: PersonRequest, pk: int, contact: int) -> HttpResponse:
    """Take a contact out, after it has been said that nothing of it is kept."""
    row = organisation_of(request, pk)
    found = _contact_of(request, row, contact)
    policy.check_contacts(request.user, row)
    if request.method == "POST":
        actions.remove_contact(contact=found, by=request.user)
        messages.success(request, _("The contact is taken out."))
        return redirect("organisation", pk=pk)
    context = {"organisation": row, "contact": found}
    return render(request, "members/contact_remove.html", context)


# --- Two that are one -----------------------------------------------------------------------------


@signed_in
@require_safe
def organisation_duplicates(request: PersonRequest, code: int) -> HttpResponse:
    """Pairs of the province's directory whose names are so alike that they may be one."""
    scope = access.scope_of(request.user)
    if code not in scope.provinces:
        raise Http404
    policy.check_keep(request.user, code)
    rows = Organisation.objects.visible_to(scope).filter(province=code).order_by("sort_key", "pk")
    province = Area.objects.get(pk=code)
    pairs = merging.pairs(list(rows[: merging.MOST_COMPARED]))
    context = {"province": province, "pairs": pairs}
    return render(request, "members/organisation_duplicates.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def organisation_merge(request: PersonRequest, pk: int) -> HttpResponse:
    """Make two one: choose the other, see both side by side, say which values stay."""
    kept = organisation_of(request, pk)
    policy.check_keep(request.user, kept.province_id)
    other_pk = safe_int(request.GET.get("with", ""))
    if other_pk is None:
        return _choose_other(request, kept)
    other = organisation_of(request, other_pk)
    policy.check_merge(request.user, kept, other)
    form = merging.MergeForm(request.POST or None, kept=kept, other=other, areas=_districts(kept))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            merging_actions.merge(
                kept=kept,
                other=other,
                values=form.values(),
                versions=form.versions(),
                by=request.user,
            )
        except WrongState as refusal:
            form.add_error(None, str(refusal.reason))
            status = refusal.status
        except Conflict as conflict:
            form = merging.MergeForm(None, kept=kept, other=other, areas=_districts(kept))
            messages.warning(request, str(conflict.reason))
            status = conflict.status
        else:
            messages.success(
                request,
                _("%(other)s is now one with %(name)s.") % {"other": other.name, "name": kept.name},
            )
            return redirect("organisation", pk=kept.pk)
    context = {
        "kept": kept,
        "other": other,
        "form": form,
        "moving": merging.moving(access.scope_of(request.user), other),
        "swap_url": f"{reverse('organisation_merge', args=[other.pk])}?with={kept.pk}",
    }
    return render(request, "members/organisation_merge.html", context, status=status)


def _choose_other(request: PersonRequest, kept: Organisation) -> HttpResponse:
    """Those with a name most like it, or those looked for."""
    scope = access.scope_of(request.user)
    rows = Organisation.objects.visible_to(scope).filter(province=kept.province_id)
    rows = rows.exclude(pk=kept.pk).order_by("sort_key", "pk")
    q = read_query(request.GET.get("q", ""))
    if q:
        found = list(candidates(rows, "app_find_organisations", q)[:50])
    else:
        found = merging.like(kept, list(rows[: merging.MOST_COMPARED]))
    context = {"kept": kept, "found": found, "q": q}
    return render(request, "members/organisation_merge_with.html", context)
