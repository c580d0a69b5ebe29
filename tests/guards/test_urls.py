"""Who gets what at every address of the site: one table, complete, exact.

A new address fails until it stands here; a line for an address that is gone fails too.
"""

import uuid
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from accounts.models import User
from actionplans.models import Plan, PlanLine, QuarterPlan
from committees.models import Notice
from tests.guards.tables import MODULES, noun
from tests.guards.url_table import ANYWHERE, ON_ROWS
from tests.world import World

PEOPLE = (
    "visitor",
    "stranger",  # signed in, no seat
    "former",  # the seat ended last month
    "observer",  # Mae Sai, reads only
    "pranee",  # Mae Sai, secretary
    "somchai",  # Mae Sai, deputy chief
    "nok",  # PSDHS Chiang Rai
    "kanda",  # member of a group below Mae Sai
    "wichai",  # member of the closed group
    "malee",  # Chiang Khong, secretary
    "nuan",  # PSDHS Nan
    "national_observer",
)
METHODS = ("GET", "POST")

# What a target stands for: a committee with its plan, one line of it, one seat in it.
TARGETS = {
    "maesai": ("mae_sai", "observer"),  # its plan is a draft
    "khong": ("chiang_khong", "two_hats"),  # submitted
    "closed": ("mae_sai_suppression", "wichai"),  # submitted, in a closed group
    "nan": ("nan_border", "two_hats"),  # received, in another province
}

# Every address of a committee is tried on one of each of these.
REQUIRED = ({"maesai"}, {"closed"}, {"khong", "nan"})

# What is sent where an empty form would not reach the act.
DATA: dict[str, dict[str, Any]] = {
    "quarter_approve": {"round": 1},
    "quarter_receive": {"round": 1},
    "quarter_return": {"round": 1, "reason": "x"},
    "quarter_return_by_province": {"round": 1, "reason": "x"},
    "quarter_amend": {"reason": "x"},
    "plan_new": {"fiscal_year": "2590"},
}


def patterns(
    found: list[URLPattern | URLResolver] | None = None,
) -> list[URLPattern]:
    """Every address of the site."""
    flat: list[URLPattern] = []
    for pattern in get_resolver().url_patterns if found is None else found:
        if isinstance(pattern, URLResolver):
            flat += patterns(pattern.url_patterns)
        else:
            flat.append(pattern)
    return flat


@pytest.fixture(autouse=True)
def _without_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody tries everything from one address."""
    monkeypatch.setattr(settings, "ACCOUNT_RATE_LIMITS", False)


def names(table: str) -> list[str]:
    return [line.split()[0] for line in table.strip().splitlines()]


def read(table: str, people: tuple[str, ...] = PEOPLE) -> dict[tuple[str, ...], dict[str, int]]:
    """The table's lines: (name, ..., method) -> person -> status."""
    found = {}
    for line in table.strip().splitlines():
        *key, _colon, statuses = [part.strip() for part in line.partition(":")]
        columns = statuses.split()
        assert len(columns) == len(people), line
        found[tuple(key[0].split())] = dict(zip(people, map(int, columns), strict=True))
    return found


ROWS = read(ON_ROWS)
LINES = read(ANYWHERE) | ROWS
HOME: dict[str, Any] = {}  # name of an address -> the module its lines stand in
for module in MODULES:
    columns = getattr(module, "PEOPLE", PEOPLE)
    rows = read(getattr(module, "ON_ROWS", ""), columns)
    lines = read(getattr(module, "ANYWHERE", ""), columns) | rows
    assert not lines.keys() & LINES.keys(), "a line stands twice"
    HOME |= dict.fromkeys((key[0] for key in lines), module)
    ROWS |= rows
    LINES |= lines
    DATA |= getattr(module, "DATA", {})


def arguments(world: World, name: str, target: str = "maesai", rows: Any = None) -> dict[str, Any]:
    """What the address names: rows of the target, and for the rest something that exists."""
    module = HOME.get(name)
    if module is not None and hasattr(module, "arguments"):
        values: dict[str, Any] = module.arguments(world, rows, name, target)
        return {key: values[key] for key in parameters(name)}
    committee_name, seated = TARGETS[target]
    committee = world.committees[committee_name]
    plan = Plan.objects.get(committee=committee, fiscal_year=world.period.year)
    line = PlanLine.objects.filter(plan=plan).order_by("position").first()
    quarter = QuarterPlan.objects.get(plan=plan, quarter=world.period.number)
    assert line is not None
    seat = world.seats[seated, committee_name]
    pk = seat.pk if name.startswith("seat") else line.pk if name.startswith("line") else quarter.pk
    known = {
        "slug": committee.slug,
        "year": plan.fiscal_year,
        "pk": pk,
        "number": 1,
        "code": committee.province_id,
        "form": "csv",
        "token": world.invitation_token,
        "uidb36": "1",
        "key": "no-such-key",
    }
    if name == "notice_open":
        known["pk"] = Notice.objects.filter(recipient=world.pranee).first().pk
    if name.startswith("mfa_"):
        known["pk"] = 1
    return {key: known[key] for key in parameters(name)}


def parameters(name: str) -> list[str]:
    """What the address of this name holds."""
    possible = get_resolver().reverse_dict.getlist(name)
    return list(possible[0][0][0][1])


def signed_in(person: User) -> Client:
    """A browser with a session of this person; quicker than signing in."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def tried(statuses: dict[str, int]) -> tuple[str, ...]:
    """The people to try a line with: where all who signed in get the same, three stand for all."""
    alike = len({status for person, status in statuses.items() if person != "visitor"}) == 1
    people = tuple(statuses)
    return (*people[:2], *people[-2:]) if alike else people


def differences(
    world: World, key: tuple[str, ...], statuses: dict[str, int], rows: Any = None
) -> dict[tuple[str, ...], tuple[int, int]]:
    """(line, person) -> (status that came, status of the table) where the two differ.

    Whatever is done is undone at once.
    """
    name, *target, method = key
    address = reverse(name, kwargs=arguments(world, name, *target, rows=rows))
    if name == "committee_new":
        address += f"?parent={world.mae_sai.slug}"
    found = {}
    for person in tried(statuses):
        with transaction.atomic():
            client = Client() if person == "visitor" else signed_in(world.people[person])
            call = client.get if method == "GET" else client.post
            answer = call(address, DATA.get(name, {}))
            transaction.set_rollback(True)
        if answer.status_code != statuses[person]:
            found[*key, person] = (answer.status_code, statuses[person])
    return found


def one_notice(world: World) -> None:
    """Something Pranee was told."""
    Notice.objects.create(
        recipient=world.pranee,
        event_id=uuid.uuid4(),
        committee_id=world.mae_sai.pk,
        province_id=57,
        kind="plan_approved",
        url="/me/",
        created_at=world.mae_sai_draft.changed_at,
    )


def test_every_address_stands_in_the_table_and_no_other():
    assert {pattern.name for pattern in patterns()} == {key[0] for key in LINES}


def test_every_address_of_a_committees_rows_is_tried_on_its_own_and_on_foreign_rows():
    """Own and foreign, open and closed, wherever an address names a committee."""
    named = {
        pattern.name
        for pattern in patterns()
        if pattern.name and "slug" in parameters(pattern.name)
    }
    for name in named:
        targets = {key[1] for key in ROWS if key[0] == name}
        needed = getattr(HOME.get(name), "REQUIRED", REQUIRED)
        assert all(targets & group for group in needed), (name, needed)


def test_no_line_stands_twice():
    tables = [ANYWHERE, ON_ROWS]
    for module in MODULES:
        tables += [getattr(module, "ANYWHERE", ""), getattr(module, "ON_ROWS", "")]
    assert len(LINES) == sum(len(table.strip().splitlines()) for table in tables)


def by_noun() -> list[Any]:
    """The name of every address, those of one noun after each other, with its rows laid once."""
    found = []
    for name in sorted({key[0] for key in LINES}):
        module = HOME.get(name)
        laid = noun(module) if module is not None and hasattr(module, "build") else ""
        found.append(pytest.param(name, marks=pytest.mark.laid(laid), id=name))
    return sorted(found, key=lambda param: param.marks[0].args[0])


@pytest.mark.django_db
@pytest.mark.parametrize("name", by_noun())
def test_everybody_gets_exactly_what_the_table_says(world, name):
    if name == "notice_open":
        one_notice(world)
    wrong = {}
    for key, statuses in LINES.items():
        if key[0] == name:
            wrong |= differences(world, key, statuses, world.rows)
    assert not wrong
