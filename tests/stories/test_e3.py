"""E3: one page of what waits for me; told by e-mail at once or once a day, once each."""

import time

import pytest

from tests.stories.walk import (
    LANGUAGES,
    PEOPLE,
    Line,
    draft_plan,
    link_in,
    press,
    quarter_path,
    run_task,
    send,
    words,
)

pytestmark = pytest.mark.story("E3")

WORK = {"th": "ประชุมชุมชนเพื่อทำแผนป้องกันของชุมชน", "en": "Community meetings for a plan of their own"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_told_at_once_or_once_a_day_as_chosen(walker, stack, mailbox, shot, language):
    walker.speak(language, "siriphon")
    waraphon = walker.enter("waraphon", language)
    year = draft_plan(waraphon, stack, "wiang-kaen", [Line(WORK[language])])
    first, second = (quarter_path(stack, "wiang-kaen", year, number) for number in (1, 2))
    second_line = Line(WORK[language] + " 2", (1, 5), (3, 30)).values(stack, "wiang-kaen", year)
    send(waraphon, f"/committees/wiang-kaen/plans/year/{year}/lines/new/", second_line)

    # She chooses once a day.
    siriphon = walker.enter("siriphon", language, "phone", "/me/")
    siriphon.check("[name=notice_mode][value=daily]")
    shot(siriphon, language, "phone", "chosen")
    press(siriphon, "main form.form button[type=submit]")
    assert siriphon.locator("[name=notice_mode][value=daily]").is_checked()
    shot(siriphon, language, "phone", "saved")

    # Two things happen: on her page at once, by mail not yet.
    box = mailbox("siriphon")
    for path in (first, second):
        assert send(waraphon, f"{path}submit/").ok
    siriphon.goto("/")
    tasks = siriphon.locator(".tasks")
    for path in (first, second):
        task = tasks.locator(f"a[href='{path}']")
        assert words(language, "Approve") in task.inner_text()
        assert task.locator(".task-when").count() == 1
    shot(siriphon, language, "phone", "waiting")
    time.sleep(1)
    assert box.new() == []

    # The day's mail: one, with both; asked for again, nothing more.
    run_task(stack, "committees.tasks.send_digests")
    mail = box.one()
    assert "2" in mail["Subject"]
    text = mail.get_content()
    assert stack.url + first in text
    assert stack.url + second in text
    assert {"th": "วราภรณ์ ทาแกง", "en": "Waraphon Thakaeng"}[language] in text
    run_task(stack, "committees.tasks.send_digests")
    run_task(stack, "committees.tasks.sweep_notices")

    # At once again: the next thing comes by itself, and only that.
    siriphon.goto("/me/")
    siriphon.check("[name=notice_mode][value=at_once]")
    press(siriphon, "main form.form button[type=submit]")
    assert send(waraphon, f"{first}withdraw/", at="/me/").ok
    found = box.wait(2)
    assert len(found) == 2, [mail["Subject"] for mail in found]
    assert link_in(found[1], stack) == stack.url + first

    # What no longer waits is gone from the page.
    siriphon.goto("/")
    assert tasks.locator(f"a[href='{first}']").count() == 0
    assert tasks.locator(f"a[href='{second}']").count() == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_sees_what_waits_for_them(walker, shot, language):
    """The demonstration's own coming quarter: returned here, to be received there."""
    boonsri = walker.enter("boonsri", language, "phone")
    assert words(language, "Approve") in boonsri.locator(".tasks li").first.inner_text()
    shot(boonsri, language, "phone", "deputy-chief")
    waraphon = walker.enter("waraphon", language)
    verbs = waraphon.locator(".tasks .task-verb").all_inner_texts()
    assert words(language, "Revise") in verbs
    shot(waraphon, language, "desktop", "secretary")
    nok = walker.enter("nok", language)
    assert words(language, "Receive") in nok.locator(".tasks .task-verb").all_inner_texts()
    shot(nok, language, "desktop", "psdhs")
    # Nothing waits for a member, and the page says so.
    kanda = walker.enter("kanda", language, "phone")
    assert kanda.locator(".tasks-none").is_visible()
    shot(kanda, language, "phone", "nothing")


@pytest.mark.parametrize("language", LANGUAGES)
def test_notices_are_read_one_by_one_or_all(walker, stack, shot, language):
    with stack.cursor() as cursor:
        cursor.execute(
            "UPDATE committees_notice SET read_at = NULL WHERE recipient_id ="
            " (SELECT id FROM accounts_user WHERE email = %s)",
            [PEOPLE["saifon"]],
        )
    page = walker.enter("saifon", language, at="/notices/")
    before = page.locator("main .list li strong").count()
    assert before > 1
    shot(page, language, "desktop", "unread")
    press(page, "main .list li:first-child a")
    assert "/plans/" in page.url
    page.goto("/notices/")
    assert page.locator("main .list li strong").count() == before - 1
    press(page, ".page-head-actions button")
    assert page.locator("main .list li strong").count() == 0
    assert page.locator(".top .count").count() == 0
    shot(page, language, "desktop", "read")
