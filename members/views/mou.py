"""The MoUs of a committee: what they say, who has signed, and both to take away."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.thai import clean_line
from committees import access, audit, downloads, exports, lists
from committees.documents import Language
from committees.http import PersonRequest, pages, scoped, signed_in
from committees.kinds import Kind
from committees.markdown import render as as_html
from committees.models import Committee
from committees.policy import allows
from committees.search import read_query
from committees.tabs import committee_tabs
from members.documents.mou import document_of, mou_pdf
from members.models import PARTS, Mou, MouVersion
from members.parts.mou import sign_url
from members.policy import mou as policy
from members.policy.speaking import organisations_spoken_for
from members.signatories import (
    FORMER,
    MISSING,
    SIGNED,
    Signatory,
    open_versions,
    signatories,
    signed_and_all,
)
from members.views.seats import committee_of

PAGE = 50
SHOWN = ("all", SIGNED, MISSING)
SORTS = ("name", "newest")
HEADINGS = {
    "vision": lambda: _("Vision"),
    "mission": lambda: _("Mission"),
    "objectives": lambda: _("Objectives"),
    "principles": lambda: _("Organising principles"),
}


def civil_society_of(request: PersonRequest, slug: str) -> Committee:
    """A civil-society committee that the person sees from inside or from above, or 404."""
    committee = committee_of(request, slug)
    if committee.kind != Kind.CIVIL_SOCIETY:
        raise Http404
    return committee


def version_of(request: PersonRequest, committee: Committee, pk: int) -> MouVersion:
    """A version of this committee that the person may see, or 404; thrown-away ones are gone."""
    kept_versions = MouVersion.objects.kept().select_related("mou__partner")
    version = scoped(kept_versions, request.user, pk=pk, committee=committee)
    version.committee = version.mou.committee = committee
    return version


@signed_in
@require_safe
def mou(request: PersonRequest, slug: str) -> HttpResponse:
    """Every agreement of the committee with its versions."""
    committee = civil_society_of(request, slug)
    scope = access.scope_of(request.user)
    mous = list(Mou.objects.visible_to(scope).filter(committee=committee).select_related("partner"))
    versions = MouVersion.objects.visible_to(scope).kept().filter(committee=committee)
    of_mou: dict[int, list[MouVersion]] = {}
    for version in versions.order_by("-number"):
        of_mou.setdefault(version.mou_id, []).append(version)
    counts = {one.version.pk: one for one in open_versions({committee.pk}, request.user.pk)}
    rows = [_agreement(committee, row, of_mou.get(row.pk, []), counts) for row in mous]
    manages = allows(policy.check_manage, request.user, committee)
    return render(
        request,
        "members/mou.html",
        {
            "committee": committee,
            "tabs": committee_tabs(committee, "mou", scope),
            "own": [row for row in rows if row["mou"].is_membership],
            "others": [row for row in rows if not row["mou"].is_membership],
            "manages": manages,
            "print_of": committee.name,
        },
    )


def _agreement(
    committee: Committee, mou: Mou, versions: list[MouVersion], counts: dict[int, Any]
) -> dict[str, Any]:
    """An agreement as the list shows it."""
    for version in versions:
        version.mou, version.committee = mou, committee
    current = next((row for row in versions if row.pk in counts), None)
    open_one = counts.get(current.pk) if current else None
    return {
        "mou": mou,
        "versions": versions,
        "current": current,
        "all": len(open_one.parties) if open_one else 0,
        "signed": len(open_one.parties - open_one.missing) if open_one else 0,
        "sign_url": sign_url(open_one) if open_one else "",
    }


@signed_in
@require_safe
def mou_version(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """One version: its text, who has signed it and who has not."""
    committee = civil_society_of(request, slug)
    version = version_of(request, committee, pk)
    scope = access.scope_of(request.user)
    versions = _versions(request, version)
    everybody = _everybody(version, versions)
    found = _filtered(request, everybody)
    rows, pager = _page(request, found)
    done, wanted = signed_and_all(everybody)
    language = "en" if request.GET.get("text", request.LANGUAGE_CODE) == "en" else "th"
    query = _kept_query(request)
    return render(
        request,
        "members/mou_version.html",
        {
            "committee": committee,
            "version": version,
            "versions": versions,
            "tabs": committee_tabs(committee, "mou", scope),
            "parts": text_parts(version, language),
            "text_language": language,
            "rows": [_row(request, version, row) for row in rows],
            "pager": pager | {"count": len(found)},
            "signed": done,
            "wanted": wanted,
            "may": {
                action: allows(policy.check_change, action, request.user, version)
                for action in ("edit", "discard")
            },
            "may_open": allows(policy.check_open, request.user, version),
            "may_draft": version.state != "draft"
            and versions[0].state != "draft"
            and allows(policy.check_manage, request.user, committee),
            "sign_url": _own_sign_url(request, version, everybody),
            "history": audit.history_of(version, scope),
            "q": read_query(request.GET.get("q", "")),
            "quick": _quick(request),
            "sorts": _sorts(request),
            "keep": [(name, request.GET[name]) for name in KEPT if _said(request, name)],
            "exports": lists.export_links("mou_export", slug, pk, query=query),
            "clear_url": reverse("mou_version", args=[slug, pk]) if query else "",
            "print_of": committee.name,
        },
    )


def _page(request: PersonRequest, found: list[Any]) -> tuple[list[Any], dict[str, str]]:
    """The rows of the page asked for; they are few enough to be read at once."""
    return pages(request, found, PAGE)  # type: ignore[arg-type]


def text_parts(version: MouVersion, language: str) -> list[dict[str, Any]]:
    """The four parts with their headings, as safe HTML; those not written are left out."""
    return [
        {"heading": heading(), "html": as_html(text)}
        for part, heading in HEADINGS.items()
        if part in PARTS and (text := version.text(part, language))
    ]


def _versions(request: PersonRequest, version: MouVersion) -> list[MouVersion]:
    """The versions of the agreement that this person sees, the newest first."""
    rows = MouVersion.objects.visible_to(access.scope_of(request.user)).kept()
    found = list(rows.filter(mou=version.mou).order_by("-number"))
    for row in found:
        row.mou, row.committee = version.mou, version.committee
    return found


def _everybody(version: MouVersion, versions: list[MouVersion]) -> list[Signatory]:
    return [] if version.opened_at is None else signatories(version, versions)


def _own_sign_url(request: PersonRequest, version: MouVersion, everybody: list[Signatory]) -> str:
    """Where this person signs for an organisation that has not; '' where there is none."""
    missing = {row.organisation.pk for row in everybody if row.state == MISSING}
    if version.state != "open" or not missing:
        return ""
    own = organisations_spoken_for(request.user, {version.committee_id})
    left = missing & {body for _committee, body in own}
    url = reverse("mou_sign", args=[version.committee.slug, version.pk])
    return f"{url}?organisation={min(left)}" if left else ""


KEPT = ("show", "sort", "text")


def _filtered(request: PersonRequest, rows: list[Signatory]) -> list[Signatory]:
    """Those the filters ask for; anything odd in them counts as not said."""
    show = lists.one_of(request, "show", SHOWN)
    if show == SIGNED:
        rows = [row for row in rows if row.state in (SIGNED, FORMER)]
    elif show == MISSING:
        rows = [row for row in rows if row.state == MISSING]
    q = read_query(request.GET.get("q", "")).casefold()
    if q:
        rows = [row for row in rows if q in _searched(row)]
    if lists.one_of(request, "sort", SORTS) == "newest":
        dated = [row for row in rows if row.day is not None]
        undated = [row for row in rows if row.day is None]
        rows = sorted(dated, key=lambda row: str(row.day), reverse=True) + undated
    return rows


def _searched(row: Signatory) -> str:
    texts = [row.organisation.name_th, row.organisation.name_en, row.organisation.short_th]
    if row.signature:
        texts += [row.signature.signatory_name, row.signature.signatory_post]
    return clean_line(" ".join(texts)).casefold()


def _said(request: PersonRequest, name: str) -> bool:
    return request.GET.get(name, "") in {*SHOWN, *SORTS, "th", "en"}


def _kept_query(request: PersonRequest) -> str:
    return lists.kept_query(request, "q", "show", "sort")


def _quick(request: PersonRequest) -> list[dict[str, Any]]:
    labels = {"all": _("All"), SIGNED: _("Signed"), MISSING: _("Not signed yet")}
    chosen = lists.one_of(request, "show", SHOWN)
    return lists.links(request, "show", labels, chosen)


def _sorts(request: PersonRequest) -> list[dict[str, Any]]:
    labels = {"name": _("By organisation"), "newest": _("Newest first")}
    chosen = lists.one_of(request, "sort", SORTS)
    return lists.links(request, "sort", labels, chosen)


def _row(request: PersonRequest, version: MouVersion, row: Signatory) -> dict[str, Any]:
    """A signatory as the list shows it, with whether this person may record the signature."""
    records = (
        row.state == MISSING
        and version.state == "open"
        and allows(policy.check_manage, request.user, version.committee)
    )
    url = reverse("mou_sign", args=[version.committee.slug, version.pk])
    return {
        "row": row,
        "signature": row.signature,
        "record_url": f"{url}?organisation={row.organisation.pk}" if records else "",
    }


@signed_in
@require_safe
@downloads.download
def mou_export(request: PersonRequest, slug: str, pk: int, form: str) -> downloads.Download:
    """Who has signed and who has not, as it is filtered, as a spreadsheet."""
    committee = civil_society_of(request, slug)
    version = version_of(request, committee, pk)
    found = _filtered(request, _everybody(version, _versions(request, version)))
    headers = [
        _("organisation"),
        _("signed"),
        _("signed by"),
        _("post"),
        _("signed on"),
        _("version"),
    ]
    rows = [_cells(row) for row in found]
    notes = [committee.name, version.audit_label()]
    sheet = exports.Sheet(_("Signatures"), headers, rows, notes)
    return downloads.Download(version.audit_label(), [sheet])


def _cells(row: Signatory) -> list[Any]:
    signature = row.signature
    if signature is None:
        return [row.organisation.name, _("no"), "", "", None, None]
    return [
        row.organisation.name,
        _("yes"),
        signature.signatory_name,
        signature.signatory_post,
        signature.signed_on,
        signature.version.number,
    ]


@signed_in
@require_safe
def mou_paper(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """The version as an official paper with its signatures.

    ?language= chooses Thai or English, ?digits=arabic Arabic digits.
    """
    committee = civil_society_of(request, slug)
    version = version_of(request, committee, pk)
    chosen = request.GET.get("language", request.LANGUAGE_CODE)
    language: Language = "en" if chosen == "en" else "th"
    everybody = _everybody(version, _versions(request, version))
    arabic = language == "en" or request.GET.get("digits") == "arabic"
    paper = mou_pdf(document_of(version, everybody, language), "arabic" if arabic else "thai")
    response = HttpResponse(paper, content_type="application/pdf")
    name = f"mou-{slug}-v{version.number}-{language}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
