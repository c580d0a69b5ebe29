"""C3: nobody appoints or approves himself; a closed group's papers are not there for others."""

import pytest

from tests.stories.walk import (
    LANGUAGES,
    PEOPLE,
    Line,
    draft_plan,
    one,
    quarter_path,
    send,
    sheet,
    words,
)

pytestmark = pytest.mark.story("C3")

SECRET = {"th": "นายหน้า", "en": "broker"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_appoints_himself(walker, stack, shot, language):
    page = walker.enter("somchai", language, at="/committees/mae-sai/seats/new/")
    page.fill("[name=email]", PEOPLE["somchai"])
    page.fill("[name=name_th]", "สมชาย กันทะวงค์")
    page.locator("[name=organisation]").select_option(index=1)
    page.check("[name=role][value=member]")
    page.fill("[name=starts]", "2026-11-01")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
    reason = words(
        language, "You cannot appoint yourself. Another person has to give you this seat."
    )
    assert reason in page.locator("main").inner_text()
    shot(page, language, "desktop", "own-seat-refused")
    # Nor does anybody lengthen his own seat: no button, and the address refuses.
    page.goto("/committees/mae-sai/seats/")
    seat = one(
        stack,
        "SELECT s.id FROM members_seat s JOIN accounts_user u ON u.id = s.person_id"
        " JOIN committees_committee c ON c.id = s.committee_id"
        " WHERE u.email = %s AND c.slug = 'mae-sai'",
        PEOPLE["somchai"],
    )
    assert page.locator(f"a[href$='/seats/{seat}/edit/']").count() == 0
    page.goto(f"/committees/mae-sai/seats/{seat}/edit/")
    assert words(language, "You cannot change your own seat. Another person has to do it.") in (
        page.locator("main").inner_text()
    )
    shot(page, language, "desktop", "own-seat-unchanged")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_approves_himself(walker, stack, shot, language):
    # In the operations committee Somchai chairs; here he is made to write its plan as well.
    with stack.cursor() as cursor:
        cursor.execute(
            "UPDATE committees_committee SET approver = 'approve_as_chief'"
            " WHERE slug = 'mae-sai-rehabilitation'"
        )
    anong = walker.enter("anong", language)
    year = draft_plan(anong, stack, "mae-sai-rehabilitation", [Line("-- C3 " + language)])
    path = quarter_path(stack, "mae-sai-rehabilitation", year, 1)
    assert send(anong, f"{path}submit/").ok
    # The database holds the same rule, so the row is made to say that the chair submitted it.
    with stack.cursor() as cursor:
        cursor.execute(
            "UPDATE actionplans_round SET submitted_by_id ="
            " (SELECT id FROM accounts_user WHERE email = %s)"
            " WHERE quarter_plan_id = %s",
            [PEOPLE["supaporn"], int(path.split("/")[-2])],
        )
    page = walker.enter("supaporn", language, "phone", path)
    assert page.locator("button[form=decide]").count() == 0, "no button to approve one's own"
    shot(page, language, "phone", "no-button")
    answer = send(page, f"{path}approve/", {"round": "1"}, at="/me/")
    assert answer.status == 403
    assert (
        words(language, "You submitted this plan, so another person approves it.") in answer.text()
    )
    # Who does not approve here sees no button either, and is told who does.
    anong.goto(path)
    assert anong.locator("button[form=decide]").count() == 0
    assert send(anong, f"{path}approve/", {"round": "1"}, at="/me/").status == 403
    state = one(
        stack, "SELECT state FROM actionplans_quarterplan WHERE id = %s", int(path.split("/")[-2])
    )
    assert state == "submitted"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_closed_group_is_not_there_for_others(walker, stack, shot, language):
    slug = "mae-sai-suppression"
    quarters = one(
        stack,
        "SELECT array_agg(q.id) FROM actionplans_quarterplan q JOIN committees_committee c"
        " ON c.id = q.committee_id WHERE c.slug = %s",
        slug,
    )
    year = one(
        stack,
        "SELECT max(p.fiscal_year) FROM actionplans_plan p JOIN committees_committee c"
        " ON c.id = p.committee_id WHERE c.slug = %s",
        slug,
    )
    line = one(
        stack,
        "SELECT l.what FROM actionplans_planline l JOIN committees_committee c"
        " ON c.id = l.committee_id WHERE c.slug = %s LIMIT 1",
        slug,
    )
    # Its own member finds them ...
    wichai = walker.enter("wichai", language, at=f"/search/?q={line[:20]}")
    assert line in wichai.locator("main").inner_text()
    wichai.goto(f"/committees/{slug}/plans/year/{year}/")
    assert line in wichai.locator("main").inner_text()
    shot(wichai, language, "desktop", "inside")

    # ... and a member of the group beside it opens, finds and counts nothing.
    kanda = walker.enter("kanda", language)
    group = one(stack, "SELECT id FROM committees_committee WHERE slug = %s", slug)
    paths = [
        f"/committees/{slug}/seats/",
        f"/committees/{slug}/history/",
        f"/committees/{slug}/plans/year/{year}/",
        f"/committees/{slug}/plans/year/{year}/lines.xlsx",
        f"/plans/?committee={slug}",
        *(f"/committees/{slug}/plans/{pk}/" for pk in quarters),
        *(f"/committees/{slug}/plans/{pk}/plan.pdf" for pk in quarters),
        *(f"/committees/{slug}/plans/{pk}/plan.xlsx" for pk in quarters),
        *(f"/committees/{slug}/plans/{pk}/rounds/1/" for pk in quarters),
    ]
    for path in paths:
        assert kanda.request.get(path).status == 404, path
        # A closed group answers as one that never was.
        unknown = path.replace(slug, "no-such-group")
        assert kanda.request.get(unknown).status == 404, unknown
    kanda.goto(f"/committees/{slug}/plans/{quarters[0]}/")
    shot(kanda, language, "desktop", "not-there")
    for query in (line[:20], SECRET["th"]):
        kanda.goto(f"/search/?q={query}")
        assert kanda.locator("main section.panel").count() == 0, "nothing found, nothing counted"
        assert line not in kanda.locator("main").inner_text()
    shot(kanda, language, "desktop", "not-found")
    for path in ("/", "/plans/", "/notices/", "/province/57/?people=all"):
        kanda.goto(path)
        assert f"/committees/{slug}/plans" not in kanda.content(), path
        assert line not in kanda.content(), path
    rows = sheet(kanda.request.get("/plans/export.xlsx").body())
    assert not any(line[:20] in str(cell) or "สืบสวน" in str(cell) for row in rows for cell in row)
    assert group
