"""Changing the e-mail address with which one signs in."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from tests.world import PASSWORD, World

pytestmark = pytest.mark.django_db
PAGE = "/account/email/"


def signed_in(world: World, name: str = "pranee") -> Client:
    client = Client()
    answer = client.post(
        "/account/login/", {"login": world.people[name].email, "password": PASSWORD}
    )
    assert answer.status_code == 302
    return client


def ask_for(client: Client, address: str) -> int:
    return client.post(PAGE, {"email": address, "action_add": ""}).status_code


def follow_link(number: int = -1) -> int:
    path = re.findall(r"https?://[^/]+(/account/confirm-email/\S+)", str(mail.outbox[number].body))
    return Client().post(path[0]).status_code


def test_the_address_stays_until_the_new_one_is_confirmed(world: World) -> None:
    assert ask_for(signed_in(world), "pranee.new@example.org") == 302
    assert world.fresh(world.pranee).email == world.pranee.email


def test_the_address_stays_when_another_is_asked_for_after_the_first(world: World) -> None:
    client = signed_in(world)
    ask_for(client, "first@example.org")
    ask_for(client, "second@example.org")
    assert world.fresh(world.pranee).email == world.pranee.email


def test_the_address_stays_for_somebody_who_signed_in_another_way(world: World) -> None:
    client = world.client("pranee")
    client.get(PAGE)
    ask_for(client, "first@example.org")
    ask_for(client, "second@example.org")
    assert world.fresh(world.pranee).email == world.pranee.email


def test_the_confirmed_address_takes_the_place_of_the_old_one(world: World) -> None:
    ask_for(signed_in(world), "Pranee.New@example.org")
    assert follow_link() == 302
    assert world.fresh(world.pranee).email == "pranee.new@example.org"


def test_the_address_of_sign_in_is_not_taken_away(world: World) -> None:
    client = world.client("pranee")
    client.get(PAGE)
    client.post(PAGE, {"email": world.pranee.email, "action_remove": ""})
    assert world.fresh(world.pranee).email == world.pranee.email


@pytest.mark.parametrize("change", [str, str.upper, str.title])
def test_the_address_of_another_person_is_refused(world: World, change: type[str]) -> None:
    address = change(world.malee.email)
    assert ask_for(signed_in(world), address) == 200
    assert not EmailAddress.objects.filter(email=world.malee.email).exists()


def test_an_address_longer_than_the_column_is_refused(world: World) -> None:
    assert ask_for(signed_in(world), "x" * 250 + "@example.org") == 200
