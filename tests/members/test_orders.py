"""Appointment orders: drafted, signed, filed; what follows from them, and what does not."""

import datetime as dt
from itertools import product

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from committees import access, home, rls
from committees.calendar import be_year, today
from committees.errors import Conflict, NotAllowed, WrongState
from committees.kinds import Kind
from committees.models import AuditEvent, Committee, Paper
from committees.papers import PDF, Upload
from members.actions import filing, order_endings
from members.actions import orders as actions
from members.actions import seats as seat_actions
from members.models import Order, OrderBody, OrderPost, Place, Seat
from members.policy import orders as policy
from members.workflow.orders import ORDER, ORDER_STATES
from tests.factories import UserFactory

DAY = dt.timedelta(days=1)
COPY = Upload("order.pdf", PDF, b"%PDF-1.4 signed")


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "papers": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }


class Clerk:
    """Somebody who drafts orders of Mae Sai."""

    def __init__(self, world, by="somchai", committee="mae_sai"):
        self.world = world
        self.by = world.fresh(world.people[by])
        self.committee = world.committees[committee]

    def draft(self, start=actions.FROM_GROUP, **kwargs):
        with rls.acting_as(self.by.pk):
            return actions.start_order(committee=self.committee, start=start, by=self.by, **kwargs)

    def group(self, order, **values):
        """The working group of a draft, with these words."""
        body = order.bodies.get(kind=Kind.WORKING_GROUP)
        return self.save_body(order, body, **values)

    def save_body(self, order, body, **values):
        with rls.acting_as(self.by.pk):
            version = body.version if body else 0
            return actions.save_body(
                order=order, body=body, values=values, version=version, by=self.by
            )

    def post(self, body, organisation="hospital", role="member", email="", **values):
        values = {
            "organisation": self.world.organisations[organisation],
            "role": role,
            "title_th": "ผู้แทน",
            "title_en": "",
            "email": email,
            "name_th": "ชื่อ นามสกุล" if email else "",
            "name_en": "",
            **values,
        }
        with rls.acting_as(self.by.pk):
            return actions.save_post(body=body, post=None, values=values, version=0, by=self.by)

    def send(self, order, numbered=True):
        with rls.acting_as(self.by.pk):
            return actions.send_order(order=order, numbered=numbered, by=self.by)

    def file(self, order, by=None, starts=None, full_copy=None, **values):
        person = self.world.fresh(self.world.people[by]) if by else self.by
        order.refresh_from_db()
        number = order.number or Order.objects.exclude(number=None).count() + 1
        said = {
            "number": number,
            "year": be_year(today()),
            "signed_on": today(),
            "starts": starts or today(),
            **values,
        }
        with rls.acting_as(person.pk):
            return filing.file_order(
                order=order,
                values=said,
                copy=COPY,
                full_copy=full_copy,
                version=order.version,
                by=person,
            )

    def working_group(self, email="new@example.org", starts=None, ends=None):
        """An order for a working group with one person, in force."""
        order = self.draft()
        body = self.group(order, name_th="คณะทำงานริมน้ำ", name_en="River group", ends=ends)
        self.post(body, email=email)
        self.send(order)
        return self.file(order, starts=starts).order


@pytest.fixture
def clerk(world):
    return Clerk(world)


def people_of(committee):
    return set(
        Seat.objects.current(today()).filter(committee=committee).values_list("person__email")
    )


# --- From draft to force ------------------------------------------------------------------------


def test_a_draft_and_an_order_out_for_signature_change_nothing(world, clerk):
    before = (Committee.objects.count(), Seat.objects.count(), User.objects.count())
    order = clerk.draft()
    clerk.post(clerk.group(order, name_th="คณะทำงาน"), email="new@example.org")
    clerk.send(order)
    assert (Committee.objects.count(), Seat.objects.count(), User.objects.count()) == before


def test_filing_establishes_the_body_and_seats_its_people(world, clerk):
    order = clerk.working_group()
    group = order.bodies.get().target
    assert (group.kind, group.parent, group.founded) == (Kind.WORKING_GROUP, world.mae_sai, today())
    seat = Seat.objects.get(committee=group)
    assert seat.person.email == "new@example.org"
    assert seat.place.order_id == order.pk
    assert access.resolve(seat.person_id).inside == {group.pk}
    assert order.copy.name == "order.pdf"


def test_filing_gives_a_new_person_a_link_and_a_known_one_a_notice(world, clerk):
    order = clerk.draft()
    body = clerk.group(order, name_th="คณะทำงาน")
    clerk.post(body, email="new@example.org")
    clerk.post(body, organisation="municipality", email=world.kanda.email)
    clerk.send(order)
    filed = clerk.file(order)
    links = {one.seat.person.email: one.token for one in filed.invited}
    assert links["new@example.org"]
    assert links[world.kanda.email] is None
    assert world.kanda.notices.filter(kind="seat_given").exists()


def test_seats_of_a_later_day_give_no_rights_before_it(world, clerk, monkeypatch):
    start = today() + 10 * DAY
    order = clerk.working_group(starts=start)
    seat = Seat.objects.get(committee=order.bodies.get().target)
    assert seat.starts == start
    assert access.resolve(seat.person_id).inside == frozenset()
    monkeypatch.setattr(seat_actions, "today", lambda: start)
    assert seat_actions.expire_seats() >= 1
    assert access.resolve(seat.person_id).inside == {seat.committee_id}


def test_an_agency_sits_in_two_bodies_of_one_order(world, clerk):
    order = clerk.draft(start=actions.FROM_TODAY)
    for target in (world.mae_sai_executive, world.mae_sai_operations):
        clerk.post(order.bodies.get(target=target), email=f"{target.pk}@example.org")
    for body in order.bodies.exclude(posts__isnull=False):
        clerk.post(body, organisation="municipality")
    clerk.send(order)
    clerk.file(order)
    held = Place.objects.filter(organisation=world.organisations["hospital"], order=order)
    assert {place.committee for place in held} >= {
        world.mae_sai_executive,
        world.mae_sai_operations,
    }


def test_a_full_order_from_today_keeps_everybody_who_is_in_it(world, clerk):
    before = people_of(world.mae_sai)
    order = clerk.draft(start=actions.FROM_TODAY)
    for body in order.bodies.exclude(posts__isnull=False):
        clerk.post(body)
    clerk.send(order)
    clerk.file(order)
    assert people_of(world.mae_sai) == before
    assert not Seat.objects.filter(committee=world.mae_sai, place=None).exists()


def test_a_full_order_ends_the_places_it_leaves_out(world, clerk):
    order = clerk.draft(start=actions.FROM_TODAY)
    body = order.bodies.get(target=world.mae_sai)
    gone = body.posts.get(role="observer")
    with rls.acting_as(clerk.by.pk):
        actions.remove_post(post=gone, by=clerk.by)
    for one in order.bodies.exclude(posts__isnull=False):
        clerk.post(one)
    clerk.send(order)
    clerk.file(order)
    assert (world.observer.email,) not in people_of(world.mae_sai)
    assert access.resolve(world.observer.pk).inside == frozenset()


def test_the_next_full_order_replaces_the_one_in_force_and_ends_the_bodies_left_out(world, clerk):
    first = clerk.draft(start=actions.FROM_TODAY)
    extra = clerk.save_body(
        first,
        None,
        kind=Kind.WORKING_GROUP,
        name_th="คณะทำงานเดิม",
        parent=first.bodies.get(target=world.mae_sai),
    )
    clerk.post(extra, email="old@example.org")
    for body in first.bodies.exclude(posts__isnull=False):
        clerk.post(body)
    clerk.send(first)
    clerk.file(first)
    extra.refresh_from_db()
    second = clerk.draft(start=actions.FROM_ORDER, base=first)
    assert second.replaces == first
    with rls.acting_as(clerk.by.pk):
        actions.remove_body(order=second, body=second.bodies.get(target=extra.target), by=clerk.by)
    clerk.send(second)
    clerk.file(second)
    first.refresh_from_db()
    extra.target.refresh_from_db()
    assert first.state == "replaced"
    assert extra.target.ended == today()
    assert not people_of(extra.target)
    assert second.bodies.get(removed=True).target == extra.target


# --- Amending -----------------------------------------------------------------------------------


@pytest.fixture
def in_force(world, clerk):
    order = clerk.draft()
    body = clerk.group(order, name_th="คณะทำงานริมน้ำ")
    clerk.post(body, email="one@example.org", title_th="หนึ่ง")
    clerk.post(body, organisation="municipality", email="two@example.org", title_th="สอง")
    clerk.send(order)
    return clerk.file(order).order


def amend(clerk, order):
    with rls.acting_as(clerk.by.pk):
        return actions.start_amendment(order=order, by=clerk.by)


def test_an_amending_order_changes_what_it_says_and_nothing_else(world, clerk, in_force):
    group = in_force.bodies.get().target
    untouched = Seat.objects.get(committee=group, person__email="two@example.org")
    before = (untouched.version, untouched.place_id, AuditEvent.objects.count())
    draft = amend(clerk, in_force)
    one = draft.posts.get(title_th="หนึ่ง")
    with rls.acting_as(clerk.by.pk):
        actions.remove_post(post=one, by=clerk.by)
    clerk.post(draft.bodies.get(), email="three@example.org", title_th="สาม")
    clerk.send(draft)
    clerk.file(draft)
    assert people_of(group) == {("two@example.org",), ("three@example.org",)}
    untouched.refresh_from_db()
    assert (untouched.version, untouched.place_id) == before[:2]
    in_force.refresh_from_db()
    assert in_force.state == "in_force"


def test_a_change_made_by_hand_meanwhile_outlives_an_amendment_of_something_else(
    world, clerk, in_force
):
    group = in_force.bodies.get().target
    draft = amend(clerk, in_force)
    seat = Seat.objects.get(committee=group, person__email="two@example.org")
    with rls.acting_as(world.somchai.pk):
        seat_actions.end_seat(seat=seat, ends=None, reason="ย้าย", by=world.somchai)
    clerk.save_body(draft, draft.bodies.get(), duties_th="ใหม่")
    clerk.send(draft)
    clerk.file(draft)
    assert people_of(group) == {("one@example.org",)}
    assert seat.place in Place.objects.vacant(today())


def test_another_person_in_a_post_takes_it_from_the_one_before(world, clerk, in_force):
    group = in_force.bodies.get().target
    draft = amend(clerk, in_force)
    post = draft.posts.get(title_th="หนึ่ง")
    values = {"email": "next@example.org", "name_th": "คนใหม่", "role": post.role}
    with rls.acting_as(clerk.by.pk):
        actions.save_post(body=post.body, post=post, values=values, version=1, by=clerk.by)
    clerk.send(draft)
    clerk.file(draft)
    assert people_of(group) == {("next@example.org",), ("two@example.org",)}
    assert Place.objects.filter(committee=group, ends=None).count() == 2


def test_a_place_removed_from_a_later_day_keeps_its_holder_until_then(world, clerk, in_force):
    draft = amend(clerk, in_force)
    with rls.acting_as(clerk.by.pk):
        actions.remove_post(post=draft.posts.get(title_th="หนึ่ง"), by=clerk.by)
    clerk.send(draft)
    clerk.file(draft, starts=today() + 5 * DAY)
    seat = Seat.objects.get(person__email="one@example.org")
    assert (seat.ends, seat.ended_at) == (today() + 4 * DAY, None)


def test_one_amendment_at_a_time(world, clerk, in_force):
    amend(clerk, in_force)
    with pytest.raises(ValidationError):
        amend(clerk, in_force)


def test_the_next_amendment_begins_with_what_all_say_together(world, clerk, in_force):
    draft = amend(clerk, in_force)
    clerk.post(draft.bodies.get(), email="three@example.org", title_th="สาม")
    clerk.send(draft)
    clerk.file(draft)
    titles = set(amend(clerk, in_force).posts.values_list("title_th", flat=True))
    assert titles == {"หนึ่ง", "สอง", "สาม"}


# --- Ending -------------------------------------------------------------------------------------


def test_a_working_group_ends_after_its_day_though_the_task_is_late(world, clerk, monkeypatch):
    last = today() + 3 * DAY
    order = clerk.working_group(ends=last)
    group = order.bodies.get().target
    seat = Seat.objects.get(committee=group)
    assert seat.ends == last
    assert order_endings.end_bodies() == 0
    for module in (order_endings, seat_actions, access):
        monkeypatch.setattr(module, "today", lambda: last + 6 * DAY)
    assert order_endings.end_bodies() == 1
    group.refresh_from_db()
    assert group.ended == last
    assert order_endings.end_bodies() == 0
    assert AuditEvent.objects.filter(verb="committee_expired", committee_id=group.pk).count() == 1


def test_a_seat_given_by_hand_ends_with_the_working_group(world, clerk):
    group = clerk.working_group(ends=today() + 3 * DAY).bodies.get().target
    with rls.acting_as(clerk.by.pk):
        by = world.fresh(world.somchai)
        values = {
            "organisation": world.organisations["police"],
            "role": "member",
            "starts": today(),
            "ends": None,
        }
        seat = seat_actions.give_seat(committee=group, person=UserFactory(), values=values, by=by)
    assert seat.ends == today() + 3 * DAY


def test_an_amendment_lengthens_or_shortens_the_life_of_a_group(world, clerk):
    order = clerk.working_group(ends=today() + 3 * DAY)
    group = order.bodies.get().target
    draft = amend(clerk, order)
    clerk.save_body(draft, draft.bodies.get(), ends=today() + DAY)
    clerk.send(draft)
    clerk.file(draft)
    assert Seat.objects.get(committee=group).ends == today() + DAY
    assert order_endings.due_bodies() == []


def test_ending_the_order_ends_its_bodies_and_seats_at_once(world, clerk):
    order = clerk.working_group()
    group = order.bodies.get().target
    person = Seat.objects.get(committee=group).person
    with rls.acting_as(clerk.by.pk):
        order_endings.end_order(order=order, reason="เสร็จภารกิจ", by=clerk.by)
    group.refresh_from_db()
    assert group.ended == today()
    assert access.resolve(person.pk).inside == frozenset()
    assert not Place.objects.not_over(today() + DAY).filter(committee=group).exists()
    with pytest.raises(WrongState):
        order_endings.end_order(order=order, reason="อีกครั้ง", by=clerk.by)


def test_ending_a_committee_by_hand_ends_what_stands_under_it(world):
    chief = world.fresh(world.somchai)
    with rls.acting_as(chief.pk):
        order_endings.end_committee(
            committee=world.mae_sai_operations, reason="ปรับโครงสร้าง", version=1, by=chief
        )
    for name in ("mae_sai_operations", "mae_sai_prevention", "mae_sai_suppression"):
        assert world.fresh(world.committees[name]).ended == today()
    assert access.resolve(world.kanda.pk).inside == frozenset()
    assert access.resolve(world.inspector.pk).inside == frozenset()
    assert access.resolve(world.pranee.pk).inside == {world.mae_sai.pk}


@pytest.mark.parametrize("person", ["pranee", "somchai", "malee", "nuan", "cct_chair"])
def test_others_do_not_end_a_committee(world, person):
    with pytest.raises(NotAllowed):
        policy.check_end_committee(world.fresh(world.people[person]), world.chiang_khong)


def test_a_committee_that_governs_itself_is_not_ended_from_above(world):
    with pytest.raises(NotAllowed):
        policy.check_end_committee(world.fresh(world.nok), world.cct)


# --- Two eyes -----------------------------------------------------------------------------------


def test_who_files_gains_no_seat_by_it(world, clerk):
    order = clerk.draft()
    clerk.post(clerk.group(order, name_th="คณะทำงาน"), email=world.somchai.email.upper())
    clerk.send(order)
    with pytest.raises(NotAllowed):
        clerk.file(order)
    assert not Seat.objects.filter(committee__name_th="คณะทำงาน").exists()
    filed = clerk.file(order, by="chief")
    seat = Seat.objects.get(committee=filed.order.bodies.get().target)
    assert (seat.person, seat.appointed_by) == (world.somchai, world.chief)


def test_who_files_keeps_the_seat_he_holds_already(world, clerk):
    order = clerk.draft(start=actions.FROM_TODAY)
    post = order.posts.get(role="deputy_chief")
    values = {"email": world.somchai.email, "name_th": "สมชาย", "role": "deputy_chief"}
    with rls.acting_as(clerk.by.pk):
        actions.save_post(body=post.body, post=post, values=values, version=1, by=clerk.by)
    for body in order.bodies.exclude(posts__isnull=False):
        clerk.post(body)
    clerk.send(order)
    clerk.file(order)
    assert (world.somchai.email,) in people_of(world.mae_sai)


def test_no_order_is_filed_before_it_went_out_nor_twice(world, clerk):
    order = clerk.draft()
    clerk.post(clerk.group(order, name_th="คณะทำงาน"))
    with pytest.raises(WrongState):
        clerk.file(order)
    clerk.send(order)
    clerk.file(order)
    with pytest.raises(WrongState):
        clerk.file(order)
    assert Committee.objects.filter(name_th="คณะทำงาน").count() == 1


def test_an_order_taken_back_meanwhile_is_not_filed_as_it_was(world, clerk):
    order = clerk.draft()
    clerk.post(clerk.group(order, name_th="คณะทำงาน"))
    clerk.send(order)
    old = Order.objects.get(pk=order.pk).version
    with rls.acting_as(clerk.by.pk):
        actions.take_back(order=order, by=clerk.by)
    clerk.send(order)
    with rls.acting_as(clerk.by.pk), pytest.raises(Conflict):
        filing.file_order(
            order=order,
            values={"number": 1, "year": 2569, "signed_on": today(), "starts": today()},
            copy=COPY,
            version=old,
            by=clerk.by,
        )


def test_every_action_in_every_state_by_everybody(world, clerk):
    people = ("somchai", "chief", "pranee", "anong", "superintendent", "kanda", "nok", "boonsri")
    may = {
        "send": {"somchai", "pranee", "anong"},
        "take_back": {"somchai", "pranee", "anong"},
        "discard": {"somchai", "pranee", "anong"},
        "file": {"somchai", "chief"},
        "replace": {"somchai", "chief"},
        "end": {"somchai", "chief"},
    }
    assert may.keys() == ORDER.transitions.keys()
    order = clerk.draft()
    for action, state, person in product(may, ORDER_STATES, people):
        order.state = state
        user = world.fresh(world.people[person])
        wanted = (
            NotAllowed
            if person not in may[action]
            else None
            if state in ORDER.transitions[action].sources
            else WrongState
        )
        if wanted is None:
            policy.check(action, user, order)
            continue
        with pytest.raises(wanted):
            policy.check(action, user, order)


def test_the_diagram_in_the_documentation_is_the_table():
    text = (settings.BASE_DIR / "docs" / "architecture.md").read_text()
    assert f"```mermaid\n{ORDER.diagram()}\n```" in text


def test_a_list_of_orders_asks_as_often_for_three_as_for_one(
    world, clerk, django_assert_num_queries
):
    browser = world.client("somchai")
    clerk.draft()
    browser.get("/committees/mae-sai/orders/")
    with CaptureQueriesContext(connection) as first:
        assert browser.get("/committees/mae-sai/orders/").status_code == 200
    clerk.draft()
    clerk.draft()
    with django_assert_num_queries(len(first)):
        browser.get("/committees/mae-sai/orders/")
    assert len(first) <= 16  # with session, person, scope and transaction


def test_the_page_of_an_order_asks_as_often_for_three_posts_as_for_one(
    world, clerk, django_assert_num_queries
):
    browser = world.client("somchai")
    order = clerk.draft()
    clerk.post(order.bodies.get())
    browser.get(order.get_absolute_url())
    with CaptureQueriesContext(connection) as first:
        assert browser.get(order.get_absolute_url()).status_code == 200
    clerk.post(order.bodies.get())
    clerk.post(order.bodies.get())
    with django_assert_num_queries(len(first)):
        browser.get(order.get_absolute_url())


def test_what_waits_vanishes_when_it_is_done(world, clerk):
    order = clerk.draft()
    clerk.post(clerk.group(order, name_th="คณะทำงาน"))

    def waiting(person):
        user = world.fresh(world.people[person])
        scope = access.scope_of(user)
        rows = home.waiting_for(user, scope)
        return {str(row.verb) for row in rows if "/orders/" in row.url}

    assert waiting("somchai") == {"Finish the draft"}
    clerk.send(order)
    assert waiting("chief") == {"File the signed copy"}
    assert waiting("pranee") == set()
    clerk.file(order)
    assert waiting("chief") == waiting("somchai") == set()


def test_the_province_shows_districts_without_an_order(world, clerk):
    page = world.client("nok", "en").get("/province/57/").content.decode()
    assert "Districts whose committee has no order in force" in page
    order = clerk.draft(start=actions.FROM_TODAY)
    for body in order.bodies.exclude(posts__isnull=False):
        clerk.post(body)
    clerk.send(order)
    clerk.file(order)
    page = world.client("nok", "en").get("/province/57/").content.decode()
    named = page.split("Districts whose committee has no order in force")[1].split("</div>")[0]
    assert "Mae Sai" not in named
    assert "Chiang Khong" in named


def test_what_was_typed_beside_somebody_else_is_kept(world, clerk):
    order = clerk.draft()
    body = order.bodies.get()
    clerk.save_body(order, body, name_th="ของเขา")
    answer = world.client("pranee").post(
        f"{order.get_absolute_url()}bodies/{body.pk}/",
        {"name_th": "ของเรา", "version": body.version},
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "ของเขา" in page
    assert "ของเรา" in page


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_paper_of_an_amendment_says_what_changes(world, clerk, in_force, language):
    draft = amend(clerk, in_force)
    clerk.post(draft.bodies.get(), title_th="สาม")
    browser = world.client("somchai", language)
    paper = browser.get(f"{draft.get_absolute_url()}order.pdf")
    assert paper.content.startswith(b"%PDF")
    changes = browser.get(f"{draft.get_absolute_url()}changes/").content.decode()
    assert "สาม" in changes
    assert "หนึ่ง" not in changes.split("<main")[1].split("</main")[0]


# --- From above ---------------------------------------------------------------------------------


def test_psdhs_sees_what_is_out_for_signature_and_no_draft(world, clerk):
    order = clerk.draft()
    clerk.post(clerk.group(order, name_th="คณะทำงาน"))

    def seen():
        with rls.acting_as(world.nok.pk):
            by_row = Order.objects.filter(pk=order.pk).exists()
        by_scope = Order.objects.visible_to(world.scope("nok")).filter(pk=order.pk).exists()
        assert by_row == by_scope
        return by_row

    assert not seen()
    clerk.send(order)
    assert seen()
    with rls.acting_as(clerk.by.pk):
        actions.take_back(order=order, by=clerk.by)
    assert not seen()


def test_psdhs_files_what_it_drafted_and_not_what_the_district_did(world, clerk):
    own = Clerk(world, by="nok", committee="chiang_khong")
    order = own.draft()
    own.post(own.group(order, name_th="คณะทำงาน"), organisation="police", email="a@example.org")
    own.send(order)
    assert own.file(order).order.state == "in_force"
    theirs = clerk.draft()
    clerk.post(clerk.group(theirs, name_th="คณะทำงาน"))
    clerk.send(theirs)
    with pytest.raises(NotAllowed):
        policy.check("file", world.fresh(world.nok), theirs)


# --- Closed groups ------------------------------------------------------------------------------


@pytest.fixture
def closed(world, clerk):
    """An order in force of Mae Sai with an open and a closed working group."""
    order = clerk.draft()
    own = clerk.group(order, name_th="คณะทำงานเปิด", duties_th="เปิดเผย")
    clerk.post(own, email="open@example.org")
    secret = clerk.save_body(
        order, None, kind=Kind.WORKING_GROUP, name_th="ชุดลับ", parent=None, closed=True
    )
    clerk.post(secret, organisation="police", email="secret@example.org", title_th="สายลับ")
    clerk.send(order)
    whole = Upload("whole.pdf", PDF, b"%PDF-1.4 whole")
    return clerk.file(order, full_copy=whole).order


READERS = {
    "somchai": True,
    "chief": True,
    "pranee": True,
    "anong": True,
    "superintendent": False,
    "observer": False,
    "kanda": False,
    "inspector": False,
    "nok": False,
    "governor": False,
    "boonsri": False,
    "national_observer": False,
    "nuan": False,
    "stranger": False,
}


@pytest.mark.parametrize(("person", "reads"), READERS.items())
def test_what_an_order_says_of_a_closed_group_is_kept_from_everybody_else(
    world, closed, person, reads
):
    user = world.people[person]
    with rls.acting_as(user.pk):
        rows = {
            model.__name__: model.objects.filter(order=closed, closed=True).exists()
            for model in (OrderBody, OrderPost)
        }
        papers = set(Paper.objects.values_list("name", flat=True))
    scope = world.scope(person)
    for model in (OrderBody, OrderPost):
        found = model.objects.visible_to(scope).filter(order=closed, closed=True).exists()
        assert (found, rows[model.__name__]) == (reads, reads)
    assert "whole.pdf" not in papers


def test_the_closed_groups_own_people_read_their_part_and_its_copy(world, closed):
    person = User.objects.get(email="secret@example.org")
    body = closed.bodies.get(closed=True)
    with rls.acting_as(person.pk):
        assert OrderBody.objects.filter(pk=body.pk).exists()
        assert Order.objects.filter(pk=closed.pk).exists()
        assert Paper.objects.filter(name="whole.pdf").exists()
    scope = access.resolve(person.pk)
    assert OrderBody.objects.visible_to(scope).filter(pk=body.pk).exists()
    assert Order.objects.visible_to(scope).filter(pk=closed.pk).exists()


def test_people_of_an_open_group_read_the_order_but_not_of_the_closed_one(world, closed):
    person = User.objects.get(email="open@example.org")
    scope = access.resolve(person.pk)
    with rls.acting_as(person.pk):
        names = set(OrderBody.objects.filter(order=closed).values_list("name_th", flat=True))
    assert names == {"คณะทำงานเปิด"}
    assert set(
        OrderBody.objects.visible_to(scope).filter(order=closed).values_list("name_th", flat=True)
    ) == {"คณะทำงานเปิด"}


def test_the_history_of_the_committee_says_nothing_of_the_closed_group(world, closed):
    told = AuditEvent.objects.filter(committee_id=world.mae_sai.pk)
    assert told.filter(verb="order_filed").exists()
    group = closed.bodies.get(closed=True).target
    for event in told:
        said = f"{event.subject_th} {event.after} {event.before} {event.reason}"
        assert "ชุดลับ" not in said
        assert "สายลับ" not in said
    assert not AuditEvent.objects.filter(committee_id=group.pk, above=True).exists()


def test_the_group_made_from_a_closed_part_is_closed_with_its_places_and_seats(world, closed):
    group = closed.bodies.get(closed=True).target
    assert group.closed
    for model in (Seat, Place):
        assert not model.objects.filter(committee=group, above=True).exists()
        with rls.acting_as(world.somchai.pk):
            assert not model.objects.filter(committee=group).exists()


@pytest.mark.parametrize("person", ["superintendent", "observer", "nok", "governor"])
def test_page_paper_and_list_of_others_omit_the_closed_group(world, closed, person):
    browser = world.client(person, "en")
    for name in ("", "order.pdf"):
        answer = browser.get(closed.get_absolute_url() + name)
        assert answer.status_code == 200
        if not name:
            page = answer.content.decode()
            assert "คณะทำงานเปิด" in page
            assert "ชุดลับ" not in page
            assert "full" not in page.split("<main")[1].split("</main")[0].replace("full-", "")
    assert browser.get(closed.get_absolute_url() + "copy/full/").status_code == 404
    assert browser.get(closed.get_absolute_url() + "copy/").status_code == 200


def test_an_order_with_a_closed_group_needs_both_copies(world, clerk):
    order = clerk.draft()
    clerk.post(clerk.group(order, name_th="คณะทำงาน"))
    secret = clerk.save_body(
        order, None, kind=Kind.WORKING_GROUP, name_th="ชุดลับ", parent=None, closed=True
    )
    clerk.post(secret, organisation="police")
    clerk.send(order)
    with pytest.raises(WrongState):
        clerk.file(order)


def test_nobody_above_marks_a_group_as_closed(world):
    clerk = Clerk(world, by="nok", committee="chiang_khong")
    order = clerk.draft()
    with pytest.raises(NotAllowed):
        clerk.save_body(
            order, None, kind=Kind.WORKING_GROUP, name_th="ชุดลับ", parent=None, closed=True
        )


def _seated(world, person, committee, role):
    """Give a person of the cast one more seat, and read their rights anew."""
    seat_actions.give_seat(
        committee=world.committees[committee],
        person=world.people[person],
        values={
            "organisation": world.organisations["office"],
            "role": role,
            "post_th": "",
            "starts": today(),
        },
        by=None,
    )
    return world.fresh(world.people[person])


@pytest.fixture
def reading_deputy(world):
    """Who drafts and files from above, and sits in the committee below as one who only reads."""
    return _seated(world, "somchai", "mae_sai_operations", "member")


@pytest.fixture
def inner_draft(world):
    """A draft of the operations committee itself, which names a closed group without a post."""
    _seated(world, "anong", "mae_sai_operations", "secretary")
    clerk = Clerk(world, by="anong", committee="mae_sai_operations")
    order = clerk.draft()
    clerk.post(clerk.group(order, name_th="คณะทำงานเปิด"))
    clerk.save_body(order, None, kind=Kind.WORKING_GROUP, name_th="ชุดลับ", parent=None, closed=True)
    return order


@pytest.mark.parametrize("action", [*ORDER.transitions])
def test_a_seat_that_only_reads_opens_no_order_of_the_committee_itself(
    inner_draft, reading_deputy, action
):
    with rls.acting_as(reading_deputy.pk), pytest.raises(NotAllowed) as refusal:
        policy.check(action, reading_deputy, inner_draft)
    assert "ชุดลับ" not in str(refusal.value.reason)


def test_who_may_not_read_of_a_closed_group_is_not_told_of_it_by_a_refusal(
    inner_draft, reading_deputy
):
    with rls.acting_as(reading_deputy.pk), pytest.raises(NotAllowed) as refusal:
        actions.send_order(order=inner_draft, numbered=True, by=reading_deputy)
    assert "ชุดลับ" not in str(refusal.value.reason)


def test_beside_a_seat_that_only_reads_a_draft_is_begun_from_above(world, reading_deputy):
    order = Clerk(world, by="somchai", committee="mae_sai_operations").draft()
    assert order.from_above
    with rls.acting_as(reading_deputy.pk):
        policy.check_edit(reading_deputy, order)


# --- What the database keeps --------------------------------------------------------------------


def test_an_order_in_force_has_number_day_and_copy(world, clerk):
    order = clerk.draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(state="in_force")


def test_numbers_run_by_office_and_year(world, clerk):
    numbers = []
    for _ in range(2):
        order = clerk.draft()
        clerk.post(clerk.group(order, name_th="คณะทำงาน"))
        numbers.append(clerk.send(order).number)
    assert numbers == [1, 2]
    other = Clerk(world, by="nok", committee="chiang_khong")
    order = other.draft()
    other.post(other.group(order, name_th="คณะทำงาน"), organisation="police")
    assert other.send(order).number == 1


def test_a_number_is_taken_once(world, clerk):
    clerk.working_group()
    order = clerk.draft()
    clerk.post(clerk.group(order, name_th="คณะทำงาน"))
    clerk.send(order, numbered=False)
    with pytest.raises(ValidationError):
        clerk.file(order, number=1)


def test_a_part_lies_in_the_committee_of_its_order(world, clerk):
    order = clerk.draft()
    body = order.bodies.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        OrderBody.objects.filter(pk=body.pk).update(committee=world.chiang_khong)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_stale_part_is_a_conflict(world, clerk):
    order = clerk.draft()
    body = order.bodies.get()
    clerk.save_body(order, body, name_th="ก่อน")
    with pytest.raises(Conflict):
        clerk.save_body(order, body, name_th="หลัง")


def test_the_standard_order_of_a_district_is_whole(world, clerk):
    order = clerk.draft(start=actions.FROM_TEMPLATE)
    kinds = [body.kind for body in order.bodies.all()]
    assert kinds == ["district", "executive", "operations", "group", "group", "group"]
    hospital = order.posts.filter(organisation=world.organisations["hospital"])
    assert hospital.values("body").distinct().count() == 2
    assert order.bodies.get(kind="executive").target == world.mae_sai_executive


# --- What stands meanwhile ----------------------------------------------------------------------


def test_a_later_last_day_lets_the_seats_go_on_with_the_group(world, clerk):
    order = clerk.working_group(ends=today() + 3 * DAY)
    group = order.bodies.get().target
    draft = amend(clerk, order)
    clerk.save_body(draft, draft.bodies.get(), ends=today() + 30 * DAY)
    clerk.send(draft)
    clerk.file(draft)
    assert Seat.objects.get(committee=group).ends == today() + 30 * DAY


def full(clerk, start=actions.FROM_TODAY):
    """A full order, whole: every body has a post of an agency."""
    order = clerk.draft(start)
    for body in order.bodies.all():
        if not body.posts.exists():
            clerk.post(body)
    return order


def test_two_full_orders_drafted_side_by_side_do_not_both_stay_in_force(world, clerk):
    first, second = full(clerk), full(clerk)
    for order in (first, second):
        clerk.send(order)
        clerk.file(order)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state, second.replaces) == ("replaced", "in_force", first)


def test_a_copy_of_a_working_groups_order_replaces_nothing(world, clerk):
    main = full(clerk)
    clerk.send(main)
    clerk.file(main)
    group = clerk.working_group()
    copied = clerk.draft(actions.FROM_ORDER, base=group)
    assert copied.replaces is None
    clerk.send(copied)
    clerk.file(copied)
    main.refresh_from_db()
    assert main.state == "in_force"
    assert not Committee.objects.filter(path__startswith=world.mae_sai.path, ended=today()).exists()


def test_a_seat_given_by_hand_ends_with_a_group_that_a_later_order_removes(world, clerk):
    order = clerk.working_group()
    group = order.bodies.get().target
    draft = amend(clerk, order)
    with rls.acting_as(clerk.by.pk):
        actions.remove_body(order=draft, body=draft.bodies.get(), by=clerk.by)
    clerk.send(draft)
    clerk.file(draft, starts=today() + 5 * DAY)
    values = {
        "organisation": world.organisations["police"],
        "role": "member",
        "starts": today(),
        "ends": None,
    }
    seat = seat_actions.give_seat(
        committee=group, person=UserFactory(), values=values, by=world.fresh(world.somchai)
    )
    assert seat.ends == today() + 4 * DAY


def test_an_amendment_by_who_is_not_in_the_closed_group_keeps_it(world, closed):
    clerk, order = Clerk(world), closed
    body = order.bodies.get(closed=True)
    places = set(Place.objects.filter(committee=body.target).values_list("pk", "ends"))
    draft = amend(clerk, order)
    assert draft.bodies.get(closed=True).target_id == body.target_id
    clerk.save_body(draft, draft.bodies.get(closed=True), duties_th="ใหม่")
    clerk.send(draft)
    before = Committee.objects.count()
    clerk.file(draft, full_copy=COPY)
    assert Committee.objects.count() == before
    assert set(Place.objects.filter(committee=body.target).values_list("pk", "ends")) == places


def test_a_new_full_order_goes_on_with_the_closed_group_of_the_one_before(world, clerk):
    main = full(clerk)
    secret = clerk.save_body(
        main, None, kind=Kind.WORKING_GROUP, name_th="ชุดลับ", parent=None, closed=True
    )
    clerk.post(secret, organisation="police", email="secret@example.org", title_th="สายลับ")
    clerk.send(main)
    clerk.file(main, full_copy=COPY)
    group = OrderBody.objects.get(pk=secret.pk).target
    following = full(clerk)
    clerk.send(following)
    clerk.file(following, full_copy=COPY)
    group.refresh_from_db()
    assert group.ended is None
    assert people_of(group) == {("secret@example.org",)}
