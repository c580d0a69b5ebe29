"""The order as a paper."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from committees.documents import Language
from committees.http import PersonRequest, signed_in
from members import order_reading
from members.documents.orders import BodySection, OrderDocument, PostLine
from members.documents.orders import order_pdf as set_order
from members.models import Order
from members.order_reading import ADDED, CHANGED, REMOVED, PostRow, Section
from members.views.orders import order_of
from members.workflow.orders import DRAFT, WITHDRAWN

# What an amending order says of a body or a post, in the language of the paper.
_SAYS: dict[str, dict[str, str]] = {
    "th": {
        ADDED: "เพิ่ม",
        REMOVED: "ยกเลิก",
        CHANGED: "แก้ไขเป็นดังนี้",
        "held": "โดย {name}",
    },
    "en": {ADDED: "added", REMOVED: "removed", CHANGED: "changed to read", "held": "{name}"},
}


@signed_in
@require_safe
def order_pdf(request: PersonRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """The order in its official form, as far as this person reads it.

    ?digits=arabic for Arabic digits; in English a reading copy, or with ?form=th the Thai form.
    """
    order = order_of(request, slug, pk)
    thai = request.LANGUAGE_CODE != "en" or request.GET.get("form") == "th"
    language: Language = "th" if thai else "en"
    arabic = request.GET.get("digits") == "arabic" or not thai
    with override(language):
        document = document_of(order, order_reading.sections(request.user, order), language)
    paper = set_order(document, "arabic" if arabic else "thai")
    response = HttpResponse(paper, content_type="application/pdf")
    name = order.reference.replace("/", "-") or "draft"
    response["Content-Disposition"] = f'inline; filename="order-{slug}-{name}.pdf"'
    return response


def document_of(order: Order, found: list[Section], language: Language) -> OrderDocument:
    """The paper's content: for an amending order what changes, else all that stands."""
    if order.amending:
        shown = [one for one in found if one.touched]
    else:
        shown = [one for one in found if one.state != REMOVED]
    english = language == "en"
    return OrderDocument(
        issuer=order.issuer_en if english and order.issuer_en else order.issuer_th,
        subject=order.subject_en if english and order.subject_en else order.subject_th,
        reason=order.reason,
        legal_basis=order.legal_basis,
        objectives=[line.strip() for line in order.objectives.splitlines() if line.strip()],
        closing=order.closing,
        sections=[_section(one, language, amending=order.amending) for one in shown],
        number=order.number,
        year=order.year,
        starts=order.starts,
        signed_on=order.signed_on,
        signer_name=order.signer_name,
        signer_post=order.signer_post,
        amended=_amended(order, language),
        is_draft=order.state in (DRAFT, WITHDRAWN),
        language=language,
    )


def _amended(order: Order, language: Language) -> str:
    base = order.amends
    if base is None:
        return ""
    if language == "en":
        return f"Order {base.reference} ({base.subject_en or base.subject_th})"
    return f"คำสั่ง{base.issuer_th} ที่ {base.reference} เรื่อง {base.subject_th}"


def _section(one: Section, language: Language, *, amending: bool) -> BodySection:
    body = one.body
    rows = one.posts
    if amending and one.state != ADDED:
        rows = [row for row in rows if row.state]
    whole = not amending or one.state in (ADDED, CHANGED)
    return BodySection(
        number=one.number,
        name=body.name_in(language),
        posts=[] if one.state == REMOVED else [_post(row, language, one) for row in rows],
        duties=body.duties_in(language) if whole else [],
        ends=body.ends if whole else None,
        lead=_SAYS[language].get(one.state, "") if amending else "",
    )


def _post(row: PostRow, language: Language, one: Section) -> PostLine:
    said = _SAYS[language]
    post = row.post
    title = post.title_in(language)
    agency = post.organisation.name_in(language) if post.organisation else ""
    if agency and agency not in title:
        title = f"{title} {agency}"
    if post.name_th:
        title = f"{title} {said['held'].format(name=post.name_in(language))}"
    note = "" if one.state == ADDED else said.get(row.state, "")
    return PostLine(title, str(post.rule.label), note)
