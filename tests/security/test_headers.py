"""What goes out with every answer, and what no page may hold once it is drawn."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from actionplans.models import QuarterPlan
from tests.actionplans.pages import quarter_url, text_of, year_url
from tests.guards.test_templates import problems
from tests.guards.test_urls import signed_in

pytestmark = pytest.mark.django_db


def answers(world):
    """An answer of every kind: pages, forms with mistakes, refusals, papers, redirects."""
    draft = QuarterPlan.objects.select_related("committee", "plan__committee").get(
        pk=world.mae_sai_draft.pk
    )
    sent = QuarterPlan.objects.select_related("committee", "plan__committee").get(
        pk=world.chiang_khong_submitted.pk
    )
    pranee, boonsri = signed_in(world.pranee), signed_in(world.boonsri)
    observer, visitor = signed_in(world.national_observer), Client()
    line = year_url(draft.plan, "line_edit", world.mae_sai_lines[0].pk)
    yield from (
        (200, visitor.get("/account/login/")),
        (200, visitor.get("/account/password/reset/")),
        (200, visitor.get(reverse("invitation", args=[world.invitation_token]))),
        (302, visitor.get("/")),
        (404, visitor.get("/no-such-page/")),
        (302, visitor.post("/language/", {"language": "en"})),
    )
    for address in (
        "/", "/plans/", "/search/?q=a", "/notices/", "/me/", "/province/57/",
        "/committees/mae-sai/", "/committees/mae-sai/seats/", "/committees/mae-sai/seats/new/",
        "/committees/mae-sai/history/", "/account/2fa/", "/account/sessions/", line,
        year_url(draft.plan), quarter_url(draft), quarter_url(draft, "quarter_submit"),
        quarter_url(draft, "quarter_pdf"), quarter_url(draft, "quarter_xlsx"),
        reverse("plans_export", args=["csv"]),
    ):  # fmt: skip
        yield 200, pranee.get(address)
    yield 200, boonsri.get(quarter_url(sent))
    yield 200, boonsri.get(quarter_url(sent, "quarter_return"))
    yield 200, observer.get("/plans/")
    yield 200, observer.get("/")
    yield 404, pranee.get(quarter_url(sent))
    yield 403, pranee.post(quarter_url(draft, "quarter_approve"), {"round": 1})
    yield 409, pranee.post(quarter_url(draft, "quarter_withdraw"))
    yield 400, pranee.post(line, {"what": "<b>", "starts": "x"})
    yield 405, pranee.get(quarter_url(draft, "quarter_withdraw"))
    yield 413, pranee.post("/me/", b"x" * 3_000_000, content_type="text/plain")


def test_every_answer_carries_the_headers_that_protect_it(world):
    for status, answer in answers(world):
        where = answer.request["PATH_INFO"]
        assert answer.status_code == status, where
        policy = answer.headers["Content-Security-Policy"]
        directives = dict(part.strip().split(" ", 1) for part in policy.split(";") if part.strip())
        assert directives["default-src"] == "'self'", where
        assert directives["object-src"] == directives["frame-ancestors"] == "'none'", where
        assert directives["form-action"] == directives["base-uri"] == "'self'", where
        assert "unsafe" not in policy, where
        assert "*" not in policy, where
        assert answer.headers["X-Content-Type-Options"] == "nosniff", where
        assert answer.headers["X-Frame-Options"] == "DENY", where
        assert answer.headers["Referrer-Policy"] == "same-origin", where
        assert "no-store" in answer.headers["Cache-Control"], where
        assert "private" in answer.headers["Cache-Control"], where
        assert "Server" not in answer.headers, where
        assert "X-Powered-By" not in answer.headers, where


def test_no_drawn_page_holds_what_the_policy_refuses(world):
    for _status, answer in answers(world):
        if answer.headers.get("Content-Type", "").startswith("text/html") and answer.content:
            text = re.sub(r"\{\{.*?\}\}", "", text_of(answer))
            assert not problems(text.replace("csrfmiddlewaretoken", "csrf_token")), answer.request[
                "PATH_INFO"
            ]


def test_every_drawn_page_says_its_language_and_its_title(world):
    for _status, answer in answers(world):
        if answer.headers.get("Content-Type", "").startswith("text/html") and answer.content:
            text = text_of(answer)
            where = answer.request["PATH_INFO"]
            assert re.search(r'<html lang="(th|en)"', text), where
            assert re.search(r"<title>[^<]{3,}</title>", text), where
            assert len(re.findall(r"<h1\b", text)) == 1, where
            assert answer.headers["Content-Language"] in ("th", "en"), where


def test_nothing_is_fetched_from_another_site(world):
    outside = re.compile(r'(?:src|href|action)="(https?:)?//', re.IGNORECASE)
    for _status, answer in answers(world):
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            assert not outside.search(text_of(answer)), answer.request["PATH_INFO"]


def test_papers_are_given_as_files_with_plain_names(world):
    draft = QuarterPlan.objects.select_related("committee").get(pk=world.mae_sai_draft.pk)
    for page in ("quarter_pdf", "quarter_xlsx"):
        answer = signed_in(world.pranee).get(quarter_url(draft, page))
        assert re.fullmatch(
            r"(inline|attachment); filename=\"?plan-mae-sai-\d{4}-q\d\.(pdf|xlsx)\"?",
            answer.headers["Content-Disposition"],
        )


def test_cookies_are_closed_to_scripts_and_other_sites(world):
    answer = Client().post(
        "/account/login/", {"login": "pranee@example.org", "password": "only-for-tests-1234"}
    )
    assert answer.status_code == 302
    for name, cookie in answer.cookies.items():
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name
        assert cookie["path"] == "/", name
