"""Who opens the pages, and of which place: the same at both scales."""

from __future__ import annotations

PROVINCE = 57
DISTRICT = 5709
# Five letters that stand in names of committees, agencies, people and plan lines.
QUERY = "เวียง"

# role on the page -> (committee, role of the seat)
ROLES = {
    "district member": ("d5709", "member"),
    "district secretary": ("d5709", "secretary"),
    "PSDHS staff": ("p57", "psdhs_secretariat"),
    "national observer": ("national", "national_observer"),
}
# The pages of these people are to stay below the limit in milliseconds.
TIMED = ("district member", "district secretary", "PSDHS staff")
