"""M2: an organisation applies, is screened, endorsed and accepted, signs, and is a member."""

import time

import pytest

from committees.calendar import today
from tests.members.team_rows import PDF
from tests.stories.walk import head, link_in, one, press, send, state, status_of

pytestmark = pytest.mark.story("M2")

NAMES = {
    "th": ("มูลนิธิเพื่อนหญิงริมโขง", "Mekong Women's Friends Foundation"),
    "en": ("สมาคมเยาวชนดอยยาว", "Doi Yao Youth Association"),
}
SUBMIT = "main form button.btn-primary[type=submit]"


def apply(page, shot, language: str, address: str) -> None:
    """Fill in the public form on a phone; what is wrong is said and nothing typed is lost."""
    thai, english = NAMES[language]
    page.goto("/join/cct/")
    for name, value in {
        "name_th": thai,
        "name_en": english,
        "registration": "ชร. 99/2562",
        "target_groups": "ผู้หญิงและเด็กหญิงริมแม่น้ำโขง",
        "contact_th": "นางสาวดาริน ใจงาม",
        "contact_en": "Darin Chaingam",
        "contact_post": "ผู้อำนวยการ",
        "contact_phone": "053 711 222",
        "contact_email": address,
    }.items():
        page.fill(f"[name={name}]", value)
    page.check("[name=pillars][value=counter_trafficking]")
    page.check("[name=districts][value='5703']")
    press(page, SUBMIT)
    assert page.locator("[data-error-summary]").count() == 1, "the mission is missing"
    assert page.input_value("[name=name_th]") == thai
    shot(page, language, "phone", "something-missing")
    page.fill("[name=mission]", "ให้ที่พักและคำปรึกษาแก่ผู้หญิงที่เดินทางไปทำงานต่างถิ่น")
    press(page, SUBMIT)
    assert page.url.endswith("/join/cct/sent/")
    shot(page, language, "phone", "look-into-your-mail")


def mail_with(box, part: str, stack) -> str:
    """The link of the mail that leads there, once it has come."""
    deadline = time.monotonic() + 30
    while True:
        links = [link_in(mail, stack) for mail in box.new()]
        if found := next((link for link in links if part in link), None):
            return found
        assert time.monotonic() < deadline, (links, stack.log("worker"))
        time.sleep(0.2)


@pytest.mark.parametrize("language", ["th", "en"])
def test_from_the_public_form_to_a_seat(walker, stack, shot, mailbox, language):
    address = f"m2-{language}@mekong.example.org"
    name = NAMES[language][0 if language == "th" else 1]
    box = mailbox(address)
    visitor = walker.open(language, "phone")
    apply(visitor, shot, language, address)
    known = "SELECT count(*) FROM members_application WHERE contact_email = %s AND state = %s"
    assert one(stack, known, address, "unconfirmed") == 1

    # Nobody sees it before the link of the mail was opened and the proof attached.
    steering = walker.enter("nittaya", language, at="/committees/cct/applications/")
    assert steering.get_by_text(name).count() == 0
    visitor.goto(link_in(box.one(), stack))
    visitor.set_input_files(
        "[name=evidence]",
        files=[{"name": "certificate.pdf", "mimeType": "application/pdf", "buffer": PDF}],
    )
    shot(visitor, language, "phone", "one-more-step")
    press(visitor, SUBMIT)
    assert visitor.locator(".way .is-done").count() == 1
    shot(visitor, language, "phone", "where-it-is")
    own_page = visitor.url

    # The steering committee is told, and screens it point by point.
    steering.goto("/")
    with steering.expect_navigation():
        steering.locator(".tasks a", has_text=name).click()
    application = steering.url
    shot(steering, language, "desktop", "application")
    press(steering, ".page-head-actions a.btn-primary")
    for group in steering.locator(".point").all():
        group.locator("input[type=radio]").first.check()
    shot(steering, language, "desktop", "screening")
    press(steering, SUBMIT)
    assert status_of(steering) == state(language, "screened")

    # A member in grace cannot endorse and is told why; one whose year runs can, on the phone.
    late = walker.enter("siphrai", language, "phone", application)
    assert late.locator(".page-head-actions a.btn-primary").count() == 0
    answer = late.request.get(f"{application}endorse/")
    assert answer.status == 409
    member = walker.enter("kanlaya", language, "phone", "/")
    with member.expect_navigation():
        member.locator(".tasks a", has_text=name).click()
    press(member, ".page-head-actions a.btn-primary")
    member.fill("[name=words]", "ทำงานด้วยกันในเวียงแก่นตั้งแต่ปี 2564")
    shot(member, language, "phone", "endorsing")
    press(member, "button[form=endorse]")
    assert status_of(member) == state(language, "endorsed")

    # The committee accepts; the applicant signs the MoU with the link of the mail.
    secretary = walker.enter("chutima", language, at=application)
    press(secretary, ".page-head-actions a.btn-primary")
    if secretary.locator("[name=organisation][value=new]").is_visible():
        secretary.check("[name=organisation][value=new]")
    secretary.fill("[name=words]", "มติที่ประชุมครั้งที่ 4")
    shot(secretary, language, "desktop", "accepting")
    press(secretary, SUBMIT)
    assert status_of(secretary) == state(language, "accepted")
    assert mail_with(box, "/where/", stack)
    visitor.goto(own_page)
    press(visitor, "main a.btn-primary")
    shot(visitor, language, "phone", "reading-and-signing")
    visitor.check("[name=agrees]")
    press(visitor, SUBMIT)
    assert visitor.locator(".way .is-done").count() == 5
    shot(visitor, language, "phone", "member")

    # It stands on the roll, and its head comes in with the invitation.
    pk = one(
        stack,
        "SELECT m.id FROM members_membership m JOIN members_application a"
        " ON a.membership_id = m.id WHERE a.contact_email = %s AND m.since = %s",
        address,
        today(),
    )
    secretary.goto(f"/committees/cct/members/{pk}/")
    assert head(secretary) == name
    assert status_of(secretary) == state(language, "member_active")
    shot(secretary, language, "desktop", "membership")
    invitation = mail_with(box, "/invitations/", stack)
    visitor.goto(invitation)
    visitor.fill("[name=password]", "mekong-river-2570")
    visitor.fill("[name=again]", "mekong-river-2570")
    press(visitor, SUBMIT)
    visitor.goto("/committees/cct/members/")
    assert visitor.get_by_role("link", name=name).count() == 1
    shot(visitor, language, "phone", "roll")

    # So that the next walk finds sixteen members again.
    answer = send(secretary, f"/committees/cct/members/{pk}/leave/", {"reason": "หนังสือลาออก"})
    assert answer.ok
    gone = visitor.request.get("/committees/cct/members/")
    assert gone.status == 404
