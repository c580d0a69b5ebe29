"""The forms of plans and lines: what they take, what they give back, and who may open them."""

import re
import uuid

import pytest
from django.db import connection

from actionplans.models import Plan, PlanLine, QuarterPlan
from committees.calendar import fiscal_year_end, fiscal_year_start
from tests.actionplans.pages import cells_of, form_of, text_of, year_url
from tests.actionplans.walk import do

pytestmark = pytest.mark.django_db
NEW = "/committees/mae-sai/plans/new/"


def line_of(world) -> PlanLine:
    return PlanLine.objects.get(pk=world.mae_sai_lines[0].pk)


def plan_of(world) -> Plan:
    return Plan.objects.select_related("committee").get(pk=world.mae_sai_plan.pk)


def edit_url(world, page: str = "line_edit") -> str:
    return year_url(plan_of(world), page, line_of(world).pk)


def new_url(world) -> str:
    return year_url(plan_of(world), "line_new")


def submit_quarter(world) -> None:
    plan = QuarterPlan.objects.select_related("committee").get(pk=world.mae_sai_draft.pk)
    do("submit", plan, world.pranee)


# --- Who --------------------------------------------------------------------------------------

WRITERS = {"pranee": 200, "anong": 200, "somchai": 403, "chief": 403, "observer": 403}
OTHERS = ("nok", "governor", "kanda", "malee", "nuan", "stranger", "national_observer", "former")


def test_who_opens_the_forms(world):
    wanted = WRITERS | dict.fromkeys(OTHERS, 404)
    pages = (NEW, new_url(world), edit_url(world))
    for name, status in wanted.items():
        client = world.client(world.people[name])
        assert [client.get(page).status_code for page in pages] == [status] * 3, name


@pytest.mark.parametrize("year", ["2450", "1900", "2499", "2701", "๒๔๐๐"])
def test_a_year_beyond_those_of_plans_is_said_at_the_field(world, year):
    answer = world.client(world.pranee).post(NEW, {"fiscal_year": year})
    assert "2500" in text_of(answer)
    assert not Plan.objects.filter(fiscal_year__lt=2500).exists()


def test_who_saves_removes_and_restores(world):
    line = line_of(world)
    data = form_of(line, what="Changed by the wrong hand")
    for name in ("somchai", "observer", *OTHERS):
        client = world.client(world.people[name])
        wanted = WRITERS.get(name, 404)
        answers = [
            client.post(edit_url(world), data),
            client.post(new_url(world), data),
            client.post(edit_url(world, "line_remove")),
            client.post(edit_url(world, "line_restore")),
            client.post(NEW, {"fiscal_year": "2590"}),
        ]
        assert [answer.status_code for answer in answers] == [wanted] * 5, name
    assert line_of(world).version == line.version
    assert not Plan.objects.filter(fiscal_year=2590).exists()


def test_a_line_of_another_plan_does_not_open_under_ones_own(world):
    foreign = PlanLine.objects.get(plan=world.chiang_khong_plan)
    address = year_url(plan_of(world), "line_edit", foreign.pk)
    assert world.client(world.pranee).get(address).status_code == 404
    assert world.client(world.pranee).post(address, form_of(foreign)).status_code == 404


def test_those_above_read_the_year_without_its_lines(world):
    plan = Plan.objects.select_related("committee").get(pk=world.chiang_khong_plan.pk)
    answer = world.client(world.nok, "en").get(year_url(plan))
    assert answer.status_code == 200
    assert answer.context["lines"] == []
    assert len(answer.context["quarters"]) == 1  # the one that went up


def test_a_removed_line_is_offered_back_inside(world):
    client = world.client(world.pranee, "en")
    assert client.post(edit_url(world, "line_remove")).status_code == 302
    text = text_of(client.get(year_url(plan_of(world))))
    assert f'"{edit_url(world, "line_restore")}"' in text
    assert client.get(edit_url(world)).status_code == 409
    assert client.post(edit_url(world, "line_restore")).status_code == 302
    assert client.get(edit_url(world)).status_code == 200


# --- A plan of a year -------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["2590", "๒๕๙๐", " 2590 "])
def test_a_plan_is_started(world, typed):
    answer = world.client(world.pranee).post(NEW, {"fiscal_year": typed})
    assert answer.status_code == 302
    assert Plan.objects.filter(committee=world.mae_sai, fiscal_year=2590).exists()


def test_a_year_that_has_a_plan_is_said_at_its_field(world):
    year = str(world.mae_sai_plan.fiscal_year)
    answer = world.client(world.pranee, "en").post(NEW, {"fiscal_year": year})
    assert "already has a plan" in text_of(answer)
    assert f'value="{year}"' in text_of(answer)


def test_the_year_offered_has_no_plan_yet(world):
    answer = world.client(world.pranee).get(NEW)
    assert answer.context["form"].initial["fiscal_year"] > world.mae_sai_plan.fiscal_year


def test_the_plus_leads_to_the_newest_plan_or_to_starting_one(world):
    client = world.client(world.pranee)
    assert client.get("/committees/mae-sai/plans/add-line/").url == new_url(world)
    PlanLine.objects.filter(committee=world.nan).delete()
    answer = world.client(world.nuan).get("/committees/nan/plans/add-line/")
    assert answer.url == "/committees/nan/plans/new/"


# --- A line -----------------------------------------------------------------------------------


def test_a_line_is_added(world):
    data = form_of(line_of(world), what="A new line", form_key=str(uuid.uuid4()), places=[])
    answer = world.client(world.pranee).post(new_url(world), data)
    assert answer.status_code == 302
    line = PlanLine.objects.get(what="A new line")
    assert line.position == 4
    assert not line.places.exists()


def test_the_form_sent_twice_adds_one_line(world):
    key = re.search(
        r'name="form_key" value="([^"]+)"', text_of(world.client(world.pranee).get(new_url(world)))
    )
    assert key
    data = form_of(line_of(world), what="Pressed twice", form_key=key[1])
    client = world.client(world.pranee)
    assert [client.post(new_url(world), data).status_code for _ in range(2)] == [302, 302]
    assert PlanLine.objects.filter(what="Pressed twice").count() == 1


def test_thai_digits_are_taken_in_money_and_dates(world):
    year = plan_of(world).fiscal_year
    data = form_of(
        line_of(world),
        starts=f"๑/๒/{year}".translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")),
        ends=f"๒๘ ก.พ. {year}",
        funding="lao",
        budget="๑๒,๕๐๐.๕๐",
    )
    answer = world.client(world.pranee).post(edit_url(world), data)
    assert answer.status_code == 302, text_of(answer)
    line = line_of(world)
    assert (line.starts.isoformat(), line.ends.isoformat()) == (
        f"{year - 543}-02-01",
        f"{year - 543}-02-28",
    )
    assert str(line.budget) == "12500.50"


def problems(answer) -> dict[str, list[str]]:
    return {name: list(found) for name, found in answer.context["form"].errors.items()}


def test_each_mistake_is_named_at_its_field_and_everything_typed_stays(world):
    typed = {
        "what": "Kept words",
        "pillar": "no such pillar",
        "responsible": "999999999",
        "starts": "31/31/2569",
        "ends": "someday",
        "funding": "lao",
        "budget": "about five",
        "funder": "Kept funder",
        "indicator": "i" * 301,
        "target": "Kept target",
    }
    answer = world.client(world.pranee, "en").post(new_url(world), typed)
    assert answer.status_code == 400
    wrong = {"pillar", "responsible", "starts", "ends", "budget", "indicator"}
    assert problems(answer).keys() == wrong
    text = text_of(answer)
    for name in ("what", "starts", "ends", "budget", "funder", "indicator", "target"):
        assert typed[name] in text, name


def test_days_outside_the_year_are_refused(world):
    year = plan_of(world).fiscal_year
    before = fiscal_year_start(year).replace(month=9, day=30).isoformat()
    after = fiscal_year_end(year).replace(month=10, day=1).isoformat()
    answer = world.client(world.pranee).post(
        edit_url(world), form_of(line_of(world), starts=before, ends=after)
    )
    assert problems(answer).keys() == {"starts", "ends"}


def test_an_end_before_the_start_is_refused(world):
    line = line_of(world)
    data = form_of(line, starts=line.ends.isoformat(), ends=line.starts.isoformat())
    answer = world.client(world.pranee).post(edit_url(world), data)
    assert problems(answer).keys() == {"ends"}


@pytest.mark.parametrize(
    ("funding", "budget", "fine"),
    [
        ("own_remit", "", True),
        ("own_remit", "0", True),
        ("own_remit", "100", False),
        ("lao", "", False),
        ("lao", "0", False),
        ("lao", "0.01", True),
        ("lao", "-5", False),
        ("lao", "9999999999.99", True),
        ("lao", "10000000000", False),
        ("lao", "1e5", False),
        ("lao", "NaN", False),
        ("lao", "Infinity", False),
    ],
)
def test_money_and_who_pays_go_together(world, funding, budget, fine):
    data = form_of(line_of(world), funding=funding, budget=budget)
    answer = world.client(world.pranee).post(edit_url(world), data)
    assert (answer.status_code == 302) is fine


def test_an_agency_of_another_province_cannot_be_chosen(world):
    data = form_of(line_of(world), responsible=world.organisations["nan_office"].pk)
    answer = world.client(world.pranee).post(edit_url(world), data)
    assert problems(answer).keys() == {"responsible"}


def test_a_place_outside_the_district_cannot_be_chosen(world):
    answer = world.client(world.pranee).post(
        edit_url(world), form_of(line_of(world), places=[5515])
    )
    assert problems(answer).keys() == {"places"}


def test_the_responsible_agency_does_not_support_itself(world):
    line = line_of(world)
    data = form_of(line, supporting=[line.responsible_id])
    assert world.client(world.pranee).post(edit_url(world), data).status_code == 302
    assert not line_of(world).supporting.exists()


def test_a_locked_quarter_is_said_and_what_was_typed_stays(world):
    submit_quarter(world)
    client = world.client(world.pranee, "en")
    assert "has gone up" in text_of(client.get(edit_url(world)))
    answer = client.post(edit_url(world), form_of(line_of(world), what="Typed too late"))
    assert answer.status_code == 400
    assert "Typed too late" in text_of(answer)
    assert "is locked" in text_of(answer)
    assert line_of(world).what != "Typed too late"


def test_what_another_person_saved_meanwhile_is_shown_beside_ones_own(world):
    opened = form_of(line_of(world))
    first = world.client(world.anong, "en").post(edit_url(world), opened | {"what": "Theirs"})
    assert first.status_code == 302
    answer = world.client(world.pranee, "en").post(
        edit_url(world), opened | {"what": "Mine", "target": "My target"}
    )
    text = text_of(answer)
    assert answer.status_code == 409
    assert "Anong Chaiwong" in text
    for words in ("Theirs", "Mine", "My target"):
        assert words in text
    assert 'value="Mine"' in text
    assert line_of(world).what == "Theirs"


def test_after_a_conflict_saving_again_takes_ones_own(world):
    opened = form_of(line_of(world))
    world.client(world.anong).post(edit_url(world), opened | {"what": "Theirs"})
    client = world.client(world.pranee)
    answer = client.post(edit_url(world), opened | {"what": "Mine"})
    version = re.search(r'name="version" value="(\d+)"', text_of(answer))
    assert version
    again = client.post(edit_url(world), opened | {"what": "Mine", "version": version[1]})
    assert again.status_code == 302
    assert line_of(world).what == "Mine"


def test_a_version_that_is_missing_is_not_the_newest(world):
    answer = world.client(world.pranee).post(edit_url(world), form_of(line_of(world), version=""))
    assert answer.status_code == 409


# --- Taking the lines away ----------------------------------------------------------------------


def test_the_workbook_of_the_year_holds_every_standing_line_and_no_formula(world):
    client = world.client(world.pranee, "en")
    client.post(edit_url(world), form_of(line_of(world), what="=1+1", target="@SUM(A1)"))
    client.post(year_url(plan_of(world), "line_remove", world.mae_sai_lines[2].pk))
    answer = client.get(year_url(plan_of(world), "plan_lines_export", "xlsx"))
    assert answer.status_code == 200
    texts = [row[1] for row in cells_of(answer) if isinstance(row[0], int)]
    assert len(texts) == 2
    assert texts[0].endswith("=1+1")
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_those_above_do_not_take_the_working_lines_away(world, form):
    plan = Plan.objects.select_related("committee").get(pk=world.chiang_khong_plan.pk)
    address = year_url(plan, "plan_lines_export", form)
    assert world.client(world.malee).get(address).status_code == 200
    for name in ("nok", "governor", "pranee", "nida"):
        assert world.client(world.people[name]).get(address).status_code == 404


def test_the_tests_run_on_a_database_that_row_security_binds(world):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_policies WHERE tablename = 'actionplans_planline'")
        assert cursor.fetchone()[0] >= 4
