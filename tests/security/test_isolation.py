"""Nothing of a committee reaches whoever may not read it, on any page, in any list or paper.

Each committee's papers carry a word of their own. Each person opens every page that gathers things
from many committees, and every page of their own committees and of some that are not, and is given
exactly the words that their seats allow. (`tests/guards/test_urls.py` tries every page by status.)
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import resolve, reverse

from accounts.models import User
from actionplans.models import Plan, PlanLine, QuarterPlan, Round, RoundLine
from committees.models import AuditEvent, Committee
from members.models import Seat
from tests.actionplans.pages import text_of
from tests.guards import tables
from tests.guards.test_urls import HOME, LINES, parameters, patterns, signed_in
from tests.world import World, layer

pytestmark = pytest.mark.django_db

COMMITTEES = ("mae_sai", "mae_sai_prevention", "mae_sai_suppression", "chiang_khong", "cct",
              "nan_border")  # fmt: skip

# What is marked: lines being written, lines that went up, words at a decision, history kept
# inside and told above, people who sit there, and the name of the closed group.
DRAFT, SENT, NOTE, INSIDE, ABOVE, SEAT = "draft", "sent", "note", "inside", "above", "seat"
EVERYTHING = frozenset({DRAFT, SENT, NOTE, INSIDE, ABOVE, SEAT})
FROM_ABOVE = frozenset({SENT, NOTE, ABOVE, SEAT})


def word(committee: str, kind: str) -> str:
    """A word that stands nowhere else: `QZcctQZsentQZ`."""
    return f"QZ{committee.replace('_', '')}QZ{kind}QZ"


WORD = re.compile(r"QZ([a-z]+)QZ([a-z]+)QZ")
PLAIN = {name.replace("_", ""): name for name in COMMITTEES}


@layer("words")
def mark(world: World, _name: str) -> Any:
    """The rows of every noun with the words in them, put straight into the tables."""
    nouns = tables.built(world)
    for module, rows in nouns.items():
        if hasattr(module, "mark"):
            module.mark(world, rows, word)
    for name in COMMITTEES:
        committee = world.committees[name]
        PlanLine.objects.filter(committee=committee).update(
            what=word(name, DRAFT), indicator=word(name, DRAFT), target=word(name, DRAFT)
        )
        for line in RoundLine.objects.filter(committee=committee):
            content = line.content | {"what": word(name, SENT), "target": word(name, SENT)}
            RoundLine.objects.filter(pk=line.pk).update(what=word(name, SENT), content=content)
        Round.objects.filter(committee=committee).update(note=word(name, NOTE))
        mark_history(committee, name)
        person = User.objects.create_user(
            f"{name}@canary.example", name_th=word(name, SEAT), name_en=word(name, SEAT)
        )
        Seat.objects.create(
            person=person,
            committee=committee,
            province_id=committee.province_id,
            organisation=world.organisations["nan_office" if "nan" in name else "office"],
            role="member",
            starts="2026-01-01",
            above=not committee.closed,
        )
    return nouns


def mark_history(committee: Committee, name: str) -> None:
    """Two new events, of which those above may read one."""
    last = AuditEvent.objects.filter(committee_id=committee.pk).latest("seq")
    for kind, above in ((INSIDE, False), (ABOVE, not committee.closed)):
        AuditEvent.objects.create(
            committee_id=committee.pk,
            province_id=committee.province_id,
            at=last.at,
            actor_th=word(name, kind),
            actor_en=word(name, kind),
            verb="committee_changed",
            subject_type="committees.committee",
            subject_id=str(committee.pk),
            subject_th=word(name, kind),
            reason=word(name, kind),
            above=above,
        )


def addresses(world: World, *committees: str) -> Iterator[str]:
    """Every page that can be opened, of these committees, with every search and export."""
    for name in sorted({pattern.name for pattern in patterns() if pattern.name}):
        if name.startswith(("account_", "mfa_", "usersessions_")) or name in (
            "healthz", "readyz", "language", "notice_open", "invitation",
            # Whoever holds the link of an application reads that application.
            "join_confirm", "join_status", "join_sign", "join_withdraw", "endorse",
        ):  # fmt: skip
            continue
        if all(status == 405 for status in open_lines(name)):
            continue
        if "slug" not in parameters(name):
            yield from without_committee(world, name)
            continue
        for committee in committees:
            yield from of_committee(world, name, committee)


def open_lines(name: str) -> list[int]:
    """What the table says of opening it, for people who have signed in."""
    return [
        status
        for key, statuses in LINES.items()
        if key[0] == name and key[-1] == "GET"
        for person, status in statuses.items()
        if person != "visitor"
    ]


def without_committee(world: World, name: str) -> Iterator[str]:
    if hasattr(HOME.get(name), "arguments"):
        yield from of_nobody(world, name)
        return
    slugs = [world.committees[committee].slug for committee in COMMITTEES]
    address = {"code": [57], "form": ["csv"]}.get("".join(parameters(name)), [])
    first = reverse(name, args=address)
    endings = {
        "committee_new": [f"?parent={slug}" for slug in slugs],
        "plans": ["", *(f"?committee={slug}" for slug in slugs)],
        "search": ["?q=QZ", "?q=QZdraft", "?q=QZ&in=lines", "?q=QZ&in=people"],
    }
    for ending in endings.get(name, [""]):
        yield first + ending
    if "code" in parameters(name):
        yield reverse(name, args=[55])
    if name == "plans_export":
        yield reverse(name, args=["xlsx"])


def of_nobody(world: World, name: str) -> Iterator[str]:
    """The addresses a noun gives to rows that name no committee, for every target it knows."""
    module = HOME[name]
    targets = {key[1] for key in LINES if key[0] == name and len(key) > 2} or {"maesai"}
    for target in sorted(targets):
        values = module.arguments(world, world.rows.get(module), name, target)
        yield reverse(name, kwargs={key: values[key] for key in parameters(name)})


def of_noun(world: World, name: str, committee_name: str) -> Iterator[str]:
    """As `of_committee`, for the nouns that name their own rows."""
    module = HOME[name]
    for target, placed in getattr(module, "TARGETS", {}).items():
        if placed == committee_name:
            values = module.arguments(world, world.rows.get(module), name, target)
            yield reverse(name, kwargs={key: values[key] for key in parameters(name)})


def of_committee(world: World, name: str, committee_name: str) -> Iterator[str]:
    if hasattr(HOME.get(name), "arguments"):
        yield from of_noun(world, name, committee_name)
        return
    committee = world.committees[committee_name]
    plan = Plan.objects.filter(committee=committee).first()
    keys = parameters(name)
    given: dict[str, Any] = {"slug": committee.slug, "form": "csv", "number": 1}
    if {"year", "pk"} & set(keys) and not name.startswith("seat"):
        if plan is None:
            return
        given["year"] = plan.fiscal_year
    if "pk" in keys:
        rows = {
            "seat": Seat.objects.filter(committee=committee),
            "line": PlanLine.objects.filter(committee=committee),
        }.get(name.split("_")[0], QuarterPlan.objects.filter(committee=committee, rounds_count=1))
        row = rows.first()
        if row is None:
            return
        given["pk"] = row.pk
    address = reverse(name, kwargs={key: given[key] for key in keys})
    yield address
    if name == "quarter_compare":
        yield address + "?from=1&to=draft"
        yield address + "?from=1&to=1"
    if name == "seats":
        yield address + "?state=all"


# person -> committee -> what of it they may read. Nothing else of any committee reaches them.
MAY_READ: dict[str, dict[str, frozenset[str]]] = {
    "stranger": {},
    "former": {},
    "newcomer": {},
    "observer": {"mae_sai": EVERYTHING},
    "pranee": {"mae_sai": EVERYTHING, "mae_sai_prevention": FROM_ABOVE},
    "kanda": {"mae_sai_prevention": EVERYTHING},
    "wichai": {"mae_sai_suppression": EVERYTHING},
    "nok": {
        "mae_sai": FROM_ABOVE,
        "mae_sai_prevention": FROM_ABOVE,
        "chiang_khong": FROM_ABOVE,
        "cct": FROM_ABOVE,
    },
    "malee": {"chiang_khong": EVERYTHING},
    # Chiang Khong's draft is open to the committee (tests/guards/tables/neighbours.py).
    "cct_member": {"cct": EVERYTHING, "chiang_khong": frozenset({DRAFT})},
    "nuan": {"nan_border": FROM_ABOVE},
    "two_hats": {"chiang_khong": EVERYTHING, "nan_border": EVERYTHING},
    "national_observer": {},
}

# What must have been found, so that the walk is known to look where the words stand.
FOUND = {
    "observer": {("mae_sai", DRAFT), ("mae_sai", INSIDE), ("mae_sai", ABOVE), ("mae_sai", SEAT)},
    "pranee": {("mae_sai", DRAFT), ("mae_sai_prevention", SEAT), ("mae_sai_prevention", ABOVE)},
    "kanda": {("mae_sai_prevention", INSIDE), ("mae_sai_prevention", SEAT)},
    "wichai": {("mae_sai_suppression", kind) for kind in (DRAFT, SENT, NOTE, INSIDE, SEAT)},
    "nok": {("chiang_khong", kind) for kind in (SENT, NOTE, ABOVE, SEAT)} | {("cct", SENT)},
    "malee": {("chiang_khong", kind) for kind in EVERYTHING},
    "cct_member": {("cct", DRAFT), ("chiang_khong", DRAFT)},
    "nuan": {("nan_border", kind) for kind in (SENT, NOTE, ABOVE, SEAT)},
    "two_hats": {("nan_border", DRAFT), ("chiang_khong", DRAFT)},
}


@pytest.mark.laid("words")
@pytest.mark.parametrize("name", MAY_READ)
def test_a_person_reads_the_words_their_seats_allow_and_no_others(world, name):
    client = signed_in(world.people[name])
    allowed = {(committee, kind) for committee, kinds in MAY_READ[name].items() for kind in kinds}
    found: set[tuple[str, str]] = set()
    foreign = next(
        other for other in ("chiang_khong", "nan_border", "cct") if other not in MAY_READ[name]
    )
    for address in addresses(world, *MAY_READ[name], foreign):
        answer = client.get(address)
        assert answer.status_code < 500, address
        here = {(PLAIN[place], kind) for place, kind in WORD.findall(text_of(answer))}
        assert here <= allowed, (address, here - allowed)
        found |= here
    assert FOUND.get(name, set()) <= found


CLOSED = re.compile(r"Suppression Group|ฝ่ายปราบปรามและการข่าว|mae-sai-suppression")


@pytest.mark.laid("nouns")
@pytest.mark.parametrize("name", ["pranee", "nok", "kanda", "malee", "national_observer"])
def test_nobody_outside_learns_that_the_closed_group_exists(world, name):
    """Not in a tree, a list, a search, a history, a form's choices or a total."""
    client = signed_in(world.people[name])
    client.cookies["django_language"] = "en"
    for address in addresses(world, "mae_sai_operations"):
        if "mae-sai-suppression" not in address:  # what was asked may be repeated
            assert not CLOSED.search(text_of(client.get(address))), address


@pytest.mark.laid("words")
def test_counts_of_a_search_count_what_the_searcher_sees(world):
    own = PlanLine.objects.filter(committee=world.committees["chiang_khong"])
    malee = own.filter(removed_at__isnull=True).count()
    for name, lines in (("nok", 2), ("wichai", 1), ("malee", malee), ("nuan", 1), ("kanda", 0)):
        client = signed_in(world.people[name])
        answer = client.get("/search/?q=QZ&in=lines")
        groups = answer.context["groups"]
        assert sum(group.count for group in groups) == lines, name


# The form a device keeps for a time without connection, the script that keeps it, and what a
# supervisor without an account reads last.
HOLDING_NOTHING = frozenset({"activity_offline", "service_worker", "endorse_thanks"})


@pytest.mark.laid("words")
def test_an_empty_session_reads_nothing_at_all(world, client):
    opened = set()
    for address in addresses(world, "mae_sai"):
        answer = client.get(address)
        if answer.status_code != 302:
            opened.add(resolve(urlsplit(address).path).url_name)
            assert answer.status_code == 200, address
        assert not WORD.search(text_of(answer)), address
    assert opened == HOLDING_NOTHING


@pytest.mark.laid("words")
def test_what_a_device_keeps_is_the_same_for_everybody(world, client):
    for name in ("activity_offline", "service_worker"):
        visitors = client.get(reverse(name)).content
        for person in ("malee", "wichai", "nok"):
            member = signed_in(world.people[person])
            member.cookies["django_language"] = "th"
            assert member.get(reverse(name)).content == visitors, (name, person)
