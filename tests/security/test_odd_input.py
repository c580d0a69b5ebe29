"""Whatever is sent, the answer is a page with words: never a failure, and what was typed stays."""

import itertools
import re
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django import forms
from django.conf import settings
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils.html import escape

from actionplans.models import PlanLine, QuarterPlan
from tests.actionplans.pages import text_of
from tests.actionplans.walk import do
from tests.guards.test_urls import parameters, patterns, signed_in
from tests.world import World

pytestmark = pytest.mark.django_db

# As they stand in an address or a body, percent-encoded.
ODD = {
    "nothing": "",
    "nul": "%00",
    "nul inside": "a%00b",
    "bytes that are no text": "%ff%fe",
    "half a character": "%e0%b8",
    "surrogate": "%ed%a0%80",
    "negative": "-1",
    "enormous": "9" * 40,
    "beyond an id": str(2**63),
    "thai digits": quote("๒๕๖๙"),
    "other digits": quote("²½٣"),
    "not a number": "NaN",
    "a number with a point": "1.5e309",
    "a list": "1,2,3",
    "long": "x" * 5000,
    "markup": quote("\"'><script>alert(1)</script>"),
    "template": quote("{{ 7*7 }}{% load x %}%(x)s %s {0}"),
    "sql": quote("' OR 1=1; DROP TABLE x --"),
    "right to left": quote("\u202e\u200b\ufeff"),
    "lines": "a%0d%0aSet-Cookie:%20x=1%0d%0a",
    "path": "..%2f..%2fetc%2fpasswd",
    "emoji": quote("😀" * 20),
}
# The few that stand for all where there are many places to try.
ODDEST = ("nul", "bytes that are no text", "surrogate", "enormous", "beyond an id", "thai digits",
          "a list", "long", "markup", "lines")  # fmt: skip
WORDS = {400, 403, 404, 405, 409, 413, 429}


def is_an_answer(answer: Any) -> bool:
    """A page, a way on, or a refusal with words."""
    if answer.status_code in (301, 302):
        return "\n" not in answer.url
    if answer.status_code in WORDS:
        return len(answer.content) > 0 or answer.status_code == 405
    return answer.status_code == 200


# --- Addresses --------------------------------------------------------------------------------


# What a part of an address may be and yet lead nowhere, by what the part is.
PARTS = {
    "int": ("0", "9" * 40, str(2**63), "2147483648", ODD["thai digits"], "-1"),
    "slug": ("x" * 3000, "-", ODD["nul"]),
    "uuid": ("00000000-0000-0000-0000-000000000000", "x"),
    "str": tuple(ODD[odd] for odd in ODDEST),
}
KNOWN = {"int": "1", "slug": "chiang-khong", "uuid": "00000000-0000-0000-0000-000000000000",
         "str": "x"}  # fmt: skip


def parts(name: str) -> dict[str, str]:
    """What each part of this address is: int, slug, uuid or str."""
    pattern = next(found for found in patterns() if found.name == name)
    kinds = {
        part: type(converter).__name__.removesuffix("Converter").lower()
        for part, converter in pattern.pattern.converters.items()
    }
    return {part: kinds.get(part, "str").replace("string", "str") for part in parameters(name)}


def test_every_part_of_every_address(world):
    client = signed_in(world.nok)
    resolver = get_resolver().reverse_dict
    own = {"year": "2569", "code": "57", "form": "csv", "uidb36": "1", "key": "k-1"}
    wrong = []
    for name in sorted({pattern.name for pattern in patterns() if pattern.name}):
        template = resolver.getlist(name)[0][0][0][0]
        kinds = parts(name)
        known = {part: own.get(part, KNOWN[kind]) for part, kind in kinds.items()}
        for part, kind in kinds.items():
            for value in PARTS[kind]:
                address = "/" + template % (known | {part: value})
                answer = client.get(address)
                if not is_an_answer(answer):
                    wrong.append((address[:90], answer.status_code))
    assert not wrong


def test_addresses_that_never_were(world):
    client = signed_in(world.pranee)
    for address in ("/x", "/committees", "/%00", "/%ff/", "/plans/%2e%2e/", "/" + "a/" * 900):
        assert client.get(address).status_code in (301, 404), address


ASKED = ("q", "in", "page", "state", "sort", "role", "organisation", "year", "quarter", "committee",
         "after", "before", "from", "to", "digits", "parent", "kind", "area", "next", "person",
         "language", "hat", "all", "show")  # fmt: skip


def pages(world: World) -> list[str]:
    """Every page that reads its query, with rows behind it."""
    plan = QuarterPlan.objects.get(pk=world.chiang_khong_submitted.pk)
    quarter, year = ["chiang-khong", plan.pk], ["chiang-khong", plan.fiscal_year]
    names = {
        "home": [], "search": [], "notices": [], "plans": [], "me": [], "committee_new": [],
        "plans_export": ["xlsx"], "province": [57],
        "committee": ["chiang-khong"], "committee_history": ["chiang-khong"],
        "seats": ["chiang-khong"], "seats_export": ["chiang-khong", "csv"],
        "seat_new": ["chiang-khong"], "committee_edit": ["chiang-khong"],
        "organisation_new": ["chiang-khong"], "plan": year, "quarter": quarter,
        "quarter_compare": quarter, "quarter_xlsx": quarter,
        "quarter_round": [*quarter, 1], "plan_new": ["chiang-khong"], "account_logout": [],
        "account_change_password": [], "mfa_index": [],
    }  # fmt: skip
    found = [reverse(name, args=args) for name, args in names.items()]
    for module, rows in world.rows.items():
        if hasattr(module, "pages"):
            found += module.pages(world, rows)
    return found


@pytest.mark.laid("nouns")
def test_every_question_in_an_address(world):
    """All parameters at once: every page takes those it knows."""
    client = signed_in(world.malee)
    wrong = []
    for address in pages(world):
        for odd in ODDEST:
            query = "&".join(f"{name}={ODD[odd]}" for name in ASKED)
            answer = client.get(f"{address}?{query}")
            if not is_an_answer(answer):
                wrong.append((address, odd, answer.status_code))
    assert not wrong


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("/search/", ("q", "in")),
        ("/plans/", ("q", "committee", "year", "quarter", "state", "sort", "after", "before")),
        ("/committees/chiang-khong/seats/", ("q", "state", "role", "sort", "page")),
    ],
)
def test_each_question_alone_and_twice(world, address, asked):
    client = signed_in(world.malee)
    wrong = []
    for name, (odd, value) in itertools.product(asked, ODD.items()):
        answer = client.get(f"{address}?{name}={value}&{name}=1&{name}[]={value}")
        if not is_an_answer(answer):
            wrong.append((name, odd, answer.status_code))
    assert not wrong


# --- Forms ------------------------------------------------------------------------------------


def plan_of(plan: QuarterPlan) -> QuarterPlan:
    return QuarterPlan.objects.select_related("committee").get(pk=plan.pk)


def form_pages(world: World) -> dict[str, tuple[str, str]]:
    """page -> (who may send it, its address), each in the state in which it acts."""
    draft, waits = plan_of(world.mae_sai_draft), plan_of(world.chiang_khong_submitted)
    approved, received = plan_of(world.cct_approved), plan_of(world.nan_received)
    line = PlanLine.objects.get(pk=world.mae_sai_lines[0].pk)
    seat = world.seats["observer", "mae_sai"].pk

    def of(plan: QuarterPlan, name: str) -> str:
        return reverse(name, args=[plan.committee.slug, plan.pk])

    year = ["mae-sai", world.mae_sai_plan.fiscal_year]
    return {
        "me": ("pranee", "/me/"),
        "plan_new": ("pranee", reverse("plan_new", args=["mae-sai"])),
        "line_new": ("pranee", reverse("line_new", args=year)),
        "line_edit": ("pranee", reverse("line_edit", args=[*year, line.pk])),
        "quarter_submit": ("pranee", of(draft, "quarter_submit")),
        "quarter_approve": ("boonsri", of(waits, "quarter_approve")),
        "quarter_return": ("boonsri", of(waits, "quarter_return")),
        "quarter_receive": ("nok", of(approved, "quarter_receive")),
        "quarter_return_by_province": ("nok", of(approved, "quarter_return_by_province")),
        "quarter_amend": ("nida", of(received, "quarter_amend")),
        "committee_new": ("nok", "/committees/new/?parent=mae-sai"),
        "committee_edit": ("chief", reverse("committee_edit", args=["mae-sai"])),
        "province_borders": ("nok", reverse("province_borders", args=[57])),
        "seat_new": ("pranee", reverse("seat_new", args=["mae-sai"])),
        "seat_edit": ("pranee", reverse("seat_edit", args=["mae-sai", seat])),
        "seat_end": ("pranee", reverse("seat_end", args=["mae-sai", seat])),
        "organisation_new": ("pranee", reverse("organisation_new", args=["mae-sai"])),
        "invitation": ("visitor", reverse("invitation", args=[world.invitation_token])),
        "hat": ("two_hats", "/hat/"),
        "language": ("visitor", "/language/"),
        "account_login": ("visitor", "/account/login/"),
        "account_reset_password": ("visitor", "/account/password/reset/"),
        "account_change_password": ("pranee", "/account/password/change/"),
        "account_email": ("pranee", "/account/email/"),
        "account_reauthenticate": ("pranee", "/account/reauthenticate/"),
    }


FORMS = (
    "me", "plan_new", "line_new", "line_edit", "quarter_submit", "quarter_approve",
    "quarter_return", "quarter_receive", "quarter_return_by_province", "quarter_amend",
    "committee_new", "committee_edit", "province_borders", "seat_new", "seat_edit", "seat_end",
    "organisation_new", "invitation", "hat", "language", "account_login",
    "account_reset_password", "account_change_password", "account_email",
    "account_reauthenticate",
)  # fmt: skip
# Where the form does not stand on a page of its own.
FIELDS = {
    "quarter_approve": ["round", "note"],
    "quarter_receive": ["round", "note"],
    "hat": ["hat", "next"],
    "language": ["language", "next"],
    "account_email": ["email", "action_add", "action_primary", "action_remove", "action_send"],
}
RAW = "application/x-www-form-urlencoded"


def browser(world: World, name: str, page: str) -> tuple[Client, str, list[str]]:
    """A browser at a form: whose, where, and the fields it has."""
    who, address = form_pages(world)[page]
    client = Client() if who == "visitor" else signed_in(world.people[who])
    client.raise_request_exception = False
    fields = FIELDS.get(page)
    if fields is None:
        form = client.get(address).context["form"]
        fields = list(form.fields)
    return client, address, fields


@pytest.fixture(autouse=True)
def _without_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is sent from one address."""
    monkeypatch.setattr(settings, "ACCOUNT_RATE_LIMITS", False)


@pytest.mark.parametrize("page", FORMS)
def test_every_field_of_every_form(world, page):
    """All fields with one odd value, and each alone with the oddest; as text and as a list."""
    client, address, fields = browser(world, "", page)
    bodies = {odd: "&".join(f"{field}={value}" for field in fields) for odd, value in ODD.items()}
    for field in fields:
        for odd in ("nul", "enormous"):
            bodies[f"{field}: {odd}"] = f"{field}={ODD[odd]}&{field}={ODD[odd]}&{field}[]=1"
    wrong = []
    for odd, body in bodies.items():
        answer = client.post(address, body.encode(), content_type=RAW)
        if not is_an_answer(answer):
            wrong.append((odd, answer.status_code))
    assert not wrong


KEPT = ("me", "line_new", "line_edit", "quarter_return", "quarter_return_by_province",
        "committee_new", "committee_edit", "seat_new", "seat_edit", "seat_end",
        "organisation_new")  # fmt: skip


@pytest.mark.parametrize("page", KEPT)
def test_what_was_typed_stays_when_the_form_comes_back(world, page):
    """Something is wrong with one field; the others still hold what was typed, to the letter."""
    client, address, _fields = browser(world, "", page)
    form = client.get(address).context["form"]
    text = [
        name
        for name, field in form.fields.items()
        if not isinstance(field.widget, forms.HiddenInput)
        and isinstance(field.widget, forms.TextInput | forms.Textarea)
    ]
    typed = {name: f"Typed «{name}» <b>&amp; " + "long " * 2000 for name in text}
    answer = client.post(address, typed | {"round": 1, "version": 1})
    assert answer.status_code in (200, 400)
    assert answer.context["form"].errors
    page_text = text_of(answer)
    for name in text:
        assert escape(typed[name].rstrip()) in page_text, name


@pytest.mark.parametrize("page", ["line_new", "seat_new", "me", "quarter_submit"])
def test_bodies_that_are_no_form(world, page):
    client, address, _fields = browser(world, "", page)
    for body, kind in (
        (b'{"what": "x"}', "application/json"),
        (b"what=x", "text/plain"),
        (b"what=x", "multipart/form-data"),
        (b"--b\r\nbroken", "multipart/form-data; boundary=b"),
        (b"what=%ff", "application/x-www-form-urlencoded; charset=utf-16"),
        (b"what=x", "application/x-www-form-urlencoded; charset=no-such-thing"),
        (b"\xff\xfe\x00", RAW),
        (b"&" * 5000, RAW),
        (("&".join(f"f{n}=1" for n in range(3000))).encode(), RAW),
        (b"=", ""),
    ):
        answer = client.generic("POST", address, body, content_type=kind)
        assert is_an_answer(answer), (body[:20], kind, answer.status_code)


@pytest.mark.parametrize("page", ["line_new", "seat_new", "quarter_return"])
def test_a_body_of_ten_megabytes_gets_words(world, page):
    client, address, _fields = browser(world, "", page)
    answer = client.post(address, b"what=" + b"x" * 10_000_000, content_type=RAW)
    assert answer.status_code == 413
    assert b"<h1" in answer.content


def test_files_where_text_is_asked_for(world):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client, address, fields = browser(world, "", "line_new")
    answer = client.post(
        address, {name: SimpleUploadedFile("x.exe", b"MZ\x00\xff") for name in fields}
    )
    assert answer.status_code == 400


def test_ids_of_other_committees_in_ones_own_forms_do_nothing(world):
    """A foreign agency, place or line in a form of one's own is a choice that does not exist."""
    client, address, _fields = browser(world, "", "line_new")
    foreign = world.organisations["nan_office"].pk
    answer = client.post(
        address,
        {"what": "x", "responsible": foreign, "supporting": [foreign], "places": [5515, 10**12]},
    )
    assert {"responsible", "supporting", "places"} <= answer.context["form"].errors.keys()
    assert "Chaloem Office" not in text_of(answer)
    assert world.organisations["nan_office"].name_th not in text_of(answer)


def test_a_reason_for_a_line_of_another_plan_is_not_taken(world):
    do("submit", plan_of(world.mae_sai_draft), world.pranee)
    foreign = plan_of(world.mae_sai_draft).rounds.get().lines.first()
    client, address, _fields = browser(world, "", "quarter_return")
    client.post(address, {"round": 1, f"line_{foreign.pk}": "Not yours", "reason": "mine"})
    foreign.refresh_from_db()
    assert foreign.return_reason == ""


# --- What a browser sends along ---------------------------------------------------------------


@pytest.mark.parametrize("value", ["x", "", "\x7f", "é", "a" * 4000, "../../x"])
def test_odd_cookies(world, value):
    client = signed_in(world.pranee)
    client.cookies["django_language"] = value
    assert client.get("/").status_code == 200
    client.cookies["messages"] = value
    client.cookies["csrftoken"] = value
    assert client.get("/me/").status_code == 200
    client.cookies["sessionid"] = value
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "https://evil.example/", "javascript:alert(1)", "/\\evil.example",
     "\t//evil.example", "http:evil.example", "//evil.example\\@localhost", "data:text/html,x"],
)  # fmt: skip
@pytest.mark.parametrize("address", ["/language/", "/hat/", "/account/login/"])
def test_no_form_leads_to_another_site(world, target, address):
    client = Client() if address == "/account/login/" else signed_in(world.two_hats)
    data = {"next": target, "hat": world.chiang_khong.pk, "language": "en"}
    if address == "/account/login/":
        data |= {"login": "pranee@example.org", "password": "only-for-tests-1234"}
    answer = client.post(address, data)
    assert answer.status_code == 302
    assert re.fullmatch(r"/[^/\\]*.*|/", answer.url)
    assert "evil" not in answer.url.split("?")[0]


@pytest.mark.parametrize(
    "headers",
    [
        {"HX-Request": "true", "HX-Target": "\x00", "HX-Current-URL": "::::"},
        {"HX-Request": "true", "HX-Current-URL": "http://[bad", "HX-Prompt": "%ff"},
        {"Accept-Language": "x" * 5000},
        {"Referer": "http://[bad", "Origin": "null"},
        {"X-Forwarded-For": "' OR 1=1", "X-Forwarded-Host": "evil.example"},
        {"Content-Length": "abc"},
        {"If-Modified-Since": "yesterday", "Range": "bytes=9-1"},
    ],
)
def test_odd_headers(world, headers):
    answer = signed_in(world.pranee).get("/plans/", headers=headers)
    assert answer.status_code == 200
    assert "evil.example" not in text_of(answer)


def test_a_search_for_odd_words_is_answered_with_the_words(world):
    client = signed_in(world.pranee)
    for words in ("<b>", "50%", "a_b", "\\", "'", "ก" * 300, "%%%"):
        answer = client.get("/search/?" + urlencode({"q": words}))
        assert answer.status_code == 200
        assert "<b>" not in text_of(answer).split("<main")[1] or words != "<b>"
