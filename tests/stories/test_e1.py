"""E1: a member of Mae Sai tries to read Chiang Khong's papers, each way in turn, and is refused."""

import pytest

from tests.stories.walk import LANGUAGES, PEOPLE, one, sheet

pytestmark = pytest.mark.story("E1")
SLUG = "chiang-khong"


def of_chiang_khong(stack, what):
    return one(
        stack,
        f"SELECT {what} JOIN committees_committee c ON c.id = t.committee_id WHERE c.slug = %s",
        SLUG,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_neighbour_is_refused_each_way_in(walker, stack, shot, language):
    quarters = of_chiang_khong(
        stack, "array_agg(t.id ORDER BY t.id) FROM actionplans_quarterplan t"
    )
    year = of_chiang_khong(stack, "max(t.fiscal_year) FROM actionplans_plan t")
    lines = of_chiang_khong(stack, "array_agg(t.id) FROM actionplans_planline t")
    own = "วิธีดับไฟป่าที่ไม่มีใครอื่นเขียน"
    with stack.cursor() as cursor:
        # A wording that stands nowhere but in Chiang Khong's plan.
        cursor.execute("UPDATE actionplans_planline SET what = %s WHERE id = %s", [own, lines[0]])
    notice = one(
        stack,
        "SELECT t.id FROM committees_notice t JOIN accounts_user u ON u.id = t.recipient_id"
        " WHERE u.email = %s LIMIT 1",
        PEOPLE["boonsri"],
    )
    seat = of_chiang_khong(stack, "min(t.id) FROM members_seat t")
    # It is there for whom it concerns.
    malee = walker.enter("malee", language, at=f"/search/?q={own}")
    assert own in malee.locator("main").inner_text()

    page = walker.enter("supaporn", language)
    # The list, and the list asked for the neighbour.
    for query in ("q=" + {"th": "เชียงของ", "en": "Chiang Khong"}[language], f"committee={SLUG}"):
        page.goto(f"/plans/?{query}")
        assert page.locator("main table.rows").count() == 0
    shot(page, language, "desktop", "list")
    # Search.
    page.goto(f"/search/?q={own}")
    assert page.locator("main section.panel").count() == 0
    shot(page, language, "desktop", "search")
    # The address: of pages, papers, exports and acts.
    base = f"/committees/{SLUG}"
    paths = [
        f"{base}/plans/year/{year}/",
        f"{base}/plans/year/{year}/lines/{lines[0]}/",
        f"{base}/plans/year/{year}/lines.csv",
        f"{base}/plans/year/{year}/lines.xlsx",
        f"{base}/plans/new/",
        f"{base}/seats/",
        f"{base}/seats/list.xlsx",
        f"{base}/seats/{seat}/edit/",
        f"{base}/history/",
        f"{base}/edit/",
        f"/notices/{notice}/",
    ]
    for pk in quarters:
        paths += [
            f"{base}/plans/{pk}/{part}"
            for part in ("", "plan.pdf", "plan.xlsx", "rounds/1/", "compare/", "submit/", "return/")
        ]
        # Under the name of a committee of one's own it is not there either.
        paths.append(f"/committees/mae-sai/plans/{pk}/")
    refused = {path: page.request.get(path).status for path in paths}
    # Who the neighbours are is known in the province; what is theirs is not.
    assert {path: code for path, code in refused.items() if code not in (403, 404)} == {}
    assert all(refused[f"{base}/plans/{pk}/"] == 404 for pk in quarters)
    page.goto(f"{base}/plans/{quarters[-1]}/")
    shot(page, language, "desktop", "address")
    # The export of a list holds what the list holds.
    rows = sheet(page.request.get("/plans/export.xlsx").body())
    text = " ".join(str(cell) for row in rows for cell in row)
    assert "แม่สาย" in text or "Mae Sai" in text
    assert "เชียงของ" not in text
    assert "Chiang Khong" not in text
    # Notices, history and what waits.
    for path in ("/notices/", "/", "/committees/mae-sai/history/"):
        page.goto(path)
        assert f"{base}/plans" not in page.content()
        assert own not in page.content()
    # The committee's own page names it, and shows no plan and nobody who sits there.
    page.goto(f"{base}/")
    assert f"{base}/plans/" not in page.content()
    assert {"th": "บุญศรี", "en": "Boonsri"}[language] not in page.locator("main").inner_text()
    shot(page, language, "desktop", "directory")


def test_nothing_was_changed_by_trying(walker, stack):
    before = of_chiang_khong(
        stack, "string_agg(t.state, ',' ORDER BY t.id) FROM actionplans_quarterplan t"
    )
    page = walker.enter("supaporn")
    token = page.request.get("/me/").text().split('name="csrfmiddlewaretoken" value="')[1][:64]
    for pk in of_chiang_khong(stack, "array_agg(t.id) FROM actionplans_quarterplan t"):
        for act in ("submit", "withdraw", "approve", "return", "receive", "amend"):
            answer = page.request.post(
                f"/committees/{SLUG}/plans/{pk}/{act}/",
                form={"csrfmiddlewaretoken": token, "round": "1", "reason": "x", "note": "x"},
                headers={"Referer": stack.url + "/me/", "Origin": stack.url},
            )
            assert answer.status == 404, act
    assert before == of_chiang_khong(
        stack, "string_agg(t.state, ',' ORDER BY t.id) FROM actionplans_quarterplan t"
    )
