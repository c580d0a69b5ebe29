"""Activities: logging, correcting, withdrawing, their files, and who may do it when."""

import datetime as dt
import io
import uuid
from decimal import Decimal
from typing import Any

import pytest
from PIL import Image

from accounts.models import User
from actionplans.actions import activities as actions
from actionplans.activity_lists import Filters, figures_of
from actionplans.activity_words import gift_words
from actionplans.models import Activity, ActivityPaper, ActivityVersion, Contribution
from actionplans.policy import activities as policy
from committees import papers
from committees.calendar import fiscal_year, today
from committees.errors import Conflict, NotAllowed, WrongState
from committees.models import Area, AuditEvent, Notice, Paper
from committees.papers import JPEG, Upload
from tests.factories import ActivityFactory
from tests.world import World

pytestmark = pytest.mark.django_db


def person(world: World, name: str) -> User:
    """Somebody of the cast, as a new request knows them."""
    return User.objects.get(pk=world.people[name].pk)


def values(world: World, **more: Any) -> dict[str, Any]:
    """A campaign in Mae Sai."""
    return {
        "kind": "campaign",
        "pillar": "counter_trafficking",
        "title": "รณรงค์ที่ตลาดแม่สาย",
        "line": None,
        "starts": today(),
        "ends": today(),
        "district": Area.objects.get(pk=5709),
        "subdistrict": None,
        "lead": world.organisations["office"],
        "reached": 250,
    } | more


def photo(colour: str = "red") -> Upload:
    """A small picture as `PapersField` gives it."""
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(buffer, "JPEG")
    return Upload(f"{colour}.jpg", JPEG, buffer.getvalue())


def logged(world: World, by: str = "pranee", **more: Any) -> Activity:
    """An activity of Mae Sai, logged by the real act."""
    return actions.log_activity(
        committee=world.mae_sai, values=values(world, **more), by=person(world, by)
    )


# --- Logging --------------------------------------------------------------------------------------


def test_what_was_logged_is_kept_with_its_figures_and_one_event(world: World) -> None:
    row = logged(
        world,
        women=3,
        men=2,
        unsaid=1,
        joined=[world.organisations["police"], world.organisations["office"]],
        practitioners={"police": 4, "health": 0},
        contributions=[
            {
                "kind": "cash",
                "organisation": world.organisations["office"],
                "amount": Decimal(1500),
            },
            {"kind": "cash", "payer": "ร้านทอง", "amount": Decimal("500.50"), "funding": "donor"},
            {
                "kind": "staff",
                "organisation": world.organisations["police"],
                "days": Decimal("2.5"),
            },
        ],
        files=[photo(), photo("blue"), photo()],
    )
    row.refresh_from_db()
    assert (row.participants, row.cost, row.above) == (6, Decimal("2000.50"), True)
    assert row.fiscal_year == fiscal_year(today())
    # The one that led does not take part a second time; nor is the same photo kept twice.
    assert [one.organisation for one in row.taking_part.all()] == [world.organisations["police"]]
    assert [(one.discipline, one.count) for one in row.practitioners.all()] == [("police", 4)]
    assert row.papers.filter(is_photo=True, above=True).count() == 2
    event = AuditEvent.objects.get(verb="activity_logged", subject_id=str(row.pk))
    assert (event.above, event.after["reached"], event.after["lead"]["id"]) == (
        True,
        250,
        world.organisations["office"].pk,
    )


def test_the_same_form_sent_again_is_the_same_activity_and_another_content_another(
    world: World,
) -> None:
    key, by = uuid.uuid4(), person(world, "pranee")

    def send(**more: Any) -> Activity:
        return actions.log_activity(
            committee=world.mae_sai, values=values(world, **more), by=by, form_key=key
        )

    first = send(files=[photo()])
    assert send(files=[photo()]).pk == first.pk
    assert Activity.objects.count() == 1
    assert AuditEvent.objects.filter(verb="activity_logged").count() == 1
    assert send(title="รณรงค์ที่โรงเรียน").pk != first.pk


@pytest.mark.parametrize(
    ("who", "committee", "refused"),
    [
        ("pranee", "mae_sai", None),
        ("superintendent", "mae_sai", None),
        ("cct_member", "cct", None),
        ("wichai", "mae_sai_suppression", None),
        ("observer", "mae_sai", NotAllowed),
        ("malee", "mae_sai", NotAllowed),
        ("nok", "mae_sai", NotAllowed),
        ("national_observer", "mae_sai", NotAllowed),
    ],
)
def test_who_logs(world: World, who: str, committee: str, refused: Any) -> None:
    act = {
        "committee": world.committees[committee],
        "values": values(world),
        "by": person(world, who),
    }
    if refused:
        with pytest.raises(refused):
            actions.log_activity(**act)
    else:
        row = actions.log_activity(**act)
        assert row.above is not world.committees[committee].closed


# --- Correcting -----------------------------------------------------------------------------------


def test_a_correction_keeps_the_earlier_wording_and_tells_the_logger(world: World) -> None:
    row = logged(world, "superintendent", joined=[world.organisations["hospital"]])
    saved = actions.correct_activity(
        activity=row,
        values=values(world, reached=300, joined=[]),
        version=1,
        reason="นับใหม่",
        by=person(world, "pranee"),
    )
    assert (saved.version, saved.reached, saved.logged_by) == (2, 300, world.superintendent)
    kept = ActivityVersion.objects.get(activity=row)
    assert (kept.number, kept.content["reached"], kept.reason) == (1, 250, "นับใหม่")
    assert [one["id"] for one in kept.content["joined"]] == [world.organisations["hospital"].pk]
    event = AuditEvent.objects.get(verb="activity_corrected")
    assert (event.before["reached"], event.after["reached"]) == (250, 300)
    assert set(event.after) == {"reached", "joined"}
    notice = Notice.objects.get(kind="activity_corrected")
    assert notice.recipient_id == world.superintendent.pk
    assert row.title not in str(notice.values)


def test_a_correction_of_nothing_keeps_nothing(world: World) -> None:
    row = logged(world)
    actions.correct_activity(
        activity=row, values=values(world), version=1, reason="–", by=person(world, "pranee")
    )
    assert not ActivityVersion.objects.exists()
    assert Activity.objects.get().version == 1


def test_a_correction_of_what_somebody_else_changed_is_a_conflict(world: World) -> None:
    row = logged(world)
    by = person(world, "pranee")
    act = {"activity": row, "version": 1, "reason": "นับใหม่", "by": by}
    actions.correct_activity(values=values(world, reached=1), **act)
    with pytest.raises(Conflict):
        actions.correct_activity(values=values(world, reached=2), **act)
    assert Activity.objects.get().reached == 1


@pytest.mark.parametrize(
    ("logger", "who", "allowed"),
    [
        ("superintendent", "superintendent", True),
        ("superintendent", "pranee", True),
        ("superintendent", "somchai", True),
        ("pranee", "superintendent", False),
        ("pranee", "observer", False),
        ("pranee", "nok", False),
        ("pranee", "malee", False),
    ],
)
def test_whose_it_is_to_correct_and_withdraw(
    world: World, logger: str, who: str, allowed: bool
) -> None:
    row, user = logged(world, logger), person(world, who)
    acts = [
        lambda: actions.correct_activity(
            activity=row, values=values(world, reached=7), version=1, reason="นับ", by=user
        ),
        lambda: actions.add_files(activity=row, files=[photo()], caption="", by=user),
        lambda: actions.withdraw_activity(activity=row, reason="ซ้ำ", by=user),
        lambda: actions.restore_activity(activity=row, by=user),
    ]
    for act in acts:
        if allowed:
            act()
        else:
            with pytest.raises(NotAllowed):
                act()


# --- Withdrawing ----------------------------------------------------------------------------------


def test_what_is_withdrawn_counts_nowhere_is_hidden_above_and_comes_back(world: World) -> None:
    row = logged(world, files=[photo()], joined=[world.organisations["police"]])
    by = person(world, "pranee")
    scope = world.scope("nok")
    seen = Activity.objects.visible_to(scope)
    assert seen.count() == 1
    actions.withdraw_activity(activity=row, reason="บันทึกซ้ำ", by=by)
    assert not seen.exists()
    assert not Paper.objects.visible_to(scope).filter(name="red.jpg").exists()
    # Nor do they read in the history why.
    told = AuditEvent.objects.filter(subject_id=str(row.pk), reason="บันทึกซ้ำ")
    assert (told.count(), told.visible_to(scope).count()) == (1, 0)
    assert figures_of(Filters().apply(Activity.objects.all())).activities == 0
    with pytest.raises(WrongState):
        actions.withdraw_activity(activity=row, reason="อีกครั้ง", by=by)
    with pytest.raises(WrongState):
        actions.add_files(activity=row, files=[photo("blue")], caption="", by=by)
    back = actions.restore_activity(activity=row, by=by)
    assert (back.withdrawn_at, back.withdrawn_reason, seen.count()) == (None, "", 1)
    assert Paper.objects.visible_to(scope).filter(name="red.jpg").exists()
    with pytest.raises(WrongState):
        actions.restore_activity(activity=row, by=by)


def test_an_accepted_report_locks_the_days_of_its_quarter(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, by = logged(world), person(world, "pranee")
    asked: list[tuple[dt.date, dt.date]] = []

    def locked(_committee: Any, starts: dt.date, ends: dt.date, *, lock: bool = False) -> None:
        asked.append((starts, ends))
        raise WrongState("locked")

    monkeypatch.setattr(policy, "check_period_open", locked)
    for act in (
        lambda: actions.log_activity(committee=world.mae_sai, values=values(world), by=by),
        lambda: actions.correct_activity(
            activity=row, values=values(world, reached=1), version=1, reason="นับ", by=by
        ),
        lambda: actions.withdraw_activity(activity=row, reason="ซ้ำ", by=by),
        lambda: actions.add_files(activity=row, files=[photo()], caption="", by=by),
    ):
        with pytest.raises(WrongState, match="locked"):
            act()
    assert asked == [(today(), today())] * 4


def test_days_of_work_are_said_in_digits() -> None:
    gift = {"kind": "staff", "organisation": None, "payer": "เทศบาล", "funding": "", "what": ""}
    said = [gift_words(gift | {"amount": "0.00", "days": days}) for days in ("20.0", "2.5")]
    assert ["20" in said[0], "2.5" in said[1], "E+" in said[0]] == [True, True, False]


# --- Files ----------------------------------------------------------------------------------------


def test_a_removed_photo_is_gone_for_good(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    row, by = logged(world, files=[photo()]), person(world, "pranee")
    kept = ActivityPaper.objects.select_related("activity", "paper").get(activity=row)
    captioned = actions.caption_file(row=kept, caption="ตลาดแม่สาย", by=by)
    assert captioned.caption == "ตลาดแม่สาย"
    key, paper = kept.paper.key, kept.paper_id
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_file(row=kept, by=by)
    assert not Paper.objects.filter(pk=paper).exists()
    assert not papers.storage().exists(key)
    # Who pressed at the same moment is told, and nothing is recorded twice.
    late = ActivityPaper(pk=kept.pk or 1, activity=row, paper_id=paper)
    with pytest.raises(WrongState, match="removed just now"):
        actions.remove_file(row=late, by=by)
    with pytest.raises(WrongState, match="removed just now"):
        actions.caption_file(row=late, caption="ช้าไป", by=by)
    assert AuditEvent.objects.filter(verb="activity_file_removed").count() == 1


def test_an_activity_keeps_no_more_files_than_one_can_look_through(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_FILES", 1)
    row, by = logged(world, files=[photo()]), person(world, "pranee")
    assert actions.add_files(activity=row, files=[photo()], caption="", by=by) == []
    with pytest.raises(WrongState, match="at most 1"):
        actions.add_files(activity=row, files=[photo("blue")], caption="", by=by)


# --- Figures --------------------------------------------------------------------------------------


def test_the_knowledge_gain_is_weighted_by_those_who_took_both_tests(world: World) -> None:
    for tested, before, after in ((10, "40", "60"), (30, "50", "55"), (0, None, None)):
        ActivityFactory(
            committee=world.mae_sai,
            by=person(world, "pranee"),
            tested=tested,
            before=before and Decimal(before),
            after=after and Decimal(after),
            women=tested,
            contributions=[
                {
                    "kind": "cash",
                    "organisation": world.organisations["office"],
                    "amount": Decimal(100),
                }
            ],
        )
    found = figures_of(Activity.objects.all())
    # (10 x 20 + 30 x 5) / 40
    assert (found.gain, found.tested, found.women, found.cost) == (Decimal("8.75"), 40, 40, 300)
    assert Contribution.objects.count() == 3


def test_filters_find_what_they_name(world: World) -> None:
    old = logged(world, starts=dt.date(2020, 1, 5), ends=dt.date(2020, 1, 6), kind="training")
    new = logged(world, joined=[world.organisations["police"]], title="ประชุมชุมชน")

    def found(**query: str) -> list[int]:
        return [row.pk for row in Filters.of(query).apply(Activity.objects.order_by("pk"))]

    assert found() == found(year="nonsense", kind="x", organisation="ก") == [old.pk, new.pk]
    assert found(kind="training") == found(year="2563", quarter="2") == [old.pk]
    assert found(year="๒๕๖๓", quarter="1") == []
    assert found(organisation=str(world.organisations["police"].pk)) == [new.pk]
    assert found(planned="unplanned", committee="mae-sai") == [old.pk, new.pk]
    assert found(planned="planned") == found(withdrawn="1") == []
