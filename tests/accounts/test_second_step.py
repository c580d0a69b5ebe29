"""Setting up the second step at sign-in."""

import pytest
from django.urls import reverse

from tests.world import PASSWORD


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn"])
def test_the_password_is_asked_again_before_a_second_step_is_set_up(world, name):
    client = world.client(world.somchai)
    page = reverse(name)
    answer = client.get(page)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    back = client.post(answer.headers["Location"], {"password": PASSWORD}, follow=True)
    assert back.status_code == 200
    assert back.redirect_chain[-1][0] == page
