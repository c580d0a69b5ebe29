"""The directory: who sees and changes what, contacts, evidence, lists and exports."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from committees import papers, rls
from committees.errors import Conflict, NotAllowed
from committees.models import AuditEvent, Paper
from committees.policy import allows
from members.actions import organisations as actions
from members.matching import Matcher, normalised
from members.models import Organisation, OrganisationContact
from members.policy import organisations as policy
from tests.factories import OrganisationFactory
from tests.world import World

pytestmark = pytest.mark.django_db
CONTACT = {"name": "Somsri Jaidee", "post": "Director", "phone": "053 711 222", "email": ""}
PDF = b"%PDF-1.7\n%%EOF\n"


def focus(world: World) -> Organisation:
    return Organisation.objects.get(pk=world.organisations["focus"].pk)


def change(world: World, who: str, version: int = 1, **values: Any) -> Organisation:
    return actions.change_organisation(
        organisation=focus(world),
        values=values,
        version=version,
        by=world.fresh(world.people[who]),
    )


def form(world: World, **other: Any) -> dict[str, Any]:
    row = focus(world)
    return {
        "name_th": row.name_th,
        "name_en": row.name_en,
        "kind": row.kind,
        "version": row.version,
        **other,
    }


# --- Who may ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "keeps", "contacts"),
    [
        ("nok", True, True),
        ("pranee", True, True),
        ("cct_secretary", True, True),
        ("inspector", True, True),
        ("cct_steering", False, True),  # FOCUS's own
        ("cct_chair", False, False),  # of another organisation
        ("somchai", False, False),
        ("observer", False, False),
        ("nuan", False, False),
        ("national_observer", False, False),
        ("stranger", False, False),
        ("former", False, False),
    ],
)
def test_who_keeps_the_directory_and_who_its_own_contacts(
    world: World, who: str, keeps: bool, contacts: bool
) -> None:
    person = world.fresh(world.people[who])
    assert allows(policy.check_keep, person, 57) is keeps
    assert allows(policy.check_contacts, person, focus(world)) is contacts


def test_where_a_head_is_named_only_the_head_speaks_for_the_organisation(world: World) -> None:
    seat = world.seat("cct_secretary", "cct")
    type(seat).objects.filter(pk=seat.pk).update(heads=True)
    assert not allows(policy.check_contacts, world.fresh(world.cct_steering), focus(world))


def test_what_is_done_stands_in_the_history_of_the_highest_committee_kept_for(
    world: World,
) -> None:
    change(world, "nok", website="https://focus.example.org")
    event = AuditEvent.objects.filter(verb="organisation_changed").latest("at")
    assert (event.committee_id, event.above) == (world.chiang_rai.pk, True)
    assert event.before == {"website": ""}
    assert event.after == {"website": "https://focus.example.org"}


# --- Facts ------------------------------------------------------------------------------------


def test_facts_are_changed_once_and_nothing_changed_leaves_no_trace(world: World) -> None:
    events = AuditEvent.objects.count()
    row = change(world, "cct_secretary", pillars=["education"], districts=[5709])
    assert (row.version, row.pillars, row.districts) == (2, ["education"], [5709])
    assert change(world, "cct_secretary", 2, pillars=["education"]).version == 2
    assert AuditEvent.objects.count() == events + 1


def test_two_who_change_it_at_once_do_not_overwrite_each_other(world: World) -> None:
    change(world, "nok", website="https://one.example.org")
    with pytest.raises(Conflict):
        change(world, "pranee", 1, website="https://two.example.org")
    assert focus(world).website == "https://one.example.org"


@pytest.mark.parametrize("who", ["somchai", "cct_chair", "nuan", "national_observer"])
def test_others_do_not_change_it(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        change(world, who, website="https://x.example.org")


def test_districts_of_another_province_are_refused_by_the_database(world: World) -> None:
    row = focus(world)
    for codes in ([5501], [5709, 5501], [57], [570901]):
        with pytest.raises(IntegrityError, match="districts_in_province"), transaction.atomic():
            Organisation.objects.filter(pk=row.pk).update(districts=codes)


def test_the_evidence_is_a_paper_of_the_committee_that_filed_it(world: World) -> None:
    client = world.client("cct_secretary", "en")
    data = form(world, evidence=SimpleUploadedFile("certificate.pdf", PDF))
    answer = client.post(reverse("organisation_edit", args=[focus(world).pk]), data)
    assert answer.status_code == 302, answer.context["form"].errors
    paper = Paper.objects.get(pk=focus(world).evidence_id)
    assert (paper.committee_id, paper.name) == (world.cct.pk, "certificate.pdf")
    page = reverse("organisation", args=[focus(world).pk])
    assert str(paper.pk) in client.get(page).content.decode()
    # Mae Sai sees that it is filed, and no way to it.
    seen = world.client("pranee", "en").get(page).content.decode()
    assert str(paper.pk) not in seen
    assert "evidence is filed" in seen


def test_evidence_of_another_province_is_refused_by_the_database(world: World) -> None:
    paper = papers.store(
        committee=world.nan_border, upload=papers.Upload("x.pdf", papers.PDF, PDF), by=None
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=focus(world).pk).update(evidence=paper)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_form_shows_theirs_and_keeps_yours_when_somebody_was_first(world: World) -> None:
    data = form(world, website="yours.example.org", pillars=["education"], districts=["5709"])
    change(world, "nok", website="https://theirs.example.org", pillars=["stateless"])
    client = world.client("pranee", "en")
    answer = client.post(reverse("organisation_edit", args=[focus(world).pk]), data)
    assert answer.status_code == 409
    rows = {
        str(row["label"]): (row["theirs"], row["yours"])
        for row in answer.context["conflict"]["rows"]
    }
    assert rows["website"] == ("https://theirs.example.org", "https://yours.example.org")
    assert rows["pillars"] == ("stateless people", "education")
    assert rows["districts served"] == ("", "Mae Sai")
    again = answer.context["form"]
    assert again.data["website"] == "yours.example.org"
    data["version"] = again.data["version"]
    assert (
        client.post(reverse("organisation_edit", args=[focus(world).pk]), data).status_code == 302
    )
    assert focus(world).pillars == ["education"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("website", "javascript:alert(1)"),
        ("website", "http://"),
        ("pillars", "fishing"),
        ("districts", "5501"),
        ("districts", "x"),
        ("kind", "club"),
        ("name_th", ""),
        ("registration", "9" * 100),
        ("version", "x"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field(world: World, field: str, value: str) -> None:
    client = world.client("nok", "en")
    answer = client.post(
        reverse("organisation_edit", args=[focus(world).pk]), form(world, **{field: value})
    )
    assert answer.status_code == 200
    assert field in answer.context["form"].errors


def test_a_name_that_is_taken_is_said_at_the_name(world: World) -> None:
    taken = world.organisations["hospital"].name_th
    answer = world.client("nok", "en").post(
        reverse("organisation_edit", args=[focus(world).pk]), form(world, name_th=taken)
    )
    assert answer.context["form"].errors["name_th"]
    assert focus(world).version == 1


# --- Contacts ---------------------------------------------------------------------------------


def contact(world: World) -> OrganisationContact:
    return actions.add_contact(
        organisation=focus(world), values=CONTACT, by=world.fresh(world.cct_steering)
    )


@pytest.mark.parametrize(
    ("who", "sees"),
    [("pranee", True), ("kanda", True), ("nok", True), ("nuan", False), ("two_hats", True),
     ("national_observer", False), ("stranger", False), ("former", False)],
)  # fmt: skip
def test_contacts_are_read_in_their_own_province_alone(world: World, who: str, sees: bool) -> None:
    row = contact(world)
    assert OrganisationContact.objects.visible_to(world.scope(who)).exists() is sees
    with rls.acting_as(world.people[who].pk):
        assert OrganisationContact.objects.filter(pk=row.pk).exists() is sees
    page = world.client(who, "en").get(reverse("organisation", args=[focus(world).pk]))
    assert ("053 711 222" in page.content.decode()) is sees


def test_no_list_and_no_history_holds_whom_to_reach(world: World) -> None:
    contact(world)
    for form_of in ("xlsx", "csv"):
        body = (
            world.client("nok", "en").get(reverse("organisations_export", args=[form_of])).content
        )
        assert b"Somsri" not in body
        assert b"053 711" not in body
    event = AuditEvent.objects.filter(verb="contacts_changed").latest("at")
    assert "Somsri" not in str(event.before) + str(event.after) + event.subject_th


def test_a_contact_is_changed_and_taken_out(world: World) -> None:
    row = contact(world)
    client = world.client("cct_steering", "en")
    edit = reverse("contact_edit", args=[row.organisation_id, row.pk])
    assert client.post(edit, {**CONTACT, "phone": "", "version": 1}).status_code == 200
    assert client.post(edit, {**CONTACT, "phone": "053 9", "version": 1}).status_code == 302
    stale = client.post(edit, {**CONTACT, "email": "s@example.org", "version": 1})
    assert stale.status_code == 409
    assert [str(one["label"]) for one in stale.context["conflict"]["rows"]] == [
        "telephone",
        "e-mail address",
    ]
    remove = reverse("contact_remove", args=[row.organisation_id, row.pk])
    assert client.get(remove).status_code == 200
    assert OrganisationContact.objects.exists()
    assert client.post(remove).status_code == 302
    assert not OrganisationContact.objects.exists()


def test_a_contact_of_one_organisation_is_not_reached_through_another(world: World) -> None:
    row = contact(world)
    other = world.organisations["world_vision"].pk
    answer = world.client("nok", "en").get(reverse("contact_edit", args=[other, row.pk]))
    assert answer.status_code == 404


def test_a_contact_cannot_lie_in_another_province_than_its_organisation(world: World) -> None:
    row = contact(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationContact.objects.filter(pk=row.pk).update(province_id=55)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


# --- The directory ----------------------------------------------------------------------------


def listed(world: World, who: str, query: str = "") -> list[str]:
    page = world.client(who, "en").get(f"/organisations/{query}")
    assert page.status_code == 200
    return [row["organisation"].name for row in page.context["rows"]]


def test_the_directory_is_that_of_ones_provinces(world: World) -> None:
    assert "World Vision" in listed(world, "pranee")
    assert "Chaloem Office" not in listed(world, "pranee")
    assert set(listed(world, "two_hats")) >= {"Chaloem Office", "FOCUS"}
    assert "PSDHS Nan" not in listed(world, "two_hats", "?province=57")
    assert listed(world, "stranger") == listed(world, "former") == []
    assert {"PSDHS Nan", "FOCUS"} <= set(listed(world, "national_observer"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=foc", {"FOCUS"}),
        ("?q=ความเข้าใจ", {"FOCUS"}),
        ("?q=zzz", set()),
        ("?pillar=education", {"FOCUS", "World Vision"}),
        ("?pillar=stateless", {"FOCUS"}),
        ("?district=5709", {"FOCUS"}),
        ("?kind=health", {"Mae Sai Hospital"}),
        ("?pillar=education&kind=health", set()),
    ],
)
def test_the_directory_is_searched_and_filtered(world: World, query: str, found: set[str]) -> None:
    change(world, "nok", pillars=["education", "stateless"], districts=[5709])
    Organisation.objects.filter(pk=world.organisations["world_vision"].pk).update(
        pillars=["education"]
    )
    assert set(listed(world, "pranee", query)) == found
    rows = csv.reader(
        io.StringIO(
            world.client("pranee", "en")
            .get("/organisations/list.csv" + query)
            .content.decode("utf-8-sig")
        )
    )
    assert {row[1] for row in list(rows)[1:]} == found


def test_who_works_for_two_pillars_counts_once_in_the_whole(world: World) -> None:
    change(world, "nok", pillars=["education", "stateless"])
    page = world.client("pranee", "en").get("/organisations/?q=foc")
    labels = [one["label"] for one in page.context["quick"]]
    assert labels == [
        "All 1",
        "Counter-trafficking 0",
        "Child protection 0",
        "Stateless people 1",
        "Education 1",
    ]


def test_member_of_is_offered_to_those_who_see_the_members(world: World) -> None:
    for who, offered in (("cct_member", True), ("nok", True), ("pranee", False), ("nuan", False)):
        page = world.client(who, "en").get("/organisations/")
        assert any(one["name"] == "committee" for one in page.context["filters"]) is offered, who
    assert listed(world, "cct_member", "?committee=cct") == []


def test_lists_and_pages_cost_the_same_with_one_row_and_with_three(world: World) -> None:
    contact(world)
    client = world.client("pranee", "en")
    addresses = ("/organisations/", reverse("organisation", args=[focus(world).pk]))
    counts = []
    client.get("/")  # the first page of a session writes into it
    for _round in range(2):
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))
        for number in range(3):
            OrganisationFactory(pillars=["education"], districts=[5709])
            OrganisationContact.objects.create(
                organisation=focus(world), province_id=57, name=f"P{number}", phone="053 711"
            )
    assert counts[:2] == counts[2:]
    assert max(counts) <= 18


def test_the_search_over_everything_leads_to_the_organisation(world: World) -> None:
    answer = world.client("pranee", "en").get("/search/?q=foc")
    assert focus(world).get_absolute_url() in answer.content.decode()


# --- Names that are alike ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("Ezekiel Rain Foundation", "Ezekial Rain Foundation"),
        ("มูลนิธิศุภนิมิต", "มูลนิธิศุภนิมิตแห่งประเทศไทย"),
        ("  center for   GIRLS ", "Center for Girls"),
        ("Bala Foundation", "Bala Foundation"),
        ("Mae Sai Hospital", None),
        ("มูลนิธิกระจกเงา", None),
        ("", None),
        ("!!!", None),
    ],
)
def test_names_that_are_nearly_the_same_are_found_and_others_are_not(
    name: str, nearest: str | None
) -> None:
    known = [
        "Ezekial Rain Foundation",
        "มูลนิธิศุภนิมิตแห่งประเทศไทย",
        "Center for Girls",
        "Bala Foundation",
        "มูลนิธิบาลา",
        "Mae Sai Police Station",
    ]
    found = Matcher([(one, one) for one in known]).nearest(name)
    assert (found[0][0] if found else None) == nearest


def test_a_name_is_compared_by_its_letters_alone() -> None:
    assert normalised(" The  Freedom-Story ") == normalised("the freedomstory")
    assert normalised("แม่สาย") != normalised("แมสาย")
    assert normalised("๑๒") == "12"
