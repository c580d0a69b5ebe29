"""P7: who carries what, the same for every member, and indicators counted from activities."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from committees.calendar import fiscal_year, today
from tests.stories.walk import LANGUAGES, words

pytestmark = pytest.mark.story("P7")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_member_sees_who_carries_what_side_by_side(walker, stack, shot, language):
    walker.speak(language, "ekaphan", "chutima", "nok")
    year = this_year()
    path = f"/committees/cct/plans/year/{year}/contributions/"

    # A member, on a phone: from the committee's page to the table, and to the own organisation.
    ekaphan = walker.enter("ekaphan", language, "phone")
    ekaphan.goto("/committees/cct/")
    ekaphan.locator(f"#carried a[href='{path}']").click()
    main = ekaphan.locator("main")
    expect(main.locator("#counted")).to_contain_text(
        words(language, "Cash: the sum of what was paid for the activities. Share: of all cash.")
    )
    mine = figures(ekaphan)
    shot(ekaphan, language, "phone", "carried")
    ekaphan.goto("/plans/carried/")
    expect(ekaphan.locator("main .carried-figures").first).to_be_visible()
    shot(ekaphan, language, "phone", "mine")

    # The secretary, at a desk, reads exactly the same figures, in the order of names.
    chutima = walker.enter("chutima", language)
    chutima.goto(path)
    assert figures(chutima) == mine
    shot(chutima, language, "desktop", "carried")
    with chutima.expect_download() as loading:
        chutima.locator(".toolbar .menu summary").last.click()
        chutima.locator("a[href$='contributions.csv']").click()
    assert loading.value.suggested_filename.endswith(".csv")
    chutima.locator("table.carried tbody a, #silent a").first.click()
    expect(chutima.locator("#activities")).to_be_visible()
    shot(chutima, language, "desktop", "organisation")

    # PSDHS reads the same page from above.
    nok = walker.enter("nok", language)
    nok.goto(path)
    assert figures(nok) == mine


@pytest.mark.parametrize("language", LANGUAGES)
def test_targets_stand_beside_what_was_counted(walker, stack, shot, language):
    walker.speak(language, "pranee", "nok")
    year = this_year()

    # PSDHS adds an indicator that is counted from activities.
    name = f"ประชุมชุมชน {uuid.uuid4().hex[:6]}"
    nok = walker.enter("nok", language)
    nok.goto("/provinces/57/plans/indicators/catalogue/")
    shot(nok, language, "desktop", "catalogue")
    nok.goto("/provinces/57/plans/indicators/catalogue/new/")
    nok.locator("#id_name_th").fill(name)
    nok.locator("#id_unit_th").fill("ครั้ง")
    nok.locator("#id_measure").select_option("activities")
    nok.locator("#id_kind").select_option("community_meeting")
    shot(nok, language, "desktop", "new")
    nok.locator("main form button[type=submit]").click()
    expect(nok.locator("h1")).to_have_text(name)
    row = re.search(r"/catalogue/(\d+)/", nok.url)[1]

    # The secretary sets a target, on a phone; four quarters that do not add up are not taken.
    pranee = walker.enter("pranee", language, "phone")
    pranee.goto(f"/committees/mae-sai/plans/year/{year}/indicators/targets/")
    pranee.locator(f"#id_year_{row}").fill("๘")
    group = pranee.locator("fieldset", has_text=name)
    group.locator("summary").click()
    for number, figure in enumerate("2223", start=1):
        group.locator(f"#id_q{number}_{row}").fill(figure)
    pranee.locator("main form button.btn-primary").click()
    expect(pranee.locator(f"#id_year_{row}")).to_have_value("๘")
    shot(pranee, language, "phone", "targets")
    pranee.locator(f"#id_q4_{row}").fill("2")
    pranee.locator("main form button.btn-primary").click()
    line = pranee.locator("table.rows tr", has_text=name)
    expect(line).to_contain_text(words(language, "of %(target)s", target="2"))
    shot(pranee, language, "phone", "indicators")

    # At a desk: the definition stands on the page, and the figure leads to its activities.
    pranee = walker.enter("pranee", language)
    pranee.goto(f"/committees/mae-sai/plans/year/{year}/indicators/")
    expect(pranee.locator("#counted")).to_contain_text("÷")
    shot(pranee, language, "desktop", "indicators")
    pranee.locator("#counted dd a").first.click()
    expect(pranee).to_have_url(re.compile(r"/activities/\?year=\d{4}&committee=mae-sai"))

    # PSDHS sees the target beside the value in the province's matrix.
    nok.goto(f"/provinces/57/plans/indicators/?year={year}")
    expect(nok.locator("table.matrix")).to_contain_text(name)
    shot(nok, language, "desktop", "province")
    nok.goto(f"/provinces/57/plans/indicators/catalogue/{row}/")
    nok.locator("form[action$='/retire/']").locator("xpath=ancestor::details/summary").click()
    nok.locator("form[action$='/retire/'] button").click()
    expect(nok.locator("form[action$='/restore/'] button")).to_be_visible()


def figures(page):
    """The numbers of the table, however it is laid out, and how many gave nothing yet."""
    text = " ".join(page.locator("table.carried").all_inner_texts())
    return sorted(re.findall(r"\d[\d,.]*", text)), page.locator("#silent li").count()


def this_year():
    """The fiscal year that runs."""
    return fiscal_year(today())
