"""Replacing the holder of a post: one act out of ending a seat and giving the next."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from accounts.models import User
from committees.calendar import today
from members.actions import seats, succession
from members.models import Seat
from members.policy import handovers as policy


@transaction.atomic
def replace_holder(
    *, seat: Seat, last_day: dt.date | None, reason: str, person: dict[str, Any], by: User
) -> seats.Invited:
    """End a seat and give its post to somebody else from the next day.

    `last_day` None ends it at once, and the successor begins today. `person` holds e-mail address
    and names as `seats.invite` takes them. Both acts ask their own policy, tell their person and
    stand in the history; the handover opens with them. Raises NotAllowed, WrongState,
    ValidationError.
    """
    policy.check_replace(by, seat)
    ended = seats.end_seat(seat=seat, ends=last_day, reason=reason, by=by)
    succession.open_for(ended, by)
    begins = today() if last_day is None else last_day + dt.timedelta(days=1)
    return seats.invite(
        committee=ended.committee,
        seat={
            "organisation": ended.organisation,
            "role": ended.role,
            "post_th": ended.post_th,
            "post_en": ended.post_en,
            "place": ended.place,
            "starts": begins,
            "ends": None,
            "heads": ended.heads,
            "may_decide": ended.may_decide,
        },
        by=by,
        **person,
    )
