"""E2: one person with seats in two provinces signs in once and changes hats; nothing crosses."""

import pytest

from tests.stories.walk import LANGUAGES, one

pytestmark = pytest.mark.story("E2")


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_person_two_provinces(walker, stack, shot, language):
    page = walker.enter("thidarat", language)
    rail = page.locator("aside.rail")
    homes = {}
    shot(page, language, "desktop", "first-hat")
    for slug, province in (("chiang-khong", 57), ("chaloem-phra-kiat", 55)):
        name = one(
            stack, f"SELECT short_{language} FROM committees_committee WHERE slug = %s", slug
        )
        # Open the switch and press the other hat; the sign-in stays the same.
        if name not in rail.locator("summary .hat-name").inner_text():
            rail.locator("details.hat-switch summary").click()
            shot(page, language, "desktop", f"hats-{slug}")
            with page.expect_navigation():
                rail.locator(".hat-list button", has_text=name).click()
        assert name in rail.locator("summary .hat-name").inner_text()
        # The frame leads into that province and that committee.
        assert rail.locator(f"a[href='/province/{province}/']").count() == 1
        assert rail.locator(f"a[href='/committees/{slug}/']").count() == 1
        page.goto(f"/committees/{slug}/seats/")
        homes[slug] = page.locator("main").inner_text()
        shot(page, language, "desktop", f"seats-{slug}")
        page.goto("/")
    # What she may read in the one committee says nothing of the other.
    khong, nan = homes["chiang-khong"], homes["chaloem-phra-kiat"]
    assert {"th": "มาลี ศรีทอง", "en": "Malee Sithong"}[language] in khong
    assert {"th": "นิดา ใบยา", "en": "Nida Baiya"}[language] in nan
    assert {"th": "นิดา ใบยา", "en": "Nida Baiya"}[language] not in khong
    # Neither seat opens the neighbours of the other.
    for path in ("/committees/mae-sai/seats/", "/committees/wiang-kaen/seats/"):
        assert page.request.get(path).status in (403, 404)
    shot(page, language, "desktop", "second-hat")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_crosses_through_her(walker, stack, shot, language):
    her = {"th": "ธิดารัตน์ วิเศษสุข", "en": "Thidarat Wisetsuk"}[language]
    for who, own, other in (
        ("nida", "chaloem-phra-kiat", "chiang-khong"),
        ("malee", "chiang-khong", "chaloem-phra-kiat"),
    ):
        page = walker.enter(who, language, "phone", f"/committees/{own}/seats/")
        assert her in page.locator("main").inner_text()
        page.goto(f"/search/?q={her}")
        found = page.locator("main").inner_text()
        assert her in found
        name = one(
            stack, f"SELECT short_{language} FROM committees_committee WHERE slug = %s", other
        )
        assert name not in found
        assert f"/committees/{other}/" not in page.content()
        shot(page, language, "phone", f"search-as-{who}")
        # The other province's committee is not there at all.
        assert page.request.get(f"/committees/{other}/").status == 404
        assert page.request.get(f"/province/{55 if own == 'chiang-khong' else 57}/").status == 404
        page.goto(f"/committees/{other}/")
        assert page.locator("[data-error-page]").count() == 1
