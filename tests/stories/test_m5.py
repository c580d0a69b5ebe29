"""M5: a member leaves at any time; its people's rights end, and history stays."""

import time

import pytest

from tests.stories.walk import PEOPLE, one, press, run_task, state, status_of

pytestmark = pytest.mark.story("M5")

WHO = {"th": "suphansa", "en": "watchara"}
ROW = (
    "SELECT m.id FROM members_membership m JOIN members_seat s ON s.organisation_id ="
    " m.organisation_id AND s.committee_id = m.committee_id JOIN accounts_user u"
    " ON u.id = s.person_id WHERE u.email = %s ORDER BY m.id LIMIT 1"
)


def put_back(stack, pk: int, email: str) -> None:
    """As it was, for the walks that follow."""
    with stack.cursor() as cursor:
        cursor.execute("UPDATE members_membership SET withdrawn_on = NULL WHERE id = %s", [pk])
        cursor.execute(
            "UPDATE members_seat s SET ended_at = NULL, ends = m.grace_until"
            " FROM members_membership m, accounts_user u WHERE m.id = %s AND u.email = %s"
            " AND s.person_id = u.id AND s.organisation_id = m.organisation_id"
            " AND s.committee_id = m.committee_id",
            [pk, email],
        )
    run_task(stack, "members.tasks.seats.expire_seats")
    granted = (
        "SELECT count(*) FROM committees_committeeuserpermission p JOIN accounts_user u"
        " ON u.id = p.user_id WHERE u.email = %s"
    )
    deadline = time.monotonic() + 20
    while not one(stack, granted, email):
        assert time.monotonic() < deadline
        time.sleep(0.2)


@pytest.mark.parametrize(("language", "device"), [("th", "phone"), ("en", "desktop")])
def test_a_member_leaves_and_history_stays(walker, stack, shot, language, device):
    who = WHO[language]
    pk = one(stack, ROW, PEOPLE[who])
    path = f"/committees/cct/members/{pk}/"
    page = walker.enter(who, language, device, path)
    try:
        page.goto(f"{path}leave/")
        assert page.locator("form.confirm").count() == 1
        shot(page, language, device, "what-ends")
        press(page, "form.confirm button[type=submit]")
        for gone in (path, "/committees/cct/", "/committees/cct/seats/"):
            assert page.request.get(gone).status == 404, gone
        page.goto(path)
        assert page.locator("[data-error-page]").count() == 1

        secretary = walker.enter("chutima", language, at=path)
        assert status_of(secretary) == state(language, "member_left")
        assert secretary.locator(".history li").count() >= 2
        assert secretary.locator("table.rows tbody tr").count() >= 5, "its years stay"
        shot(secretary, language, "desktop", "history-stays")
        secretary.goto("/committees/cct/members/?show=past")
        assert secretary.locator(f"a[href='{path}']").count() == 1
        secretary.goto("/committees/cct/members/")
        assert secretary.locator(f"a[href='{path}']").count() == 0
    finally:
        put_back(stack, pk, PEOPLE[who])
