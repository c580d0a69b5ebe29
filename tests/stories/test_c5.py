"""C5: the Governor's endorsement is filed; only then people are chosen from the team."""

import datetime as dt

import pytest

from committees.calendar import format_date, today
from tests.members.team_rows import PDF
from tests.stories.walk import choose, head, one, press, state, status_of, words

pytestmark = pytest.mark.story("C5")

# Whom a committee has proposed in the demonstration, one for each language of the walk.
PROPOSED = {"th": ("คำหล้า", "Khamla"), "en": ("ดารุณี", "Darunee")}
OVER = {"th": "ฐิติรัตน์", "en": "Thitirat"}  # whose own term ended last week
FOUND = "/province/57/team/"


def listed(page) -> str:
    """The people who can be called."""
    page.goto(FOUND)
    return str(page.locator("table.team-list").inner_text())


@pytest.mark.parametrize("language", ["th", "en"])
def test_only_the_endorsed_version_can_be_chosen_from(walker, stack, shot, language):
    th, en = PROPOSED[language]
    name = th if language == "th" else en
    # Another version was in force at the beginning, so each walk begins a day later.
    first_day = today() - dt.timedelta(days=1 if language == "th" else 0)

    # Nok takes up what a committee proposed; the next version begins with it.
    nok = walker.enter("nok", language, at="/committees/chiang-rai/team/")
    shot(nok, language, "desktop", "team")
    with nok.expect_navigation():
        nok.locator("#proposals a", has_text=name).click()
    shot(nok, language, "desktop", "proposal")
    choose(nok, words(language, "Take up for the next version"))
    press(nok, ".page-head-actions a.btn-primary")
    row = nok.locator("table.rows tr", has_text=name)
    assert row.locator(".status").inner_text().strip() == state(language, "added")
    version = nok.url.rstrip("/").rpartition("/")[2]
    shot(nok, language, "desktop", "version")

    # It goes to the Governor; nobody can choose from it meanwhile.
    choose(nok, words(language, "Send to the Governor"))
    choose(nok, words(language, "Send the team to the Governor"))
    assert status_of(nok) == state(language, "team_sent")
    pranee = walker.enter("pranee", language, "phone")
    assert name not in listed(pranee)

    # The signed copy comes back. A file that is none is refused, and what was typed stays.
    choose(nok, words(language, "File the Governor's endorsement"))
    nok.fill("input[name=order_number]", f"31{version}/2569")
    nok.fill("input[name=order_date]", format_date(first_day, language))
    nok.fill("input[name=valid_from]", format_date(first_day, language))
    nok.fill("input[name=valid_until]", format_date(first_day + dt.timedelta(days=365), language))
    text = {"name": "order.pdf", "mimeType": "application/pdf", "buffer": b"no paper at all"}
    nok.set_input_files("input[name=signed_copy]", text)
    press(nok, "form.form button[type=submit]")
    assert nok.locator(".field-error").count() == 1
    assert nok.input_value("input[name=order_number]") == f"31{version}/2569"
    shot(nok, language, "desktop", "endorse")
    nok.set_input_files("input[name=signed_copy]", text | {"buffer": PDF})
    press(nok, "form.form button[type=submit]")
    assert nok.url.endswith(FOUND)
    assert name in nok.locator("table.team-list").inner_text()
    shot(nok, language, "desktop", "find")

    # It can be read by who keeps it, and by nobody from outside.
    key = one(stack, f"SELECT signed_copy_id FROM members_teamversion WHERE number = {version}")
    paper = nok.request.get(f"/papers/{key}/")
    assert (paper.status, paper.body()) == (200, PDF)
    assert pranee.request.get(f"/papers/{key}/").status == 404

    # On a phone: who speaks Shan or English, and a number to press.
    assert name in listed(pranee)
    pranee.goto(f"{FOUND}?language={'shn' if language == 'th' else 'en'}")
    card = pranee.locator("table.team-list tr", has_text=name)
    assert card.locator("a[href^='tel:099']").count() == 1
    shot(pranee, language, "phone", "find")

    # The version before is over, and the person whose term ended stands on no list.
    nok.goto("/committees/chiang-rai/team/2/")
    assert status_of(nok) == state(language, "superseded")
    ended = nok.locator("table.rows tr", has_text=OVER[language])
    assert words(language, "Term ended") in ended.inner_text()
    assert OVER[language] not in listed(pranee)


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_person_whose_term_ends_drops_out_by_themselves(walker, stack, language):
    name = {"th": "อนันต์", "en": "Anan"}[language]
    pranee = walker.enter("pranee", language)
    assert name in listed(pranee)
    for day, stays in ((today(), True), (today() - dt.timedelta(days=1), False)):
        with stack.cursor() as cursor:
            cursor.execute(
                "UPDATE members_teammember SET term_until = %s WHERE name_en LIKE 'Anan %%'", [day]
            )
        assert (name in listed(pranee)) is stays
    with stack.cursor() as cursor:
        cursor.execute(
            "UPDATE members_teammember SET term_until = NULL WHERE name_en LIKE 'Anan %'"
        )


def test_others_see_how_many_there_are_and_no_name(walker, shot):
    kanda = walker.enter("kanda", "en", at=FOUND)
    table = kanda.locator("main table").inner_text()
    assert "Police" in table
    assert "Anan" not in kanda.content()
    assert "099 000" not in kanda.content()
    shot(kanda, "en", "desktop", "counts")
    observer = walker.enter("observer", "en", at=FOUND)
    assert head(observer) == "Multidisciplinary team"
    assert observer.locator("main table").count() == 0
    assert "Anan" not in observer.content()


def test_whoever_takes_the_list_away_is_written_down(walker):
    pranee = walker.enter("pranee", "en")
    pdf = pranee.request.get(f"{FOUND}list.pdf")
    assert pdf.status == 200
    assert pdf.body().startswith(b"%PDF")
    nok = walker.enter("nok", "en", at="/committees/chiang-rai/team/")
    assert "Pranee Intawong took the contact list" in nok.locator(".history").inner_text()
