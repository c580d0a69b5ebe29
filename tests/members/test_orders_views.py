"""The pages of appointment orders, pressed one after the other as a deputy chief does."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from committees.calendar import today
from members.models import Order, Place, Seat
from tests.members.test_orders import Clerk, _folder  # noqa: F401 - a fixture

ORDERS = "/committees/mae-sai/orders/"


@pytest.fixture
def browser(world):
    return world.client("somchai", "en")


def begun(browser, start="group"):
    answer = browser.post(f"{ORDERS}new/", {"start": start})
    assert answer.status_code == 302
    return Order.objects.latest("created_at")


def add_post(browser, world, order, body, **values):
    said = {
        "title_th": "ผู้แทน",
        "organisation": world.organisations["hospital"].pk,
        "role": "member",
        **values,
    }
    return browser.post(f"{order.get_absolute_url()}bodies/{body.pk}/posts/new/", said)


def test_an_order_goes_from_its_first_page_to_seats_in_two_bodies(world, browser):
    order = begun(browser)
    first = order.bodies.get()
    last = today() + dt.timedelta(days=9)
    page = f"{order.get_absolute_url()}bodies/{first.pk}/"
    words = {"name_th": "คณะทำงานหนึ่ง", "ends": last.isoformat(), "version": 1}
    assert browser.post(page, words).status_code == 302
    assert add_post(browser, world, order, first, email="a@example.org", name_th="ก ข").url
    new = {"kind": "working_group", "name_th": "คณะทำงานสอง", "parent": ""}
    assert browser.post(f"{order.get_absolute_url()}bodies/new/", new).status_code == 302
    second = order.bodies.get(name_th="คณะทำงานสอง")
    assert add_post(browser, world, order, second).status_code == 302
    assert browser.get(order.get_absolute_url()).status_code == 200
    sent = browser.post(f"{order.get_absolute_url()}send/", {"numbered": "now"})
    assert sent.status_code == 302
    order.refresh_from_db()
    assert not Seat.objects.filter(person__email="a@example.org").exists()
    values = {
        "number": order.number,
        "signed_on": today().isoformat(),
        "starts": today().isoformat(),
        "version": order.version,
    }
    filing = f"{order.get_absolute_url()}file/"
    wrong = browser.post(filing, values | {"copy": SimpleUploadedFile("a.pdf", b"nothing")})
    assert wrong.status_code == 200
    order.refresh_from_db()
    assert order.state == "out_for_signature"
    good = SimpleUploadedFile("a.pdf", b"%PDF-1.7\n%%EOF\n")
    assert browser.post(filing, values | {"copy": good}).status_code == 302
    seat = Seat.objects.get(person__email="a@example.org")
    assert (seat.starts, seat.ends) == (today(), last)
    hospital = Place.objects.filter(organisation=world.organisations["hospital"], order=order)
    assert hospital.values("committee").distinct().count() == 2


def test_a_draft_with_gaps_does_not_go_out_and_says_why(world, browser):
    order = begun(browser, "template")
    page = browser.get(order.get_absolute_url()).content.decode()
    assert "posts without an agency" in page
    answer = browser.post(f"{order.get_absolute_url()}send/", {"numbered": "now"})
    assert answer.status_code == 409
    assert "data-error-summary" in answer.content.decode()
    order.refresh_from_db()
    assert (order.state, order.number) == ("draft", None)


def test_a_discarded_draft_is_read_and_not_written(world, browser):
    order = begun(browser)
    assert browser.post(f"{order.get_absolute_url()}discard/").status_code == 302
    page = browser.get(order.get_absolute_url())
    assert page.status_code == 200
    assert "Withdrawn" in page.content.decode()
    assert browser.get(f"{order.get_absolute_url()}edit/").status_code == 409


@pytest.mark.parametrize(
    ("query", "found"),
    [("", 2), ("?q=แรก", 1), ("?q=7/2569", 0), ("?state=draft", 2), ("?state=in_force", 0)],
)
def test_the_list_is_searched_and_filtered(world, browser, query, found):
    for subject in ("คำสั่งแรก", "คำสั่งหลัง"):
        order = Clerk(world).draft()
        Order.objects.filter(pk=order.pk).update(subject_th=subject, subject_en="")
    page = browser.get(ORDERS + query).content.decode()
    assert page.count('data-label="Status"') == found
    sheet = browser.get(f"{ORDERS}list.csv{query}").content.decode()
    assert sheet.count("คำสั่งแรก") + sheet.count("คำสั่งหลัง") == found


def test_a_post_with_a_name_needs_an_agency_and_an_address(world, browser):
    order = begun(browser)
    answer = add_post(browser, world, order, order.bodies.get(), organisation="", email="x")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "data-error-summary" in page
    assert 'value="x"' in page, "what was typed stays"
    assert not order.posts.exists()


def test_a_committee_is_ended_with_a_reason(world, browser):
    address = "/committees/mae-sai-executive/end/"
    assert browser.post(address, {"reason": "", "version": 1}).status_code == 200
    world.mae_sai_executive.refresh_from_db()
    assert world.mae_sai_executive.ended is None
    answer = browser.post(address, {"reason": "ปรับโครงสร้าง", "version": 1})
    assert answer.status_code == 302
    world.mae_sai_executive.refresh_from_db()
    assert world.mae_sai_executive.ended == today()
