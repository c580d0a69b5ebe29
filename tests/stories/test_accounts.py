"""The way in: an invitation, a forgotten password, a second step, and out everywhere."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest

from tests.stack import sign_in
from tests.stories.walk import LANGUAGES, PEOPLE, link_in, one, press, words

PASSWORD = "ฝนตกที่ดอยตุง2569"


def six_digits(secret, at=None):
    """What an authenticator app shows for a key."""
    counter = int((time.time() if at is None else at) // 30)
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", counter), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


@pytest.mark.parametrize(("language", "device"), [("th", "phone"), ("en", "desktop")])
def test_an_invited_secretary_comes_in(walker, stack, mailbox, shot, language, device):
    address = f"new-{language}@prevention.example.org"
    box = mailbox(address)
    nok = walker.enter("nok", language, at="/committees/chiang-saen-prevention/seats/")
    press(nok, ".page-head-actions a.btn-primary")
    nok.fill("[name=email]", address.upper())
    nok.fill("[name=name_th]", "เพ็ญนภา ใจเที่ยง")
    nok.fill("[name=name_en]", "Pennapa Chaithiang")
    nok.locator("[name=organisation]").select_option(index=2)
    nok.check("[name=role][value=member]")
    nok.fill("[name=post_th]", "นักวิชาการสาธารณสุข")
    nok.fill("[name=post_en]", "Public health officer")
    nok.fill("[name=starts]", "2026-11-01")
    shot(nok, language, "desktop", "give-seat")
    press(nok, "main form button[type=submit]")
    shot(nok, language, "desktop", "seat-given")
    mail = box.one()
    assert PASSWORD not in mail.as_string()
    link = link_in(mail, stack)
    # The link asks for a password, says plainly what is wrong with a poor one, and lets in.
    page = walker.open(language, device)
    page.goto(link)
    name = {"th": "เพ็ญนภา", "en": "Pennapa"}
    assert any(part in page.locator("h1").inner_text() for part in name.values())
    shot(page, language, device, "invitation")
    page.fill("[name=password]", "1234")
    page.fill("[name=again]", "12345")
    press(page, "main form button[type=submit]")
    assert page.locator(".field-error").count() >= 2
    shot(page, language, device, "poor-password")
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    press(page, "main form button[type=submit]")
    assert page.url == stack.url + "/"
    shot(page, language, device, "in")
    page.goto("/committees/chiang-saen-prevention/seats/")
    assert any(part in page.locator("main").inner_text() for part in name.values())
    # Used once, it is closed, for everybody.
    again = walker.open(language, device)
    assert again.goto(link).status == 404
    assert again.locator("[name=password]").count() == 0
    shot(again, language, device, "closed-link")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_forgotten_password(walker, stack, mailbox, shot, language):
    who = {"th": "laddawan", "en": "songphon"}[language]
    walker.speak(language, who)
    box = mailbox(who)
    page = walker.open(language, "phone")
    page.goto("/account/login/")
    shot(page, language, "phone", "sign-in")
    press(page, "main a[href*='password/reset']")
    page.fill("[name=email]", PEOPLE[who])
    press(page, "main form button[type=submit]")
    shot(page, language, "phone", "look-into-mail")
    page.goto(link_in(box.one(), stack))
    page.fill("[name=password1]", PASSWORD)
    page.fill("[name=password2]", PASSWORD)
    shot(page, language, "phone", "new-password")
    press(page, "main form button[type=submit]")
    box.wait(2)  # that it was changed is told as well
    sign_in(page, PEOPLE[who], PASSWORD)
    assert page.url == stack.url + "/"
    # An address nobody has gets the same answer, and no mail.
    stranger = walker.open(language, "phone")
    nobody = mailbox("nobody@example.org")
    stranger.goto("/account/password/reset/")
    stranger.fill("[name=email]", "nobody@example.org")
    press(stranger, "main form button[type=submit]")
    assert stranger.locator("h1").inner_text() == words(language, "Look into your e-mail")
    assert nobody.new() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_second_step_at_sign_in(walker, stack, shot, language):
    who = {"th": "pakon@chiangsaen.example.org", "en": "charuwan@chiangsaen.example.org"}[language]
    with stack.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET language = %s WHERE email = %s", [language, who])
    page = walker.open(language, "phone")
    sign_in(page, who)
    page.goto("/account/2fa/")
    shot(page, language, "phone", "second-step")
    press(page, "main a[href$='/totp/activate/']")
    if "reauthenticate" in page.url:
        page.fill("[name=password]", "saladaeng-doitung")
        press(page, "main form button[type=submit]")
    page.locator("main details summary").first.click()
    secret = page.locator("#totp-key").inner_text().strip()
    shot(page, language, "phone", "set-up")
    page.fill("[name=code]", "000000")
    press(page, "main form button[type=submit]")
    assert page.locator(".field-error").count() == 1, "wrong digits are refused"
    secret = page.locator("#totp-key").inner_text().strip() or secret
    now = time.time()
    page.fill("[name=code]", six_digits(secret, now))
    press(page, "main form button[type=submit]")
    assert (
        one(
            stack,
            "SELECT count(*) FROM mfa_authenticator a JOIN accounts_user u ON u.id = a.user_id"
            " WHERE u.email = %s AND a.type = 'totp'",
            who,
        )
        == 1
    )
    shot(page, language, "phone", "recovery-codes")

    # Next time the password alone is not enough.
    other = walker.open(language, "phone")
    sign_in(other, who)
    assert "/2fa/authenticate" in other.url
    assert other.request.get("/plans/").url != stack.url + "/plans/"
    shot(other, language, "phone", "six-digits")
    other.fill("[name=code]", "123456")
    press(other, "main form button[type=submit]")
    assert "/2fa/authenticate" in other.url
    # The digits just used do not count twice; those of the next half minute do.
    other.fill("[name=code]", six_digits(secret, now + 30))
    press(other, "main form button[type=submit]")
    assert other.url == stack.url + "/"

    # Out everywhere else: the first browser is signed out with its next step.
    other.goto("/account/sessions/")
    assert other.locator("main .list li").count() == 2
    shot(other, language, "phone", "where-signed-in")
    press(other, "main form:not(.language) button[type=submit]")
    page.goto("/plans/")
    assert "/account/login/" in page.url
    other.goto("/plans/")
    assert re.search("/plans/$", other.url)
