"""Links in mails lead to the site, whatever host the request named."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_password_is_reset_on_the_sites_own_address(world: World, settings: Any) -> None:
    settings.SITE_URL = "https://atip.example.org"
    Client().post(
        "/account/password/reset/",
        {"email": world.pranee.email},
        headers={"host": "evil.example.net"},
    )
    (letter,) = mail.outbox
    links = re.findall(r"https?://\S+", str(letter.body))
    assert [link for link in links if "/account/password/reset/key/" in link]
    assert all(link.startswith("https://atip.example.org/") for link in links)
