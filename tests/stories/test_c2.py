"""C2: the deputy chief drafts an order; seats follow once the signed copy is filed, and end."""

import datetime as dt
import time

import pytest

from committees.calendar import format_date, today
from tests.members.team_rows import PDF
from tests.stories.walk import choose, link_in, one, press, run_task, state, status_of, words

pytestmark = pytest.mark.story("C2")

HOSPITAL = {"th": "โรงพยาบาลแม่สาย", "en": "Mae Sai Hospital"}
GROUPS = {"th": ("คณะทำงานท่าข้าม", "คณะทำงานสื่อ"), "en": ("คณะทำงานตลาด", "คณะทำงานโรงเรียน")}
SUBMIT = "main form.form button.btn-primary"


def begin(page, start: str) -> None:
    page.goto("/committees/mae-sai/orders/new/")
    page.check(f"[name=start][value={start}]")
    press(page, SUBMIT)


def write(page, **values: str) -> None:
    """Fill a part of the draft and save it."""
    for name, value in values.items():
        field = page.locator(f"main form [name={name}]")
        if field.first.evaluate("e => e.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
    press(page, SUBMIT)


def section(page, name: str):
    return page.locator("section.order-body", has=page.locator("h2", has_text=name))


def within(seconds: float, found) -> None:
    """Wait for what a task does."""
    until = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < until
        time.sleep(0.2)


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_standard_order_names_bodies_agencies_and_duties(walker, shot, language):
    page = walker.enter("somchai", language)
    begin(page, "template")
    assert status_of(page) == state(language, "draft")
    assert page.locator("section.order-body").count() == 6
    assert "768/2556" in page.locator("#order-words").inner_text()
    holding = page.locator("section.order-body", has=page.get_by_text(HOSPITAL[language]))
    assert holding.count() == 2, "the hospital sits in the executive and in a group"
    for one_section in page.locator("section.order-body").all():
        assert one_section.locator("ol li").count() >= 1, "each body has its duties"
    shot(page, language, "desktop", "standard-order")
    # A post still lacks its agency, so it does not go out.
    press(page, ".page-head-actions a.btn-primary")
    press(page, "form.confirm button[type=submit]")
    assert page.locator("[data-error-summary]").count() == 1
    # As a paper it is there already, marked as a draft.
    address = page.url.replace("send/", "")
    paper = page.request.get(f"{address}order.pdf")
    assert paper.ok
    assert paper.body().startswith(b"%PDF")
    page.goto(f"{address}discard/")
    press(page, "form.confirm button[type=submit]")
    phone = walker.enter("somchai", language, "phone", address)
    assert status_of(phone) == state(language, "withdrawn")
    shot(phone, language, "phone", "discarded-order")


@pytest.mark.parametrize("language", ["th", "en"])
def test_seats_follow_the_signed_copy_and_end_with_the_group(
    walker, stack, shot, mailbox, language
):
    first, second = GROUPS[language]
    newcomer = f"c2-{language}@maesai.example.org"
    box = mailbox(newcomer)
    tomorrow = format_date(today() + dt.timedelta(days=1), language)
    page = walker.enter("somchai", language)
    begin(page, "group")

    # The group that the draft begins with, its last day, and two posts.
    group = page.locator("section.order-body")
    with page.expect_navigation():
        group.get_by_role("link", name=words(language, "Name and duties")).click()
    write(page, name_th=first, duties_th="เฝ้าระวัง\nรายงานผล", ends=tomorrow)
    with page.expect_navigation():
        section(page, first).get_by_role("link", name=words(language, "Add a post")).click()
    write(
        page,
        title_th="พยาบาลวิชาชีพ",
        organisation=HOSPITAL[language],
        email=newcomer,
        name_th="วรรณา ใจแก้ว",
    )
    # A second body, in which the hospital sits too.
    choose(page, words(language, "Add a body"))
    page.locator("[name=kind]").select_option("working_group")
    write(page, name_th=second)
    with page.expect_navigation():
        section(page, second).get_by_role("link", name=words(language, "Add a post")).click()
    write(page, title_th="ผู้แทนโรงพยาบาล", organisation=HOSPITAL[language])
    address = page.url.partition("#")[0]

    # Out for signature: nothing has taken effect.
    page.goto(f"{address}send/")
    press(page, "form.confirm button[type=submit]")
    assert status_of(page) == state(language, "out_for_signature")
    shot(page, language, "desktop", "out-for-signature")
    known = "SELECT count(*) FROM accounts_user WHERE email = %s"
    assert one(stack, known, newcomer) == 0
    made = "SELECT count(*) FROM committees_committee WHERE name_th = %s"
    assert one(stack, made, first) == 0
    page.goto("/")
    assert page.locator(".tasks a", has_text=words(language, "File the signed copy")).count() >= 1

    # What is no paper is refused, and what was typed stays; then the signed copy is filed.
    page.goto(f"{address}file/")
    shot(page, language, "desktop", "file")
    day = format_date(today(), language)
    page.fill("[name=signed_on]", day)
    wrong = {"name": "order.pdf", "mimeType": "application/pdf", "buffer": b"no paper"}
    page.set_input_files("[name=copy]", wrong)
    press(page, SUBMIT)
    assert page.locator("[data-error-summary]").count() == 1
    assert page.input_value("[name=signed_on]") == day
    page.set_input_files(
        "[name=copy]", {"name": "order.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    press(page, SUBMIT)
    assert status_of(page) == state(language, "in_force")
    assert "วรรณา ใจแก้ว" in section(page, first).inner_text()
    shot(page, language, "desktop", "in-force")

    # The hospital holds a place in both; the newcomer is sent a link and comes in.
    places = (
        "SELECT count(DISTINCT p.committee_id) FROM members_place p"
        " JOIN committees_committee c ON c.id = p.committee_id"
        " JOIN members_organisation o ON o.id = p.organisation_id"
        " WHERE c.name_th = ANY(%s) AND o.name_th = %s"
    )
    assert one(stack, places, [first, second], HOSPITAL["th"]) == 2
    guest = walker.open(language, "phone")
    guest.goto(link_in(box.wait()[0], stack))
    for field in guest.locator("input[type=password]").all():
        field.fill("ริมฝั่งแม่น้ำสาย-2569")
    press(guest, "main button[type=submit]")
    slug = one(stack, "SELECT slug FROM committees_committee WHERE name_th = %s", first)
    guest.goto(f"/committees/{slug}/orders/")
    assert guest.locator("table.rows tbody tr").count() == 1
    shot(guest, language, "phone", "orders-of-the-group")

    # Its last day passes: the group ends, and with it the seat and the rights.
    with stack.cursor() as cursor:
        of_group = "(SELECT id FROM committees_committee WHERE slug = %s)"
        for table, column in (("members_seat", "committee_id"), ("members_place", "committee_id")):
            cursor.execute(
                f"UPDATE {table} SET starts = starts - 5, ends = current_date - 2"
                f" WHERE {column} = {of_group}",
                [slug],
            )
        cursor.execute(
            "UPDATE committees_committeeuserpermission SET until = current_date - 2"
            f" WHERE content_object_id = {of_group}",
            [slug],
        )
        cursor.execute(
            f"UPDATE members_orderbody SET ends = current_date - 2 WHERE target_id = {of_group}",
            [slug],
        )
        cursor.execute(
            f"UPDATE committees_committee SET founded = founded - 5 WHERE id = {of_group}",
            [slug],
        )
    guest.goto(f"/committees/{slug}/orders/")
    assert guest.locator("[data-error-page]").count() == 1, "rights end with the day"
    run_task(stack, "members.tasks.orders.end_bodies")
    ended = "SELECT ended IS NOT NULL FROM committees_committee WHERE slug = %s"
    within(20, lambda: one(stack, ended, slug))
    page.goto(f"/committees/{slug}/")
    assert status_of(page) == state(language, "ended")
    shot(page, language, "desktop", "group-ended")
