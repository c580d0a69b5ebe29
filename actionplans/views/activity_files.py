"""The photos and papers of an activity."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from PIL import Image

from actionplans.actions import activities as actions
from actionplans.forms.activities import CaptionForm, FilesForm
from actionplans.models import Activity, ActivityPaper
from actionplans.policy import activities as policy
from actionplans.views.activity import activity_of
from committees import papers
from committees.errors import WrongState
from committees.http import PersonRequest, inside, scoped, signed_in

# A photo as the pages show it: enough for two beside each other on a good telephone.
SIDE = 480


def _changing(request: PersonRequest, slug: str, pk: int) -> Activity:
    row = activity_of(request, slug, pk)
    inside(request.user, row)
    policy.check_correct(request.user, row)
    policy.check_period(row, lock=False)
    return row


def _file(request: PersonRequest, activity: Activity, file: int) -> ActivityPaper:
    rows = ActivityPaper.objects.select_related("paper", "activity__committee")
    return scoped(rows, request.user, activity=activity, pk=file)


@signed_in
@require_http_methods(["GET", "POST"])
def activity_files(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Add photos and papers."""
    row = _changing(request, slug, pk)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = FilesForm(data, files)
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.add_files(
                activity=row,
                files=form.cleaned_data["uploads"],
                caption=form.cleaned_data["caption"],
                by=request.user,
            )
        except WrongState as refused:
            form.add_error(None, refused.reason)
        else:
            count = len(kept)
            words = ngettext("%(count)d file is added.", "%(count)d files are added.", count)
            messages.success(request, words % {"count": count})
            return redirect(row)
    return _page(request, "actionplans/activity_files.html", row, form=form)


@signed_in
@require_http_methods(["GET", "POST"])
def activity_caption(request: PersonRequest, slug: str, pk: int, file: int) -> HttpResponse:
    """Say what a photo or paper shows."""
    row = _changing(request, slug, pk)
    paper = _file(request, row, file)
    data = request.POST if request.method == "POST" else None
    form = CaptionForm(data, initial={"caption": paper.caption})
    if request.method == "POST" and form.is_valid():
        actions.caption_file(row=paper, caption=form.cleaned_data["caption"], by=request.user)
        messages.success(request, _("What it shows is saved."))
        return redirect(row)
    return _page(request, "actionplans/activity_caption.html", row, form=form, paper=paper)


@signed_in
@require_http_methods(["GET", "POST"])
def activity_unfile(request: PersonRequest, slug: str, pk: int, file: int) -> HttpResponse:
    """Remove a photo or paper for good."""
    row = _changing(request, slug, pk)
    paper = _file(request, row, file)
    if request.method == "POST":
        actions.remove_file(row=paper, by=request.user)
        messages.success(request, _("The file is removed for good."))
        return redirect(row)
    return _page(request, "actionplans/activity_unfile.html", row, paper=paper)


def _page(request: PersonRequest, template: str, row: Activity, **more: Any) -> HttpResponse:
    status = 400 if request.method == "POST" else 200
    context = {"activity": row, "committee": row.committee, **more}
    return render(request, template, context, status=status)


@signed_in
@require_safe
def activity_photo(request: PersonRequest, slug: str, pk: int, file: int) -> HttpResponse:
    """A photo, small; whoever may not see the activity does not see it either."""
    rows = ActivityPaper.objects.filter(activity=pk, is_photo=True).select_related("paper")
    row = scoped(rows, request.user, committee__slug=slug, pk=file)
    etag = quote_etag(f"{row.paper.sha256}-{SIDE}")
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    try:
        with papers.storage().open(row.paper.key, "rb") as kept:
            small = _small(kept.read())
    except OSError as missing:
        raise Http404 from missing
    response = HttpResponse(small, content_type=papers.JPEG)
    response.headers["ETag"] = etag
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _small(content: bytes) -> bytes:
    """The picture as a JPEG that fits into a square of `SIDE`."""
    with Image.open(io.BytesIO(content), formats=list(papers.PICTURES)) as picture:
        picture.draft("RGB", (SIDE, SIDE))
        picture.thumbnail((SIDE, SIDE))
        buffer = io.BytesIO()
        picture.convert("RGB").save(buffer, "JPEG", quality=80)
    return buffer.getvalue()
