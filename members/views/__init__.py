"""Pages of who sits where: the province, a committee's seats, and the way in."""

from members.views.appointing import organisation_new, seat_edit, seat_end, seat_invite, seat_new
from members.views.invitations import invitation
from members.views.provinces import province, province_roster
from members.views.seats import seats, seats_export

__all__ = [
    "invitation",
    "organisation_new",
    "province",
    "province_roster",
    "seat_edit",
    "seat_end",
    "seat_invite",
    "seat_new",
    "seats",
    "seats_export",
]
