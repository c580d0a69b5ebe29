"""What people write about seats, and what is taken of it."""

from typing import Any

import pytest

from committees.calendar import today
from committees.roles import roles_for
from members.forms.seats import SeatForm
from members.models import Organisation, Seat
from tests.world import World

pytestmark = pytest.mark.django_db


def form_for(world: World, email: str) -> Any:
    return SeatForm(
        {
            "email": email,
            "name_th": "คนใหม่",
            "organisation": world.organisations["hospital"].pk,
            "role": "member",
            "starts": today().isoformat(),
        },
        roles=roles_for("district"),
        holders=Seat.objects.none(),
        organisations=Organisation.objects.all(),
    )


@pytest.mark.parametrize(
    "written",
    [
        "NOK@example.org",
        " nok@example.org ",
        "nok@ｅｘａｍｐｌｅ.org",
        "nok@\u212a.example.org",
    ],
)
def test_an_address_is_taken_in_one_way_of_writing(world: World, written: str) -> None:
    form = form_for(world, written)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["email"] in {"nok@example.org", "nok@k.example.org"}


@pytest.mark.parametrize("written", ['"nok"@example.org', "n\u0131k@example.org", "นก@example.org"])
def test_an_address_that_hides_another_or_takes_no_mail_is_refused(
    world: World, written: str
) -> None:
    assert "email" in form_for(world, written).errors
