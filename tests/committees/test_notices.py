"""Who is told of what, once each, in their language, whatever breaks in between."""

import datetime as dt
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override
from kombu.exceptions import OperationalError

from accounts.models import NoticeMode, User
from actionplans.actions import plans as plan_actions
from actionplans.models import State
from committees import notices, rls, tasks
from committees.models import AuditEvent, Notice
from members.actions import seats as member_actions
from tests.world import World

pytestmark = pytest.mark.django_db
Committed = Callable[..., AbstractContextManager[list[Any]]]


@pytest.fixture
def quiet(world: World) -> World:
    """The cast, with nothing left to be mailed."""
    Notice.objects.update(emailed_at=timezone.now(), read_at=timezone.now())
    return world


def submit(world: World) -> None:
    plan_actions.submit_plan(plan=world.mae_sai_draft, by=world.fresh(world.pranee))


def told(kind: str) -> set[str]:
    rows = Notice.objects.filter(kind=kind, read_at__isnull=True)
    return {email.split("@")[0] for email in rows.values_list("recipient__email", flat=True)}


def older(minutes: int = 5) -> None:
    """Let all notices be some minutes old, as the sweep finds them."""
    Notice.objects.update(created_at=timezone.now() - dt.timedelta(minutes=minutes))


# --- Who is told ----------------------------------------------------------------------------------


def test_who_approves_is_told_of_a_submission(quiet: World) -> None:
    submit(quiet)
    assert told("plan_submitted") == {"somchai"}


def test_who_sent_it_and_who_receives_it_are_told_of_an_approval(quiet: World) -> None:
    plan_actions.approve_plan(plan=quiet.chiang_khong_submitted, by=quiet.boonsri)
    assert told("plan_approved") == {"malee"}
    assert told("plan_to_receive") == {"nok", "noi"}


def test_who_sent_it_and_who_approved_it_are_told_of_its_receipt(quiet: World) -> None:
    plan_actions.receive_plan(plan=quiet.cct_approved, by=quiet.nok)
    assert told("plan_received") == {"cct_secretary", "cct_chair"}


def test_nobody_outside_is_told_of_a_closed_group(quiet: World) -> None:
    plan_actions.approve_plan(plan=quiet.suppression_submitted, by=quiet.sup_chief)
    assert told("plan_approved") == {"inspector"}
    assert told("plan_to_receive") == set()


def test_a_person_is_told_of_a_seat_they_were_given(quiet: World) -> None:
    member_actions.give_seat(
        committee=quiet.mae_sai,
        person=quiet.stranger,
        values={
            "organisation": quiet.organisations["hospital"],
            "role": "member",
            "starts": timezone.now().date(),
        },
        by=quiet.pranee,
    )
    assert told("seat_given") == {"stranger"}


def test_those_who_keep_the_seats_are_told_when_someone_leaves(quiet: World) -> None:
    seat = quiet.seat("observer", "mae_sai")
    member_actions.end_seat(seat=seat, ends=None, reason="", by=quiet.observer)
    assert told("seat_left") >= {"pranee", "somchai", "chief", "nok", "noi"}
    assert told("seat_ending") == set()


def event(world: World) -> AuditEvent:
    return AuditEvent.objects.filter(actor_id=world.pranee.pk).latest("at")


def tell(world: World, *people: User) -> list[Notice]:
    return notices.tell(
        kind="plan_submitted",
        event=event(world),
        committee=world.mae_sai,
        recipients=people,
        url="/",
        values={"plan": {"th": "ไตรมาส 1", "en": "Q1"}},
    )


def test_the_actor_is_never_told_of_the_own_act(quiet: World) -> None:
    assert tell(quiet, quiet.pranee) == []


def test_nobody_is_told_twice_of_one_event(quiet: World) -> None:
    assert len(tell(quiet, quiet.somchai, quiet.somchai)) == 1


def test_an_unknown_kind_is_a_mistake_of_the_programmer(quiet: World) -> None:
    with pytest.raises(ValueError, match="unknown kind of notice"):
        notices.tell(
            kind="news",
            event=event(quiet),
            committee=quiet.mae_sai,
            recipients=[quiet.somchai],
            url="/",
            values={},
        )


def test_a_kind_is_registered_once() -> None:
    with pytest.raises(ValueError, match="registered twice"):
        notices.register({"plan_submitted": notices.Wording("a", "b")})


def test_notices_are_seen_by_their_reader_alone(world: World) -> None:
    waiting = Notice.objects.visible_to(world.scope("boonsri"))
    assert [row.kind for row in waiting] == ["plan_submitted"]
    assert not Notice.objects.visible_to(world.scope("malee")).filter(kind="plan_submitted")


def test_a_reader_marks_the_own_notice_as_read_and_no_other(world: World) -> None:
    with rls.acting_as(world.boonsri.pk):
        assert Notice.objects.update(read_at=timezone.now()) == 1
    assert Notice.objects.filter(read_at__isnull=False).count() == 1


# --- The words ------------------------------------------------------------------------------------


def test_every_kind_says_something_in_both_languages() -> None:
    names = {"th": "ก", "en": "A"}
    for kind, wording in notices.KINDS.items():
        # What the English words name is all that the Thai ones may name.
        named = re.findall(r"%\((\w+)\)", f"{wording.subject} {wording.sentence}")
        notice = Notice(kind=kind, values=dict.fromkeys(named, names))
        for language in ("th", "en"):
            for text in (notices.subject(notice, language), notices.sentence(notice, language)):
                assert text
                assert "%" not in text


def test_a_kind_that_left_the_table_is_still_shown(world: World) -> None:
    notice = Notice(kind="gone", values={})
    with override("en"):
        assert notices.sentence(notice) == "Something changed."


# --- Mail -----------------------------------------------------------------------------------------


def test_mail_goes_out_after_the_commit_and_not_before(
    quiet: World, mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: Committed
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        submit(quiet)
        assert mailoutbox == []
    (mail,) = mailoutbox
    assert mail.to == ["somchai@example.org"]


def test_an_act_that_is_undone_tells_nobody(
    quiet: World, mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: Committed
) -> None:
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(ZeroDivisionError),
        transaction.atomic(),
    ):
        submit(quiet)
        raise ZeroDivisionError
    assert mailoutbox == []
    assert told("plan_submitted") == set()


@pytest.mark.parametrize(("language", "name"), [("th", "อำเภอแม่สาย"), ("en", " of Mae Sai")])
def test_mail_is_in_the_readers_language(
    quiet: World,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: Committed,
    language: str,
    name: str,
) -> None:
    User.objects.filter(pk=quiet.somchai.pk).update(language=language)
    other = "en" if language == "th" else "th"
    with override(other), django_capture_on_commit_callbacks(execute=True):
        submit(quiet)
    (mail,) = mailoutbox
    assert name in mail.body
    assert ("Dear" in mail.body) is (language == "en")


def test_mail_names_the_page_and_quotes_nothing_people_wrote(
    quiet: World, mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: Committed
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        plan_actions.return_plan(
            plan=quiet.chiang_khong_submitted, by=quiet.boonsri, reason="ข้อความลับ"
        )
    (mail,) = mailoutbox
    assert quiet.chiang_khong_submitted.get_absolute_url() in mail.body
    assert "ข้อความลับ" not in mail.body
    assert "ข้อความลับ" not in mail.subject


def test_a_line_break_in_a_name_cannot_add_a_header(quiet: World) -> None:
    notice = tell(quiet, quiet.somchai)[0]
    notice.values["committee"] = {"th": "ชื่อ\nBcc: x@example.com", "en": ""}
    assert "\n" not in notices.mail(quiet.somchai, [notice]).subject


def test_a_notice_is_mailed_once_however_often_its_task_runs(
    quiet: World, mailoutbox: list[EmailMessage]
) -> None:
    (notice,) = tell(quiet, quiet.somchai)
    assert tasks.send_notice(str(notice.pk)) is True
    assert tasks.send_notice(str(notice.pk)) is False
    assert len(mailoutbox) == 1
    assert quiet.fresh(notice).emailed_at is not None


def test_a_task_for_a_notice_that_is_gone_does_nothing(mailoutbox: list[EmailMessage]) -> None:
    assert tasks.send_notice("00000000-0000-0000-0000-000000000001") is False
    assert mailoutbox == []


def test_a_mail_server_that_is_down_loses_nothing(
    quiet: World, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    (notice,) = tell(quiet, quiet.somchai)
    with monkeypatch.context() as down:
        down.setattr(
            "django.core.mail.EmailMessage.send",
            lambda self: (_ for _ in ()).throw(SMTPServerDisconnected("gone")),
        )
        assert tasks.send_notice(str(notice.pk)) is False
    notice = quiet.fresh(notice)
    assert (notice.emailed_at, notice.attempts) == (None, 1)
    older()
    assert tasks.sweep_notices() == 1
    assert len(mailoutbox) == 1


def test_a_broker_that_is_down_loses_nothing(
    quiet: World,
    mailoutbox: list[EmailMessage],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Committed,
) -> None:
    def down(*args: object, **kwargs: object) -> None:
        raise OperationalError("no broker")

    with monkeypatch.context() as broken:
        broken.setattr(tasks.send_notice, "delay", down)
        with django_capture_on_commit_callbacks(execute=True):
            submit(quiet)
    assert quiet.fresh(quiet.mae_sai_draft).state == State.SUBMITTED
    assert mailoutbox == []
    older()
    assert tasks.sweep_notices() == 1
    assert [mail.to for mail in mailoutbox] == [["somchai@example.org"]]
    assert tasks.sweep_notices() == 0


def test_the_sweep_leaves_what_was_queued_a_moment_ago(quiet: World) -> None:
    tell(quiet, quiet.somchai)
    assert tasks.sweep_notices() == 0


def test_the_sweep_gives_up_after_many_attempts(quiet: World) -> None:
    tell(quiet, quiet.somchai)
    older()
    Notice.objects.update(attempts=tasks.MOST_ATTEMPTS)
    assert tasks.sweep_notices() == 0


def test_somebody_without_a_password_gets_no_notice_by_mail_and_is_not_swept_again(
    quiet: World, mailoutbox: list[EmailMessage]
) -> None:
    (notice,) = tell(quiet, quiet.invited)
    assert tasks.send_notice(str(notice.pk)) is False
    assert mailoutbox == []
    older()
    assert tasks.sweep_notices() == 0


# --- Once a day -----------------------------------------------------------------------------------


@pytest.fixture
def daily(quiet: World) -> World:
    """Somchai wants everything once a day, and two things wait for him."""
    User.objects.filter(pk=quiet.somchai.pk).update(notice_mode=NoticeMode.DAILY)
    submit(quiet)
    plan_actions.withdraw_plan(plan=quiet.mae_sai_draft, by=quiet.fresh(quiet.pranee))
    return quiet


def test_who_wants_it_once_a_day_gets_one_mail_with_everything(
    daily: World, mailoutbox: list[EmailMessage]
) -> None:
    older()
    assert tasks.sweep_notices() == 0
    assert tasks.send_digests() == 1
    (mail,) = mailoutbox
    assert mail.to == ["somchai@example.org"]
    assert mail.body.count("/committees/mae-sai/plans/") == 2


def test_a_digest_is_sent_once(daily: World, mailoutbox: list[EmailMessage]) -> None:
    tasks.send_digests()
    assert tasks.send_digests() == 0
    assert tasks.send_digest(str(daily.somchai.pk)) is False
    assert len(mailoutbox) == 1


def test_nothing_is_queued_at_once_for_who_wants_it_once_a_day(
    daily: World, mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: Committed
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        submit(daily)
    assert mailoutbox == []


def test_a_notice_is_read_with_the_page_it_leads_to(quiet: World) -> None:
    submit(quiet)
    notice = Notice.objects.get(kind="plan_submitted", recipient=quiet.somchai)
    client = quiet.client("somchai")
    client.get("/plans/")
    notice.refresh_from_db()
    assert notice.read_at is None
    client.get(notice.url)
    notice.refresh_from_db()
    assert notice.read_at is not None
