"""Files handed in: each person at a paper of Mae Sai, Chiang Khong, the closed group, and Nan."""

from __future__ import annotations

import io
from typing import Any

from pypdf import PdfWriter

from committees import papers
from committees.models import Paper
from tests.world import World

TARGETS = {
    "maesai": "mae_sai",
    "inner": "mae_sai",
    "khong": "chiang_khong",
    "closed": "mae_sai_suppression",
    "nan": "nan_border",
}
REQUIRED = ({"maesai"}, {"closed"}, {"nan"})

# `inner` is a paper of Mae Sai that is not for those above.
ON_ROWS = """
paper                        maesai GET  : 302 404 404 200 200 200 200 404 404 404 404 404
paper                        maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405
paper                        inner  GET  : 302 404 404 200 200 200 404 404 404 404 404 404
paper                        inner  POST : 302 405 405 405 405 405 405 405 405 405 405 405
paper                        khong  GET  : 302 404 404 404 404 404 200 404 404 200 404 404
paper                        khong  POST : 302 405 405 405 405 405 405 405 405 405 405 405
paper                        closed GET  : 302 404 404 404 404 404 404 404 200 404 404 404
paper                        closed POST : 302 405 405 405 405 405 405 405 405 405 405 405
paper                        nan    GET  : 302 404 404 404 404 404 404 404 404 404 200 404
paper                        nan    POST : 302 405 405 405 405 405 405 405 405 405 405 405
"""


def blank() -> bytes:
    """A PDF of one empty page."""
    buffer = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(72, 72)
    writer.write(buffer)
    return buffer.getvalue()


def build(world: World) -> dict[str, Paper]:
    """A paper of each target."""
    return {
        target: papers.store(
            committee=world.committees[name],
            upload=papers.Upload("order.pdf", papers.PDF, blank()),
            by=None,
            above=target != "inner",
        )
        for target, name in TARGETS.items()
    }


def arguments(world: World, rows: dict[str, Paper], name: str, target: str) -> dict[str, Any]:
    """The paper's own number."""
    return {"pk": rows[target].pk}


def mark(world: World, rows: dict[str, Paper], word: Any) -> None:
    """Names of files are read by those who may open them alone."""
    for target, paper in rows.items():
        kind = "above" if paper.above else "inside"
        Paper.objects.filter(pk=paper.pk).update(name=f"{word(TARGETS[target], kind)}.pdf")
