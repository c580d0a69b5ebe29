"""P7: the figures of a year, as pictures with tables: of a committee, a province, the country."""

import pytest

from committees.calendar import fiscal_year, today
from tests.stories.walk import choose, head, sheet, words

pytestmark = pytest.mark.story("P7")

# The year of the first published trainings.
PUBLISHED = 2563


def pictures(page) -> list[str]:
    """The pictures of the page, each looked at: they load, and stand beside a table."""
    charts = page.locator("figure.chart")
    addresses = []
    for number in range(charts.count()):
        chart = charts.nth(number)
        picture = chart.locator("img")
        picture.scroll_into_view_if_needed()
        address = picture.get_attribute("src")
        answer = page.request.get(address)
        assert answer.headers["content-type"] == "image/svg+xml", address
        assert chart.locator("table tbody tr").count() > 1
        addresses.append(address)
    return addresses


@pytest.mark.parametrize("language", ["th", "en"])
def test_figures_of_a_committee_a_province_and_the_country(walker, shot, language):
    year = fiscal_year(today())

    # On the committee's own page one picture, and from it all of them.
    pranee = walker.enter("pranee", language, at="/committees/mae-sai/")
    assert len(pictures(pranee)) >= 1
    shot(pranee, language, "desktop", "committee-figure")
    with pranee.expect_navigation():
        pranee.locator("#figures a").click()
    assert str(year) in head(pranee)
    first = pranee.locator("#reach tbody th").first.inner_text()
    assert first == (f"ตุลาคม {year - 1}" if language == "th" else f"October {year - 544}")
    kept = pictures(pranee)
    shot(pranee, language, "desktop", "year-figures")
    with pranee.expect_download() as waiting:
        pranee.locator("#reach .figure-files a").first.click()
    rows = sheet(waiting.value.path().read_bytes())
    assert any(row[0] == words(language, "Total") for row in rows if row)

    # On a telephone the same; a year that is over.
    malee = walker.enter(
        "malee", language, "phone", f"/committees/chiang-khong/plans/year/{PUBLISHED}/figures/"
    )
    assert words(language, "Gain in knowledge") in malee.locator("#sums").inner_text()
    assert pictures(malee)
    shot(malee, language, "phone", "year-figures")
    # Who does not see the committee's papers does not see its pictures either.
    assert malee.request.get(kept[0]).status == 404

    # PSDHS: the province, by district too.
    nok = walker.enter("nok", language, at="/province/57/")
    shot(nok, language, "desktop", "province-figure")
    nok.locator("#figures a").click()
    nok.wait_for_url("**/plans/figures/")
    assert len(pictures(nok)) >= 3
    assert nok.locator("#districts tbody tr").count() == 19
    shot(nok, language, "desktop", "province-figures")
    phone = walker.enter("nok", language, "phone", "/provinces/57/plans/figures/")
    shot(phone, language, "phone", "province-figures")

    # An observer: totals by province, nothing of a committee.
    observer = walker.enter("observer", language)
    choose(observer, words(language, "Figures by month and by province"))
    assert "57" not in observer.url
    assert observer.locator("#provinces tbody th").first.inner_text()
    shot(observer, language, "desktop", "national-figures")
    assert observer.request.get(kept[0]).status == 404
