"""The pages of activities: the form with and without scripts, lists, figures, exports, photos."""

import io
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from actionplans.models import Activity, ActivityPaper, Contribution
from committees.calendar import today
from tests.actionplans.pages import cells_of, text_of
from tests.actionplans.test_activities import logged, person, photo
from tests.factories import ActivityFactory
from tests.world import World

pytestmark = pytest.mark.django_db
NEW = "/committees/mae-sai/activities/new/"
SCRIPT = {"HTTP_X_OFFLINE_FORM": "1"}


def sent(world: World, **more: Any) -> dict[str, Any]:
    """The fields of the one screen, and the empty rows of contributions."""
    return {
        "kind": "campaign",
        "line": "unplanned",
        "title": "รณรงค์ตลาดเช้า",
        "starts": today().isoformat(),
        "area": "5709",
        "reached": "๒๕๐",
        "lead": str(world.organisations["office"].pk),
        "form_key": str(uuid.UUID(int=7)),
        "gift-TOTAL_FORMS": "2",
        "gift-INITIAL_FORMS": "0",
    } | more


def test_one_screen_logs_a_campaign_and_a_second_press_leads_to_the_same(world: World) -> None:
    client = world.client("pranee", "en")
    for _press in range(2):
        answer = client.post(NEW, sent(world))
        row = Activity.objects.get()
        assert (answer.status_code, answer.url) == (302, row.get_absolute_url())
    assert (row.reached, row.starts, row.ends, row.pillar) == (
        250,
        today(),
        today(),
        "counter_trafficking",
    )
    assert "“รณรงค์ตลาดเช้า” is logged." in client.get(answer.url).content.decode()


def test_a_line_gives_what_was_left_empty_and_counts_on_the_plan(world: World) -> None:
    line = world.mae_sai_lines[0]
    client = world.client("pranee", "en")
    assert f'value="{line.pk}" selected' in text_of(client.get(f"{NEW}?line={line.pk}"))
    client.post(NEW, sent(world, line=str(line.pk), title="", pillar=""))
    row = Activity.objects.get()
    assert (row.line_id, row.title, row.pillar) == (line.pk, line.what, line.pillar)
    plan = text_of(client.get(f"/committees/mae-sai/plans/year/{line.plan.fiscal_year}/"))
    assert f"/activities/?committee=mae-sai&amp;line={line.pk}" in plan
    # From above nobody reads the words of a line that has not gone up.
    page = text_of(world.client("nok", "en").get(row.get_absolute_url()))
    assert "A line of the plan that has not gone up" in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "", "line": ""}, "Choose what kind of activity it was."),
        ({"title": ""}, "Say in a few words what was done."),
        ({"starts": "1/1/2590"}, "This day is still to come."),
        ({"ends": "1/1/2560"}, "The last day lies before the first day."),
        ({"women": "3", "minors": "1"}, "By age it is 1 people, by sex 3."),
        ({"tested": "3"}, "Write the mean of those who took both tests."),
        ({"before": "3"}, "Write how many people took both tests."),
        ({"after": "101", "before": "1", "tested": "1"}, "A mark is at most 100 per cent."),
        ({"point": "somewhere"}, "This is not a point."),
        ({"area": "5703"}, "Select a valid choice"),
        ({"lead": "999999"}, "Select a valid choice"),
        ({"gift-0-amount": "5"}, "Choose what was given: cash, staff time or goods."),
        ({"gift-0-kind": "cash", "gift-0-amount": "5"}, "Choose who gave it"),
        ({"gift-0-kind": "staff", "gift-0-payer": "เทศบาล"}, "Write how many days of work it was."),
        (
            {
                "gift-0-kind": "staff",
                "gift-0-payer": "เทศบาล",
                "gift-0-days": "2",
                "gift-0-amount": "5",
            },
            "Staff time is counted in days.",
        ),
        (
            {"gift-0-kind": "goods", "gift-0-payer": "เทศบาล", "gift-0-days": "2"},
            "Days belong to staff time.",
        ),
        (
            {"gift-0-kind": "cash", "gift-0-payer": "เทศบาล", "gift-0-amount": "9,999,999,999"},
            "This amount is too large.",
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    world: World, wrong: dict[str, str], said: str
) -> None:
    answer = world.client("pranee", "en").post(NEW, sent(world, village="หัวฝาย") | wrong)
    page = text_of(answer)
    assert answer.status_code == 400
    assert said in page
    assert 'value="หัวฝาย"' in page
    assert not Activity.objects.exists()


def test_everything_at_once_is_kept_and_its_photo_has_no_place_in_it(world: World) -> None:
    buffer = io.BytesIO()
    picture = Image.new("RGB", (1200, 800), "green")
    exif = picture.getexif()
    exif[0x8825] = {1: "N", 2: (20.0, 25.0, 0.0)}
    picture.save(buffer, "JPEG", exif=exif)
    files = [
        SimpleUploadedFile(f"{name}.jpg", buffer.getvalue() + name.encode(), "image/jpeg")
        for name in ("one",)
    ]
    data = sent(
        world,
        women="10",
        men="5",
        adults="15",
        tested="15",
        before="40",
        after="๖๒.๕",
        point="๒๐.๔๓๓๑๐, 99.8762",
        disc_police="4",
        joined=[str(world.organisations["police"].pk)],
        uploads=files,
        **{
            "gift-0-kind": "cash",
            "gift-0-organisation": str(world.organisations["office"].pk),
            "gift-0-amount": "1,200.50",
            "gift-1-kind": "staff",
            "gift-1-payer": "อาสาสมัคร",
            "gift-1-days": "2.5",
        },
    )
    client = world.client("pranee", "en")
    answer = client.post(NEW, data, **SCRIPT)
    row = Activity.objects.get()
    assert (answer.status_code, answer.json()["url"]) == (201, row.get_absolute_url())
    assert (str(row.latitude), str(row.longitude)) == ("20.43310", "99.87620")
    assert str(row.gain) == "22.50"
    assert {str(gift.days) for gift in Contribution.objects.all()} == {"0.0", "2.5"}
    kept = ActivityPaper.objects.select_related("paper").get()
    small = client.get(f"{row.get_absolute_url()}photos/{kept.pk}/")
    shown = Image.open(io.BytesIO(small.content))
    assert max(shown.size) == 480
    whole = Image.open(io.BytesIO(client.get(kept.paper.get_absolute_url()).content))
    assert not whole.getexif()
    page = text_of(client.get(row.get_absolute_url()))
    assert "22.5 %" in page
    assert "1,200.50" in page


def test_two_who_correct_at_once_see_both_versions(world: World) -> None:
    row = logged(world, "superintendent", reached=10)
    address = f"{row.get_absolute_url()}correct/"
    first, second = world.client("superintendent", "en"), world.client("pranee", "en")
    data = sent(world, title=row.title, version="1", reason="นับใหม่")
    assert first.post(address, data | {"reached": "20"}).status_code == 302
    answer = second.post(address, data | {"reached": "30", "village": "หัวฝาย"})
    page = text_of(answer)
    assert answer.status_code == 409
    assert 'data-label="Theirs">20<' in page
    assert "<strong>30</strong>" in page
    assert 'name="version" value="2"' in page
    again = second.post(address, data | {"reached": "30", "version": "2"})
    assert again.status_code == 302
    page = text_of(second.get(f"{row.get_absolute_url()}versions/1/"))
    assert "<del>" in page
    assert "10" in page
    assert second.get(f"{row.get_absolute_url()}versions/9/").status_code == 404


def test_a_list_and_a_page_ask_as_much_for_one_row_as_for_three(world: World) -> None:
    client = world.client("nok")

    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    row = logged(world, files=[photo()], joined=[world.organisations["police"]])
    addresses = ["/activities/", "/activities/export.csv", row.get_absolute_url()]
    for address in addresses:
        client.get(address)
    once = [asked(address) for address in addresses]
    for colour in ("blue", "white"):
        organisations = [world.organisations["police"], world.organisations["hospital"]]
        logged(world, files=[photo(colour)], joined=organisations, title=colour)
    assert [asked(address) for address in addresses] == once
    assert max(once[0], once[2]) <= 12


def test_the_list_searches_sorts_and_exports_what_the_reader_sees(world: World) -> None:
    logged(world, title="=cmd รณรงค์")
    logged(world, title="ประชุมชุมชน", kind="community_meeting", women=3)
    ActivityFactory(
        committee=world.mae_sai_suppression, by=person(world, "inspector"), title="ลับมาก"
    )
    nok = world.client("nok", "en")
    page = text_of(nok.get("/activities/"))
    assert "ประชุมชุมชน" in page
    assert "ลับมาก" not in page
    found = text_of(nok.get("/activities/?q=ประชุม"))
    assert "ประชุมชุมชน" in found
    assert "=cmd" not in found
    rows = cells_of(nok.get("/activities/export.xlsx?kind=community_meeting"))
    assert [row[3] for row in rows[1:]] == ["ประชุมชุมชน"]
    table = text_of(nok.get("/activities/export.csv"))
    assert "\n=cmd" not in table
    assert ",=cmd" not in table
    assert "ลับมาก" not in table
    assert "ลับมาก" in text_of(world.client("wichai").get("/search/?q=ลับ"))
    assert "ลับมาก" not in text_of(nok.get("/search/?q=ลับ"))


def test_keyset_pages_lead_through_all_and_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from actionplans.views import activities as views

    monkeypatch.setattr(views, "PER_PAGE", 2)
    for number in range(5):
        logged(world, title=f"กิจกรรมที่ {number}")
    client = world.client("pranee", "en")
    seen, address = [], "?"
    for _page in range(3):
        context = client.get(f"/activities/{address}").context
        seen += [row.title[-1] for row in context["rows"]]
        address = context["pager"]["next_url"]
    assert seen == ["4", "3", "2", "1", "0"]
    assert address == ""
    back = client.get(f"/activities/{context['pager']['prev_url']}").context
    assert [row.title[-1] for row in back["rows"]] == ["2", "1"]


def test_what_a_device_keeps_holds_nothing_of_anybody(world: World) -> None:
    script = world.client("pranee").get("/service-worker.js")
    assert script.headers["Service-Worker-Allowed"] == "/"
    assert script.headers["Content-Type"].startswith("text/javascript")
    shell = text_of(world.client("pranee", "en").get("/activities/offline/"))
    assert "No connection" in shell
    for line in world.mae_sai_lines:
        assert line.what not in shell
    assert "data-user" not in shell
    assert "csrfmiddlewaretoken" not in shell
    # Nor a message that waits for its reader, who still gets it.
    client = world.client("pranee", "en")
    client.post(NEW, sent(world, title="รณรงค์ที่ด่าน"))
    assert "รณรงค์ที่ด่าน" not in text_of(client.get("/activities/offline/"))
    assert "“รณรงค์ที่ด่าน” is logged." in text_of(client.get("/notices/"))
