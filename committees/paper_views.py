"""The page that hands out a file."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import require_safe

from committees import papers
from committees.http import PersonRequest, scoped, signed_in
from committees.models import Paper

# Nothing in a file acts in the name of whoever opens it. The browser's own viewer of PDFs does not
# start in a sandbox, and gives a file no part of the site; so there only all else is forbidden.
SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"
VIEWER = "default-src 'none'; object-src 'self'; frame-ancestors 'none'"


@signed_in
@require_safe
def paper(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """One file, shown where the browser can, saved where `?download` says so or it cannot."""
    row = scoped(Paper, request.user, pk=pk)
    etag = quote_etag(row.sha256)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    try:
        # Read at once: what is streamed is read only after the transaction and its rights.
        with papers.storage().open(row.key, "rb") as file:
            content = file.read()
    except OSError as missing:
        raise Http404 from missing
    saved = row.content_type not in papers.SHOWN or "download" in request.GET
    response = HttpResponse(content, content_type=row.content_type)
    response.headers["Content-Disposition"] = str(content_disposition_header(saved, row.name))
    response.headers["ETag"] = etag
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = (
        VIEWER if row.content_type == papers.PDF else SANDBOX
    )
    return response
