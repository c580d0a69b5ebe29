"""C4: a district chief rotates; the new one finds everything on day one and takes over."""

import pytest

from actionplans.management.commands.load_demo import PASSWORD as DEMO_PASSWORD
from tests.stack import sign_in
from tests.stories.walk import (
    LANGUAGES,
    Line,
    choose,
    draft_plan,
    link_in,
    one,
    press,
    quarter_path,
    send,
    state,
    status_of,
    words,
)

pytestmark = pytest.mark.story("C4")

DISTRICT = "chaloem-phra-kiat"
PASSWORD = "สะพานข้ามแม่น้ำน่าน2570"
NEW = {
    "th": ("นายพิทักษ์ เรืองเดช", "Phithak Rueangdet", "phithak@chaloem.example.org"),
    "en": ("นายอาทิตย์ ทองดี", "Arthit Thongdi", "arthit@chaloem.example.org"),
}
NOTE = {
    "th": "ด่านห้วยโก๋นเปิดถึงสองทุ่ม ต้องประสานก่อนทุกครั้ง",
    "en": "The crossing closes at eight; call ahead every time.",
}


def chief(stack):
    """The e-mail address of the district's chief now, and the post."""
    where = (
        " FROM members_seat s JOIN committees_committee c ON c.id = s.committee_id"
        " JOIN accounts_user u ON u.id = s.person_id"
        " WHERE c.slug = %s AND s.role = 'chair' AND s.ended_at IS NULL"
    )
    return one(stack, f"SELECT u.email{where}", DISTRICT), one(
        stack, f"SELECT s.place_id{where}", DISTRICT
    )


def speaks(stack, address, language):
    with stack.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_user SET language = %s WHERE email = %s", [language, address]
        )


def approved_by(stack, who):
    with stack.cursor() as cursor:
        cursor.execute(
            "UPDATE committees_committee SET approver = %s WHERE slug = %s", [who, DISTRICT]
        )


@pytest.fixture
def by_the_chief(stack):
    """In this district the chief approves the plans."""
    before = one(stack, "SELECT approver FROM committees_committee WHERE slug = %s", DISTRICT)
    approved_by(stack, "approve_as_chief")
    yield
    approved_by(stack, before)


@pytest.mark.usefixtures("by_the_chief")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chief_rotates_and_the_next_takes_over(walker, stack, mailbox, shot, language):
    old, post = chief(stack)
    # Something is due from the chief.
    nida = walker.enter("nida", language)
    year = draft_plan(nida, stack, DISTRICT, [Line("คัดกรองที่ด่าน")])
    plan = quarter_path(stack, DISTRICT, year, 1)
    assert send(nida, f"{plan}submit/").ok

    # In the last days the chief begins the handover and writes what no paper says.
    speaks(stack, old, language)
    leaving = walker.open(language)
    sign_in(leaving, old, DEMO_PASSWORD if old.startswith("thewan") else PASSWORD)
    leaving.goto(f"/committees/{DISTRICT}/posts/{post}/")
    leaving.locator(".page-head-actions summary").click()
    choose(leaving, words(language, "Begin a handover"))
    handover = leaving.url.removeprefix(stack.url)
    choose(leaving, words(language, "Write"))
    shot(leaving, language, "desktop", "write")
    leaving.fill("[name=know]", NOTE[language])
    leaving.fill("[name=promised]", "รายงานผู้ว่าฯ ภายในสิ้นเดือน")
    press(leaving, "main form.form button[type=submit]")
    assert NOTE[language] in leaving.locator("#notes").inner_text()
    choose(leaving, words(language, "It is ready"))
    shot(leaving, language, "desktop", "ready")

    # PSDHS replaces the holder on one page.
    name_th, name_en, address = NEW[language]
    box = mailbox(address)
    nuan = walker.enter("nuan", language, at=f"/committees/{DISTRICT}/handovers/")
    shot(nuan, language, "desktop", "posts")
    press(nuan, f"main a[href='/committees/{DISTRICT}/posts/{post}/']")
    shot(nuan, language, "desktop", "post")
    choose(nuan, words(language, "Replace the holder"))
    nuan.check("[name=when][value=now]")
    nuan.fill("[name=reason]", "คำสั่งกระทรวงมหาดไทย โยกย้ายตามวาระ")
    nuan.fill("[name=email]", address)
    nuan.fill("[name=name_th]", name_th)
    nuan.fill("[name=name_en]", name_en)
    shot(nuan, language, "desktop", "replace")
    press(nuan, "main form.form button[type=submit]")
    assert {"th": name_th, "en": name_en}[language] in nuan.locator("main").inner_text()
    # What was written in it is the committee's own, not PSDHS's.
    nuan.goto(handover)
    assert NOTE[language] not in nuan.locator("main").inner_text()

    # Whoever left sees nothing of it any more.
    assert leaving.goto(handover).status == 404
    assert leaving.goto(plan).status == 404
    leaving.goto("/")
    assert leaving.locator(".tasks").count() == 0
    assert DISTRICT not in leaving.locator("main").inner_html()
    shot(leaving, language, "desktop", "gone")

    # The new one comes in on a phone: the handover waits, and so does what was due from the post.
    speaks(stack, address, language)
    page = walker.open(language, "phone")
    page.goto(link_in(box.one(), stack))
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    press(page, "main form button[type=submit]")
    tasks = page.locator(".tasks")
    assert words(language, "Take over") in tasks.locator(f"a[href='{handover}']").inner_text()
    assert tasks.locator(f"a[href='{plan}']").count() == 1
    shot(page, language, "phone", "first-day")
    press(page, f".tasks a[href='{handover}']")
    for key in ("notes", "duties", "people", "decisions", "work", "plan", "papers"):
        assert page.locator(f".handover #{key}").count() == 1, key
    assert NOTE[language] in page.locator("#notes").inner_text()
    assert page.locator(f"#work a[href='{plan}']").count() == 1
    assert page.locator("#people .row-more").first.inner_text()
    shot(page, language, "phone", "handover")
    press(page, "#notes button[type=submit]")
    assert page.locator("#notes button[aria-pressed=true]").count() == 1

    # At the desk: the same page, its paper, and the confirmation.
    desk = walker.open(language)
    sign_in(desk, address, PASSWORD)
    desk.goto(handover)
    shot(desk, language, "desktop", "handover")
    paper = desk.request.get(f"{handover}handover.pdf")
    assert paper.headers["content-type"] == "application/pdf"
    press(page, ".actionbar a.btn-primary")
    shot(page, language, "phone", "confirm")
    press(page, "main form.confirm button[type=submit]")
    assert status_of(page) == state(language, "taken_over")
    shot(page, language, "phone", "taken-over")
    # Said once: nothing asks again, and the plan still waits.
    page.goto("/")
    assert page.locator(f".tasks a[href='{handover}']").count() == 0
    assert page.locator(f".tasks a[href='{plan}']").count() == 1
    page.goto(plan)
    assert page.locator(f"form[action='{plan}approve/'], a[href='{plan}approve/']").count() >= 1
    # And it is on record for those above.
    nuan.goto(f"/province/55/posts/?state=confirmed&q={name_en}")
    assert nuan.locator(f"main a[href='/committees/{DISTRICT}/posts/{post}/']").count() == 1
    shot(nuan, language, "desktop", "confirmed")
