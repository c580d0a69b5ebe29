"""Applications: the public form, the committee's steps, the signature."""

import datetime as dt
import itertools
import re

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from actionplans.demo.clock import clock_at
from committees import access, rls
from committees.calendar import today
from committees.errors import NotAllowed, Refused, WrongState
from committees.models import AuditEvent, Notice, Paper
from committees.papers import Upload
from config.settings.base import BASE_DIR
from members.actions import applications as actions
from members.actions import joining
from members.actions import memberships as membership_actions
from members.actions import mou as mou_actions
from members.models import Application, Membership, Organisation, OrganisationContact, Seat
from members.policy import applications as policy
from members.workflow.applications import APPLICATION, STATES
from tests.world import World

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
FORM = {
    "name_th": "มูลนิธิเพื่อนเด็กชายแดน",
    "name_en": "Friends of Border Children Foundation",
    "registration": "ชร. 12/2558",
    "mission": "ช่วยเหลือเด็กไร้สัญชาติให้ได้เรียนหนังสือ",
    "target_groups": "เด็กไร้สัญชาติ",
    "pillars": ["stateless", "education"],
    "districts": ["5709", "5703"],
    "website": "www.border.example.org",
    "contact_th": "นางสาวดารา ใจดี",
    "contact_en": "Dara Chaidi",
    "contact_post": "ผู้อำนวยการ",
    "contact_phone": "053 711 222",
    "contact_email": "Dara@border.example.org",
}


def opened(world: World) -> World:
    """The committee takes applications, and two organisations are members."""
    rules = membership_actions.rules_of(world.cct)
    rules.takes_applications = True
    rules.save()
    for name in ("world_vision", "focus"):
        membership_actions.record_existing(
            committee=world.cct,
            organisation=world.organisations[name],
            since=today().replace(year=today().year - 3, day=1, month=1),
            by=None,
        )
    return world


@pytest.fixture
def joined(world: World) -> World:
    return opened(world)


def form_values() -> dict:
    kept = {name: value for name, value in FORM.items() if name != "contact_email"}
    return kept | {
        "districts": [5709, 5703],
        "contact_email": "dara@border.example.org",
        "website": "https://www.border.example.org",
    }


def applied(world: World) -> Application:
    row, _token = joining.apply(committee=world.cct, values=form_values(), language="th")
    return joining.confirm(application=row, upload=Upload("a.pdf", "application/pdf", PDF))


def findings() -> list[dict[str, str]]:
    return [{"th": "จดทะเบียน", "en": "Registered", "finding": "met", "remark": ""}]


def screened(world: World) -> Application:
    row = applied(world)
    return actions.screen(
        application=row, findings=findings(), version=row.version, by=world.cct_steering
    )


def endorsed(world: World) -> Application:
    return actions.endorse(
        application=screened(world),
        endorser=world.organisations["world_vision"],
        words="",
        by=world.cct_member,
    )


def accepted(world: World) -> Application:
    return actions.accept(
        application=endorsed(world),
        organisation=None,
        decided_on=today(),
        words="",
        by=world.cct_secretary,
    )


def open_version(world: World):
    version = mou_actions.start_mou(
        committee=world.cct,
        values={"name_th": "บันทึกข้อตกลง", "name_en": "MoU", "partner": None, "parties": []},
        by=world.cct_secretary,
    )
    texts = {f"{part}_th": "ข้อความ" for part in ("vision", "mission", "objectives", "principles")}
    version = mou_actions.change_draft(
        mou_version=version, values=texts, version=version.version, by=world.cct_secretary
    )
    return mou_actions.open_version(version=version, by=world.cct_secretary)


# --- The public form ------------------------------------------------------------------------------


def post(client: Client, capture, **other):
    with capture(execute=True):
        return client.post("/join/cct/", FORM | other)


def link_in(message) -> str:
    return re.search(r"/join/\S+", message.body).group()


def test_a_closed_form_is_not_there(world: World) -> None:
    assert Client().get("/join/cct/").status_code == 404
    opened(world)
    assert Client().get("/join/cct/").status_code == 200
    assert Client().get("/join/mae-sai/").status_code == 404


def test_from_the_form_by_mail_to_the_steering_committee(
    joined: World, django_capture_on_commit_callbacks
) -> None:
    visitor = Client()
    answer = post(visitor, django_capture_on_commit_callbacks)
    assert answer.status_code == 302
    row = Application.objects.get()
    assert (row.state, row.contact_email) == ("unconfirmed", "dara@border.example.org")
    # Nobody sees it, in the list or by its address, before the address is confirmed.
    chair = joined.client("cct_chair")
    assert row.name_th not in chair.get("/committees/cct/applications/?show=all").content.decode()
    assert chair.get(row.get_absolute_url()).status_code == 404
    [message] = mail.outbox
    assert message.to == ["dara@border.example.org"]
    link = link_in(message)
    assert row.token_hash not in link
    # Opening the link, as mail programs do, changes nothing; a file has to come with it.
    assert visitor.get(link).status_code == 200
    assert visitor.post(link).status_code == 200
    assert joined.fresh(row).state == "unconfirmed"
    assert not Paper.objects.exists()
    file = SimpleUploadedFile("certificate.pdf", PDF)
    with django_capture_on_commit_callbacks(execute=True):
        answer = visitor.post(link, {"evidence": file})
    assert answer.status_code == 302
    row = joined.fresh(row)
    assert row.state == "applied"
    assert row.evidence.name == "certificate.pdf"
    assert visitor.get(answer.url).status_code == 200
    # The link works once.
    assert visitor.get(link).status_code == 404
    assert visitor.post(link, {"evidence": SimpleUploadedFile("a.pdf", PDF)}).status_code == 404
    told = Notice.objects.filter(kind="application_made").values_list("recipient", flat=True)
    assert set(told) == {joined.cct_chair.pk, joined.cct_steering.pk}
    assert "/where/" in mail.outbox[-1].body or any("/where/" in m.body for m in mail.outbox)


def test_what_was_typed_is_kept_when_something_is_wrong(joined: World) -> None:
    answer = Client().post("/join/cct/", FORM | {"contact_email": "nobody", "mission": ""})
    assert answer.status_code == 200
    text = answer.content.decode()
    for kept in (FORM["name_th"], FORM["registration"], "nobody", FORM["contact_phone"]):
        assert kept in text
    assert not Application.objects.exists()


def test_a_machine_is_answered_alike_and_nothing_is_kept(joined: World) -> None:
    answer = Client().post("/join/cct/", FORM | {"fax": "buy"})
    assert answer.status_code == 302
    assert not Application.objects.exists()


def test_somebody_known_is_answered_like_anybody(joined: World) -> None:
    answers = [
        Client().post("/join/cct/", FORM | {"contact_email": address})
        for address in ("cct_chair@example.org", "unknown@example.org")
    ]
    assert {(one.status_code, one.url) for one in answers} == {(302, "/join/cct/sent/")}


def test_too_many_are_refused_and_keep_what_they_wrote(joined: World) -> None:
    visitor = Client()
    for _number in range(3):
        assert visitor.post("/join/cct/", FORM).status_code == 302
    answer = visitor.post("/join/cct/", FORM)
    assert answer.status_code == 429
    assert FORM["name_th"] in answer.content.decode()
    assert Application.objects.count() == 3


def test_a_link_expires_and_what_was_not_confirmed_is_forgotten(joined: World) -> None:
    row, token = joining.apply(committee=joined.cct, values=form_values(), language="th")
    kept = applied(joined)
    with clock_at(timezone.now() + timezone.timedelta(days=8)):
        assert joining.find_unconfirmed(token) is None
        with pytest.raises(WrongState):
            joining.confirm(application=row, upload=Upload("a.pdf", "application/pdf", PDF))
        assert joining.forget_unconfirmed() == 1
        assert joining.forget_unconfirmed() == 0
    assert list(Application.objects.all()) == [kept]


def test_the_own_link_shows_where_it_is_and_another_leads_nowhere(joined: World) -> None:
    row = applied(joined)
    token = joining.status_token(row)
    visitor = Client()
    page = visitor.get(f"/join/cct/where/{token}/")
    assert page.status_code == 200
    assert row.name_th in page.content.decode()
    for odd in (token[:-2] + "xx", row.pk.hex, f"{row.pk.hex}.x", "x" * 300):
        assert visitor.get(f"/join/cct/where/{odd}/").status_code == 404
    assert visitor.get(f"/join/mae-sai/where/{token}/").status_code == 404
    assert visitor.post(f"/join/cct/stop/{token}/").status_code == 302
    assert joined.fresh(row).state == "withdrawn"
    assert visitor.post(f"/join/cct/stop/{token}/").status_code == 409


# --- The steps ------------------------------------------------------------------------------------


def test_the_whole_way_to_a_seat(joined: World, django_capture_on_commit_callbacks) -> None:
    row = accepted(joined)
    assert (row.state, row.organisation.name_th) == ("accepted", FORM["name_th"])
    assert row.organisation.pillars == FORM["pillars"]
    assert row.organisation.evidence_id == row.evidence_id
    assert OrganisationContact.objects.get(organisation=row.organisation).phone
    assert row.membership.stands == "accepted"
    person = User.objects.get(email="dara@border.example.org")
    assert not person.has_usable_password()
    assert not access.resolve(person.pk).roles
    version = open_version(joined)
    visitor, token = Client(), joining.status_token(row)
    page = visitor.get(f"/join/cct/sign/{token}/")
    assert page.status_code == 200
    values = {
        "signatory_name": "ดารา ใจดี",
        "signatory_post": "ผู้อำนวยการ",
        "signed_on": today().isoformat(),
    }
    assert visitor.post(f"/join/cct/sign/{token}/", values).status_code == 200  # not agreed
    with django_capture_on_commit_callbacks(execute=True):
        answer = visitor.post(f"/join/cct/sign/{token}/", values | {"agrees": "on"})
    assert answer.status_code == 302
    again = joined.fresh(row)
    assert again.state == "member"
    membership = joined.fresh(row.membership)
    assert (membership.since, membership.stands) == (today(), "member_active")
    seat = Seat.objects.get(person=person)
    assert (seat.heads, seat.role, seat.ends) == (True, "member", membership.grace_until)
    assert access.resolve(person.pk).inside == {joined.cct.pk}
    assert any("/invitations/" in message.body for message in mail.outbox)
    assert visitor.get(f"/join/cct/sign/{token}/").status_code == 404
    assert version.pk
    verbs = AuditEvent.objects.filter(subject_id=str(row.pk)).values_list("verb", flat=True)
    assert set(verbs) >= {
        "application_made", "application_screened", "application_endorsed",
        "application_accepted", "application_signed",
    }  # fmt: skip
    # Of the whole way the province reads nothing but the member.
    above = AuditEvent.objects.filter(subject_id=str(row.pk), above=True)
    assert not above.exists()


def test_the_secretary_records_the_signature_from_paper(joined: World) -> None:
    row = accepted(joined)
    mou_actions.record_signature(
        version=open_version(joined),
        organisation=row.organisation,
        signatory_name="ดารา ใจดี",
        signatory_post="ผู้อำนวยการ",
        signed_on=today(),
        upload=Upload("signed.pdf", "application/pdf", PDF),
        by=joined.cct_secretary,
    )
    assert joined.fresh(row).state == "member"
    assert Seat.objects.get(person=row.person).appointed_by == joined.cct_secretary


def test_nobody_is_a_member_since_before_the_decision(joined: World) -> None:
    """Who signs writes the day; an early one makes no older member."""
    row = accepted(joined)
    mou_actions.record_signature(
        version=open_version(joined),
        organisation=row.organisation,
        signatory_name="ดารา ใจดี",
        signatory_post="ผู้อำนวยการ",
        signed_on=today() - dt.timedelta(days=4000),
        upload=Upload("signed.pdf", "application/pdf", PDF),
        by=joined.cct_secretary,
    )
    row = joined.fresh(row)
    assert (row.state, row.membership.since) == ("member", row.decided_on)


WHO = {
    "screen": {"cct_chair", "cct_steering"},
    "endorse": {"cct_chair", "cct_secretary", "cct_steering", "cct_member"},
    "accept": {"cct_chair", "cct_secretary"},
    "decline": {"cct_chair", "cct_secretary"},
    "withdraw": {"cct_chair", "cct_secretary"},
    "confirm": set(),
    "sign": set(),
}
PEOPLE = ("cct_chair", "cct_secretary", "cct_steering", "cct_member", "nok", "pranee", "nuan",
          "stranger", "national_observer")  # fmt: skip


def test_every_step_in_every_state_for_everybody(joined: World) -> None:
    row = applied(joined)
    for name in PEOPLE:
        user = joined.fresh(joined.people[name])
        for action, state in itertools.product(APPLICATION.transitions, STATES):
            row.state = state
            row.committee = joined.cct
            expected = None
            if name not in WHO[action]:
                expected = NotAllowed
            elif state not in APPLICATION.transitions[action].sources:
                expected = WrongState
            try:
                policy.check(action, user, row)
                got = None
            except Refused as refused:
                got = type(refused)
                assert refused.reason
            assert got is expected, (name, action, state)


def test_the_table_covers_every_step() -> None:
    assert WHO.keys() == APPLICATION.transitions.keys()


def test_only_a_member_in_good_standing_endorses(joined: World) -> None:
    row = screened(joined)
    vision = joined.organisations["world_vision"]
    held = Membership.objects.get(organisation=vision)

    def tries():
        return actions.endorse(
            application=row, endorser=vision, words="", by=joined.fresh(joined.cct_member)
        )

    def moved(days: int) -> None:
        shift = held.until - today() + timezone.timedelta(days=days)
        Membership.objects.filter(pk=held.pk).update(
            until=held.until - shift,
            due_from=held.due_from - shift,
            grace_until=held.grace_until - shift,
            since=held.since - shift * 2,
            first_since=held.first_since - shift * 2,
        )

    for days in (3, 60):  # in grace, lapsed
        moved(days)
        with pytest.raises(WrongState) as refused:
            tries()
        assert "good standing" in refused.value.reason
    Membership.objects.filter(pk=held.pk).update(withdrawn_on=today())
    with pytest.raises(WrongState):
        tries()
    # Not for an organisation one does not speak for, and not for one that is no member.
    with pytest.raises(NotAllowed):
        actions.endorse(
            application=row,
            endorser=joined.organisations["focus"],
            words="",
            by=joined.fresh(joined.cct_member),
        )
    moved(0)
    Membership.objects.filter(pk=held.pk).update(withdrawn_on=None)
    assert tries().state == "endorsed"


def test_nobody_endorses_himself(joined: World) -> None:
    row = screened(joined)
    Application.objects.filter(pk=row.pk).update(name_th=joined.organisations["focus"].name_th)
    row = joined.fresh(row)
    with pytest.raises(NotAllowed) as refused:
        actions.endorse(
            application=row,
            endorser=joined.organisations["focus"],
            words="",
            by=joined.cct_steering,
        )
    assert "itself" in refused.value.reason
    Application.objects.filter(pk=row.pk).update(contact_email="CCT_member@example.org")
    with pytest.raises(NotAllowed):
        actions.endorse(
            application=joined.fresh(row),
            endorser=joined.organisations["world_vision"],
            words="",
            by=joined.cct_member,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=row.pk).update(
            endorser=joined.organisations["focus"], organisation=joined.organisations["focus"]
        )


def test_who_endorsed_does_not_record_the_decision(joined: World) -> None:
    row = actions.endorse(
        application=screened(joined),
        endorser=joined.organisations["world_vision"],
        words="",
        by=joined.cct_chair,
    )
    values = {"application": row, "decided_on": today()}
    with pytest.raises(NotAllowed):
        actions.accept(**values, organisation=None, words="", by=joined.cct_chair)
    with pytest.raises(NotAllowed):
        actions.decline(**values, reason="ไม่ครบ", by=joined.cct_chair)
    with pytest.raises(NotAllowed):  # nor is the applicant the member that endorsed it
        actions.accept(
            **values,
            organisation=joined.organisations["world_vision"],
            words="",
            by=joined.cct_secretary,
        )
    assert actions.decline(**values, reason="ไม่ครบ", by=joined.cct_secretary).state == "declined"
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=row.pk).update(decided_by=joined.cct_chair)


def test_a_matched_organisation_keeps_what_it_says_of_itself(joined: World) -> None:
    known = Organisation.objects.create(
        province_id=57, kind="cso", name_th="มูลนิธิเพื่อนเด็กชายแดน", registration="เดิม"
    )
    row = actions.accept(
        application=endorsed(joined),
        organisation=known,
        decided_on=today(),
        words="",
        by=joined.cct_secretary,
    )
    known = joined.fresh(known)
    assert row.organisation_id == known.pk
    assert (known.registration, known.pillars) == ("เดิม", FORM["pillars"])


def test_two_who_decide_at_once_decide_once(joined: World) -> None:
    row = endorsed(joined)
    actions.accept(
        application=row, organisation=None, decided_on=today(), words="", by=joined.cct_secretary
    )
    with pytest.raises(WrongState):
        actions.decline(application=row, decided_on=today(), reason="ไม่ครบ", by=joined.cct_chair)
    assert Membership.objects.filter(organisation__name_th=FORM["name_th"]).count() == 1


def test_an_accepted_applicant_that_withdraws_leaves_the_roll(joined: World) -> None:
    row = accepted(joined)
    joining.withdraw_by_applicant(application=row)
    assert joined.fresh(row.membership).stands == "member_left"
    page = joined.client("nok").get("/committees/cct/members/").content.decode()
    assert FORM["name_th"] not in page


# --- Pages ----------------------------------------------------------------------------------------


def test_the_province_sees_the_roll_and_never_an_applicant(joined: World) -> None:
    row = endorsed(joined)
    nok = joined.client("nok")
    assert nok.get("/committees/cct/members/").status_code == 200
    assert nok.get("/committees/cct/applications/").status_code == 404
    assert nok.get(row.get_absolute_url()).status_code == 404
    for path in ("/committees/cct/members/", "/committees/cct/", "/committees/cct/history/", "/"):
        assert FORM["name_th"] not in nok.get(path).content.decode(), path
    with rls.acting_as(joined.nok.pk):
        assert not Application.objects.exists()
    with rls.acting_as(joined.pranee.pk):
        assert not Application.objects.exists()
        assert not Membership.objects.exists()


def waiting(world: World, name: str) -> str:
    return world.client(name, "en").get("/").content.decode()


def test_the_first_page_says_what_waits_for_whom(joined: World) -> None:
    what = "Application of Friends of Border Children"
    row = applied(joined)
    assert what in waiting(joined, "cct_steering")
    assert what not in waiting(joined, "cct_member")
    row = actions.screen(
        application=row, findings=findings(), version=row.version, by=joined.cct_steering
    )
    assert what in waiting(joined, "cct_member")
    actions.endorse(
        application=row,
        endorser=joined.organisations["world_vision"],
        words="",
        by=joined.cct_chair,
    )
    assert what not in waiting(joined, "cct_member")
    assert what in waiting(joined, "cct_secretary")
    assert what not in waiting(joined, "cct_chair")  # who endorsed does not decide


def test_each_page_keeps_its_number_of_queries(
    joined: World, django_assert_max_num_queries
) -> None:
    row = endorsed(joined)
    client = joined.client("cct_chair")
    held = Membership.objects.first()
    for path in (
        "/committees/cct/members/",
        "/committees/cct/applications/",
        row.get_absolute_url(),
        f"/committees/cct/members/{held.pk}/",
    ):
        client.get(path)
        with django_assert_max_num_queries(20):
            assert client.get(path).status_code == 200


def test_the_roll_counts_an_organisation_with_two_pillars_once(joined: World) -> None:
    vision = joined.organisations["world_vision"]
    Organisation.objects.filter(pk=vision.pk).update(pillars=["education", "stateless"])
    client = joined.client("cct_chair", "en")
    page = re.sub(r"<[^>]+>", "", client.get("/committees/cct/members/").content.decode())
    assert re.search(r"\b2\s+member organisations", page)
    assert "education 1" in page
    assert "stateless people 1" in page
    sheet = client.get("/committees/cct/members/list.csv?pillar=education").content.decode()
    assert "World Vision" in sheet
    assert "FOCUS" not in sheet


def test_odd_rules_are_answered_and_kept(joined: World) -> None:
    client = joined.client("cct_secretary", "en")
    page = client.get("/committees/cct/members/settings/")
    assert page.status_code == 200
    values = {
        "anniversary": "common",
        "common_day": "31",
        "common_month": "2",
        "opens_before": "๖๐",
        "grace_days": "30",
        "reminders": "90, x",
        "late_reminders": "60",
        "checklist_th": "ก\nข",
        "checklist_en": "a",
        "version": "1",
        "welcome_th": "ยินดีต้อนรับ",
    }
    answer = client.post("/committees/cct/members/settings/", values)
    assert answer.status_code == 200
    text = answer.content.decode()
    for said in ("Not every year has this day", "Write days as numbers", "lie outside",
                 "There are 1 points here", "ยินดีต้อนรับ"):  # fmt: skip
        assert said in text, said
    good = values | {
        "common_day": "18",
        "common_month": "9",
        "reminders": "60 30,0",
        "late_reminders": "7",
        "checklist_en": "a\nb",
    }
    assert client.post("/committees/cct/members/settings/", good).status_code == 302
    rules = membership_actions.rules_of(joined.cct)
    assert (rules.common, rules.reminders) == ((9, 18), [60, 30, 0, -7])
    assert client.post("/committees/cct/members/settings/", good).status_code == 409


def test_the_diagram_of_the_documentation_is_that_of_the_table() -> None:
    text = (BASE_DIR / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert APPLICATION.diagram() in text
