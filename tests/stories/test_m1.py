"""M1: a secretary brings the sixteen members with office and pillars; again, nothing changes.

Each walk begins in a province of its own, with a civil-society committee just established.
"""

import re

import pytest

from tests.members.cct import HEADINGS, ROWS, workbook
from tests.stories.walk import PEOPLE, choose, one, press, send, words

pytestmark = pytest.mark.story("M1")

# language -> a province nobody works in yet: its code, its names, a district of it misspelled.
PROVINCES = {
    "th": (56, "พะเยา", "Phayao", "เชียงค่ำ", 5603),
    "en": (54, "แพร่", "Phrae", "Rong Kwaang", 5402),
}
BAD = ["สมาคมคนรักเชียงราย", "Friends of Chiang Rai", "Member", "Fishing", "18/9/2562", ""]
COUNTS = {
    "counter-trafficking": 9,
    "child protection": 8,
    "stateless people": 3,
    "education": 4,
}


def begin(stack, walker, language):
    """A province with its PSDHS office, a committee joined by MoU, and its secretary."""
    code, th, _en, _spelling, _district = PROVINCES[language]
    office, secretary = f"m1-{language}-office", f"m1-{language}-secretary"
    PEOPLE[office], PEOPLE[secretary] = f"{office}@example.org", f"{secretary}@example.org"
    stack.manage(
        stack.database, "start_province", str(code), "--email", PEOPLE[office],
        "--name", "สุดา ใจเย็น", "--name-en", "Suda Chaiyen",
    )  # fmt: skip
    know_password(stack, office)
    page = walker.enter(office, language)
    above = one(
        stack,
        "SELECT slug FROM committees_committee WHERE province_id = %s AND kind = 'provincial'",
        code,
    )
    answer = send(
        page,
        f"/committees/new/?parent={above}",
        {
            "kind": "civil_society",
            "area": str(code),
            "name_th": f"คณะกรรมการประสานงานองค์กรภาคประชาสังคม จังหวัด{th}",
            "name_en": f"CCT {code}",
            "short_en": f"CCT {code}",
            "approver": "approve_as_chief",
        },
    )
    assert answer.ok, answer.status
    slug = one(
        stack,
        "SELECT slug FROM committees_committee WHERE province_id = %s AND kind = 'civil_society'",
        code,
    )
    organisation = one(
        stack, "SELECT id FROM members_organisation WHERE province_id = %s LIMIT 1", code
    )
    answer = send(
        page,
        f"/committees/{slug}/seats/new/",
        {
            "email": PEOPLE[secretary],
            "name_th": "ลัดดา มาดี",
            "name_en": "Ladda Madee",
            "organisation": str(organisation),
            "role": "secretary",
            "starts": "2019-09-18",
        },
    )
    assert answer.ok, answer.status
    know_password(stack, secretary)
    return slug, secretary


def know_password(stack, who):
    """The invited person has chosen the password of everybody in the demonstration."""
    with stack.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_user SET password = (SELECT password FROM accounts_user"
            " WHERE email = %s) WHERE email = %s",
            [PEOPLE["nok"], PEOPLE[who]],
        )


def written(stack, code):
    """What there is of the province's directory and its members."""
    return [
        one(stack, f"SELECT count(*) FROM {table} WHERE province_id = %s", code)
        for table in (
            "members_organisation",
            "members_membership",
            "members_officeterm",
            "committees_auditevent",
        )
    ]


def bring(page, slug, rows):
    """Choose the file and send it; the page that comes shows what it would change."""
    page.goto(f"/committees/{slug}/members/import/")
    page.set_input_files(
        "input[type=file]",
        {
            "name": "CCT.xlsx",
            "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "buffer": workbook(rows),
        },
    )
    press(page, "main form button[type=submit]")


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_sixteen_are_brought_and_brought_again(walker, stack, shot, language):
    code, _th, _en, spelling, district = PROVINCES[language]
    slug, secretary = begin(stack, walker, language)
    page = walker.enter(secretary, language)
    before = written(stack, code)
    headings = [*HEADINGS, "อำเภอ"]
    rows = [headings, *([*row, ""] for row in ROWS), BAD]
    rows[13][5] = spelling
    bring(page, slug, rows)
    shot(page, language, "desktop", "check")

    # The bad row and the misspelled district are named with row, column and what to do.
    bad = page.locator("#bad tbody tr")
    assert bad.count() == 2
    said = bad.nth(1).inner_text()
    assert "18" in said
    assert "Fishing" in said
    assert words(language, "child protection") in said
    assert spelling in bad.nth(0).inner_text()
    assert page.locator("#new li").count() == 15
    assert written(stack, code) == before, "nothing is written before confirming"

    # Say which district is meant, look again, confirm.
    page.select_option("#places select", str(district))
    choose(page, words(language, "Look at the rows again"))
    assert page.locator("#bad tbody tr").count() == 1
    assert page.locator("#new li").count() == 16
    choose(page, words(language, "Import these rows"))
    shot(page, language, "desktop", "done")
    assert page.locator("#left tbody tr").count() == 1
    left = page.request.get(page.url + "left.xlsx")
    assert left.ok
    assert one(
        stack, "SELECT count(*) FROM members_membership WHERE province_id = %s", code
    ) == len(ROWS)
    assert (
        one(
            stack,
            "SELECT count(*) FROM members_officeterm"
            " WHERE province_id = %s AND office = 'steering'",
            code,
        )
        == 3
    )

    # The directory of the members: each pillar counted, and the whole once.
    page.goto(f"/organisations/?committee={slug}")
    numbers = {
        label.rsplit(" ", 1)[0].lower(): int(label.rsplit(" ", 1)[1])
        for label in page.locator(".quick li").all_inner_texts()
    }
    for pillar, count in COUNTS.items():
        assert numbers[words(language, pillar).lower()] == count
    assert numbers[words(language, "All").lower()] == 16
    assert page.locator("table.rows tbody tr").count() == 16
    shot(page, language, "desktop", "directory")

    # The same list again changes nothing, and says so.
    after = written(stack, code)
    bring(page, slug, [headings, *([*row, ""] for row in ROWS)])
    assert not page.locator("#new, #changes, #bad").count()
    choose(page, words(language, "Import these rows"))
    note = words(language, "Everything in this list was there already. Nothing changed.")
    assert note in page.locator("main").inner_text()
    shot(page, language, "desktop", "again")
    assert written(stack, code) == after


@pytest.mark.parametrize(
    ("language", "device"), [("th", "phone"), ("en", "phone"), ("th", "desktop")]
)
def test_an_organisation_is_found_and_looked_at(walker, shot, language, device):
    page = walker.enter("pranee", language, device, "/organisations/")
    shot(page, language, device, "organisations")
    page.fill("main [name=q]", "freedom")
    with page.expect_navigation():
        page.press("main [name=q]", "Enter")
    press(page, "table.rows tbody a")
    text = page.locator("main").inner_text()
    assert re.search(r"ตัวอย่าง 002/2562", text)
    assert "053 000 102" in page.locator("#contacts").inner_text()
    shot(page, language, device, "organisation")


def test_two_that_are_one_become_one(walker, stack, shot):
    """The directory of Nan gets a name twice; its secretariat makes one of the two."""
    page = walker.enter("nuan", "en")
    answer = send(
        page,
        "/committees/nan/organisations/new/",
        {
            "name_th": "บ้านพักเด็กและครอบครัว จ.น่าน",
            "name_en": "Nan Shelter for Children",
            "kind": "shelter",
        },
    )
    assert answer.ok
    page.goto("/province/55/duplicates/")
    shot(page, "en", "desktop", "duplicates")
    row = page.locator("main li", has_text="Nan Shelter for Children")
    with page.expect_navigation():
        row.first.locator("a.btn").click()
    shot(page, "en", "desktop", "merge")
    choose(page, words("en", "Make them one"))
    assert (
        one(
            stack,
            "SELECT count(*) FROM members_organisation WHERE province_id = 55 AND kind = 'shelter'",
        )
        == 1
    )
    shot(page, "en", "desktop", "merged")
