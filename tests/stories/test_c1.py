"""C1: PSDHS sees the province, four of its six border districts covered, and the two gaps."""

import re

import pytest

from tests.stories.walk import one, words

pytestmark = pytest.mark.story("C1")

COMMITTEES = {
    "th": ("อำเภอเชียงของ", "อำเภอเวียงแก่น", "อำเภอแม่สาย", "อำเภอเชียงแสน"),
    "en": ("Chiang Khong", "Wiang Kaen", "Mae Sai", "Chiang Saen"),
}
GAPS = {"th": ("แม่ฟ้าหลวง", "เทิง"), "en": ("Mae Fa Luang", "Thoeng")}
FOUNDED = {"chiang-khong": "2019", "wiang-kaen": "2020", "mae-sai": "2020", "chiang-saen": "2020"}


@pytest.mark.parametrize(
    ("language", "device"), [("th", "desktop"), ("th", "phone"), ("en", "desktop")]
)
def test_psdhs_sees_the_province_and_its_gaps(walker, stack, shot, language, device):
    page = walker.enter("nok", language, device)
    page.goto("/")
    shot(page, language, device, "home")
    page.goto("/province/57/")
    main = page.locator("main")
    text = main.inner_text()
    for name in COMMITTEES[language]:
        assert name in text
    # Four of six, said in words, and the two that are missing by name.
    note = main.locator(".note").first.inner_text()
    assert {"4", "6"} <= set(re.findall(r"\d+", note))
    for name in GAPS[language]:
        assert name in note
    gaps = main.locator("#gaps li")
    assert gaps.count() == 18 - 4
    flagged = gaps.filter(has=page.locator(".status")).all_inner_texts()
    assert len(flagged) == 2
    for name in GAPS[language]:
        assert any(name in one_gap for one_gap in flagged)
    shot(page, language, device, "province")

    # Official names and codes of all 18 districts lie beneath.
    assert one(stack, "SELECT count(*) FROM committees_area WHERE parent_id = 57") == 18
    assert one(stack, "SELECT name_th FROM committees_area WHERE code = 5715") == "แม่ฟ้าหลวง"

    # The provincial committee: the Governor chairs, PSDHS is its secretariat.
    page.goto("/committees/chiang-rai/seats/")
    chair = page.locator("tr", has_text=words(language, "chair")).first.inner_text()
    assert {"th": "ณัฐวุฒิ ชัยมงคล", "en": "Natthawut Chaimongkhon"}[language] in chair
    assert page.locator("tr", has_text=words(language, "PSDHS secretariat")).count() == 3
    shot(page, language, device, "seats")
    for slug, year in FOUNDED.items():
        page.goto(f"/committees/{slug}/")
        about = page.locator("main").inner_text()
        assert year in about or str(int(year) + 543) in about
    shot(page, language, device, "district")


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_gap_leads_to_establishing_its_committee(walker, shot, language):
    page = walker.enter("nok", language, at="/province/57/")
    with page.expect_navigation():
        page.locator("#gaps a", has_text=GAPS[language][0]).click()
    chosen = page.locator("select[name=area] option:checked").inner_text()
    assert GAPS[language][0] in chosen
    shot(page, language, "desktop", "establish")


def test_the_neighbouring_province_sees_none_of_it(walker):
    page = walker.enter("nuan")
    page.goto("/province/57/")
    assert page.locator("[data-error-page]").count() == 1
    for name in (*COMMITTEES["th"], "แม่ฟ้าหลวง"):
        assert name not in page.locator("main").inner_text()
