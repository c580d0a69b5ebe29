"""Who sits where, for whom, and how they came to it. One module for each noun."""

from members.models.organisations import Organisation, OrganisationKind
from members.models.seats import Invitation, Seat, Term

__all__ = ["Invitation", "Organisation", "OrganisationKind", "Seat", "Term"]
