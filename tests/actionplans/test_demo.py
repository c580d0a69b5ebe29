"""The demonstration: whole, genuine, the same on every day, and never where it does not belong."""

import datetime as dt
import re
from io import StringIO

import pytest
from django.contrib.auth.hashers import check_password
from django.core import mail
from django.core.management import CommandError, call_command
from django.db.models import Q
from django.test import TestCase, override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from accounts.models import NoticeMode, User
from actionplans.actions import plans as plan_actions
from actionplans.demo import committees as tables
from actionplans.demo import load, organisations, people, plans
from actionplans.demo.clock import clock_at, moment
from actionplans.management.commands.load_demo import PASSWORD, width
from actionplans.models import Plan, PlanLine, QuarterPlan, Reception, Round, State
from committees import access, audit
from committees.calendar import quarter, today
from committees.models import Area, AuditEvent, Committee, Notice
from members.actions import seats as member_actions
from members.models import Organisation, Seat
from tests.world import Cast

THAI = re.compile(r"[\u0e00-\u0e7f]")


def person(key: str) -> User:
    row = next(row for row in people.everybody() if row.key == key)
    return User.objects.get(email=row.email)


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("load_demo", *arguments, stdout=out)
    return out.getvalue()


def counts() -> list[int]:
    models = (User, Committee, Seat, Organisation, Plan, PlanLine, Round, AuditEvent, Notice)
    return [model._default_manager.count() for model in models]


@pytest.fixture(scope="module", autouse=True)
def _empty_database(_cast: Cast, django_db_blocker: DjangoDbBlocker) -> None:
    """What stands beneath the tests of the cast is lifted; a `TestCase` does not ask for that."""
    with django_db_blocker.unblock():
        _cast.lift()


@pytest.mark.xdist_group("demo")
class Loaded(TestCase):
    """What stands after `load_demo` in an empty database."""

    said: str

    @classmethod
    def setUpTestData(cls) -> None:
        cls.said = run()

    def test_it_says_what_it_loaded(self) -> None:
        assert self.said.startswith("The demonstration is loaded: ")

    def test_a_second_run_changes_nothing_and_says_so(self) -> None:
        before = counts()
        assert "nothing was changed" in run()
        assert counts() == before

    def test_rights_and_history_are_whole(self) -> None:
        assert member_actions.drift() == []
        assert audit.broken_chains() == []

    def test_history_lies_in_the_order_of_time_and_not_in_the_future(self) -> None:
        for committee in Committee.objects.all():
            events = AuditEvent.objects.filter(committee_id=committee.pk).order_by("seq")
            moments = list(events.values_list("at", flat=True))
            assert moments == sorted(moments), committee.slug
            assert moments[-1] <= timezone.now()

    def test_chiang_rai_has_what_was_published(self) -> None:
        districts = Area.objects.filter(parent_id=57)
        border = districts.filter(is_border=True)
        held = Committee.objects.filter(kind="district", province_id=57)
        assert (districts.count(), border.count(), held.count()) == (18, 6, 4)
        assert {row.name_en for row in border.exclude(pk__in=held.values("area_id"))} == {
            "Mae Fa Luang",
            "Thoeng",
        }
        assert {row.slug: row.founded.year for row in held} == {
            "chiang-khong": 2019,
            "wiang-kaen": 2020,
            "mae-sai": 2020,
            "chiang-saen": 2020,
        }

    def test_each_district_has_its_two_sub_committees_and_three_groups(self) -> None:
        for row in tables.DISTRICTS:
            district = Committee.objects.get(slug=row.slug)
            below = Committee.objects.filter(path__startswith=district.path).exclude(
                Q(pk=district.pk) | Q(kind="working_group")
            )
            kinds = sorted(below.values_list("kind", "theme"))
            assert kinds == [
                ("executive", ""),
                ("group", "prevention"),
                ("group", "rehabilitation"),
                ("group", "suppression"),
                ("operations", ""),
            ]
            assert [c.theme for c in below if c.closed] == ["suppression"]

    def test_the_civil_society_committee_has_its_sixteen_with_their_offices(self) -> None:
        seats = Seat.objects.current(today()).filter(committee__slug="cct")
        assert seats.values("organisation").distinct().count() == 16
        offices = [seat.role for seat in seats]
        assert {role: offices.count(role) for role in set(offices)} == {
            "chair": 1,
            "vice_chair": 1,
            "secretary": 1,
            "deputy_secretary": 1,
            "steering": 3,
            "member": 9,
        }
        chair = seats.get(role="chair")
        assert chair.organisation.name_en == "World Vision Foundation of Thailand"
        assert Committee.objects.get(slug="cct").approver == "approve_as_chief"

    def test_the_governor_chairs_and_psdhs_is_the_secretariat(self) -> None:
        seats = Seat.objects.current(today()).filter(committee__slug="chiang-rai")
        assert seats.get(role="chair").person == person("governor")
        assert seats.filter(role="psdhs_secretariat").count() == 3

    def test_every_district_has_everybody_a_plan_needs(self) -> None:
        for row in tables.DISTRICTS:
            seats = Seat.objects.current(today()).filter(committee__slug=row.slug)
            roles = set(seats.values_list("role", flat=True))
            assert roles == {
                "chair",
                "vice_chair",
                "deputy_chief",
                "secretary",
                "deputy_secretary",
                "member",
                "observer",
            }

    def test_the_hospital_sits_in_several_bodies(self) -> None:
        seats = Seat.objects.filter(organisation__name_en="Mae Sai Hospital")
        assert seats.values("committee").distinct().count() >= 2

    def test_past_and_coming_seats_and_an_open_invitation_are_there(self) -> None:
        assert Seat.objects.ended(today()).exists()
        assert Seat.objects.coming(today()).exists()
        invited = person("mae-sai/invited")
        assert not invited.has_usable_password()
        invitation = invited.seats.get().invitations.get()
        assert member_actions.is_open(invitation)

    def test_one_person_has_seats_in_both_provinces(self) -> None:
        assert access.resolve(person("two_hats").pk).provinces == {57, 55}

    def test_every_state_is_there(self) -> None:
        states = QuarterPlan.objects.values_list("state", flat=True).distinct()
        assert set(states) == set(State)

    def test_last_year_was_received_throughout(self) -> None:
        year = quarter(today()).year - 1
        last = QuarterPlan.objects.filter(fiscal_year=year)
        assert last.count() == 6 * 4
        assert set(last.values_list("state", flat=True)) == {State.RECEIVED}

    def test_an_amendment_changed_the_wording_of_what_had_been_received(self) -> None:
        second = Round.objects.get(is_amendment=True)
        first = second.quarter_plan.rounds.get(number=1)
        assert {first.reception, second.reception} == {Reception.RECEIVED}
        before = {line.line_id: line.content for line in first.lines.all()}
        changed = [line for line in second.lines.all() if line.content != before[line.line_id]]
        assert [line.what for line in changed] == [plans.AMENDED["what"]]

    def test_a_returned_plan_says_why_for_a_line(self) -> None:
        plan = QuarterPlan.objects.get(state=State.RETURNED)
        reasons = plan.rounds.latest("number").lines.exclude(return_reason="")
        assert [line.return_reason for line in reasons] == [plans.RETURN_LINE_REASON]

    def test_the_story_can_be_walked(self) -> None:
        period = quarter(today()).next
        plan = QuarterPlan.objects.get(
            committee__slug="mae-sai", fiscal_year=period.year, quarter=period.number
        )
        assert plan.draft_line_count >= 3
        plan_actions.submit_plan(plan=plan, by=person("mae-sai/secretary"))
        plan_actions.approve_plan(plan=plan, by=person("mae-sai/deputy"))
        plan_actions.receive_plan(plan=plan, by=person("nok"))
        plan.refresh_from_db()
        assert plan.state == State.RECEIVED

    def test_no_mail_waits_and_only_what_waits_is_unread(self) -> None:
        assert mail.outbox == []
        assert not Notice.objects.filter(emailed_at__isnull=True).exists()
        unread = Notice.objects.filter(read_at__isnull=True)
        assert set(unread.values_list("kind", flat=True)) == set(load.WAITING.values())

    def test_choices_of_notices_are_as_the_table_says(self) -> None:
        daily = User.objects.filter(notice_mode=NoticeMode.DAILY)
        assert {row.email for row in daily} == {
            row.email for row in people.everybody() if row.notice_mode == NoticeMode.DAILY
        }

    def test_people_are_named_in_both_languages_at_reserved_addresses(self) -> None:
        for user in User.objects.all():
            assert THAI.search(user.name_th)
            assert user.name_en
            assert not THAI.search(user.name_en)
            assert user.email.endswith(".example.org")
            assert not user.phone

    def test_everybody_but_the_invited_one_signs_in_with_the_common_password(self) -> None:
        without = [u for u in User.objects.all() if not check_password(PASSWORD, u.password)]
        assert without == [person("mae-sai/invited")]

    def test_lines_are_written_in_thai_and_cost_what_somebody_pays(self) -> None:
        for line in PlanLine.objects.prefetch_related("places"):
            assert THAI.search(line.what)
            assert line.indicator
            assert line.target
            assert line.places.all()
            assert (line.budget > 0) is (line.funding != "own_remit")

    def test_the_people_are_printed_with_post_and_address(self) -> None:
        text = run("--people")
        assert "pranee@maesai.example.org" in text
        assert "secretary of Mae Sai" in text
        assert PASSWORD in text
        assert len(text.splitlines()) == len(people.CAST) + 3
        assert len(run("--people", "--all").splitlines()) > 100

    def test_the_columns_of_the_table_stand_under_each_other(self) -> None:
        rows = [row for row in run("--people").splitlines() if "@" in row]
        columns = {width(row[: row.rindex("  ") + 2]) for row in rows}
        assert len(columns) == 1


# --- On other days, and on other sites ------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "day",
    [dt.date(2026, 10, 1), dt.date(2028, 2, 29), dt.date(2029, 9, 30)],
    ids=["first day of a fiscal year", "leap day", "last day of a fiscal year, a Sunday"],
)
def test_it_can_be_loaded_on_any_day(day: dt.date) -> None:
    with clock_at(moment(day, 10)):
        run()
        coming = quarter(day).next
        states = {
            plan.committee.slug: plan.state
            for plan in QuarterPlan.objects.filter(
                fiscal_year=coming.year, quarter=coming.number
            ).select_related("committee")
            if not plan.committee.closed
        }
        assert states == load.COMING
        assert AuditEvent.objects.latest("at").at <= timezone.now()
        assert member_actions.drift() == []


@pytest.mark.django_db
@override_settings(SETTINGS_MODULE="config.settings.production")
def test_it_does_not_go_onto_a_site_people_work_with() -> None:
    with pytest.raises(CommandError, match="not a development machine"):
        run()
    assert not User.objects.exists()


@pytest.mark.django_db
@override_settings(SETTINGS_MODULE="config.settings.production")
def test_on_a_trial_site_nobody_has_the_known_password(monkeypatch: pytest.MonkeyPatch) -> None:
    given = []

    def loaded(password: str) -> dict[str, int]:
        given.append(password)
        return {"people": 0}

    monkeypatch.setattr(load, "load", loaded)
    said = run("--yes-really-on-this-site")
    assert given[0] != PASSWORD
    assert len(given[0]) >= 20
    assert given[0] in said


@pytest.mark.django_db
def test_it_does_not_mix_with_people_who_are_there_already() -> None:
    User.objects.create_user("real@example.com", name_th="ตัวจริง")
    with pytest.raises(CommandError, match="people or committees of its own"):
        run()
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_there_are_no_people_to_print_before_it_is_loaded() -> None:
    with pytest.raises(CommandError, match="not loaded"):
        run("--people")


def test_the_clock_goes_right_again_also_after_a_failure() -> None:
    real = timezone.now
    with pytest.raises(ZeroDivisionError), clock_at(moment(dt.date(2019, 9, 18))):
        assert today() == dt.date(2019, 9, 18)
        raise ZeroDivisionError
    assert timezone.now is real


def test_keys_of_the_tables_are_not_taken_twice() -> None:
    keys = [row.key for row in people.everybody()]
    assert len(keys) == len(set(keys))
    addresses = [row.email for row in people.everybody()]
    assert len(addresses) == len(set(addresses))
    known = [(province, row.key) for province, row in organisations.rows()]
    assert len(known) == len(set(known))


def test_the_cast_that_is_printed_exists() -> None:
    assert {key for key, _ in people.CAST} <= {row.key for row in people.everybody()}
