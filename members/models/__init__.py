"""Who sits where, for whom, and how they came to it. One module for each noun."""

from members.models.applications import Application
from members.models.imports import ImportBatch, ImportRow
from members.models.memberships import (
    Membership,
    MembershipPeriod,
    MembershipReminder,
    MembershipRules,
)
from members.models.mou import (
    PARTS,
    TEXTS,
    Mou,
    MouParty,
    MouSignature,
    MouState,
    MouVersion,
)
from members.models.offices import (
    SINGLE,
    Candidate,
    Election,
    Method,
    Office,
    OfficeTerm,
    TieBreak,
)
from members.models.orders import Order, OrderBody, OrderKind, OrderPost
from members.models.organisations import (
    Organisation,
    OrganisationContact,
    OrganisationKind,
    Pillar,
)
from members.models.places import Place
from members.models.seats import Invitation, Seat, Term
from members.models.workshops import (
    Ballot,
    Counting,
    Heading,
    Point,
    Recommendation,
    RecommendationPoint,
    RecommendationState,
    Vote,
    Voters,
    Workshop,
    WorkshopState,
)

__all__ = [
    "PARTS",
    "SINGLE",
    "TEXTS",
    "Application",
    "Ballot",
    "Candidate",
    "Counting",
    "Election",
    "Heading",
    "ImportBatch",
    "ImportRow",
    "Invitation",
    "Membership",
    "MembershipPeriod",
    "MembershipReminder",
    "MembershipRules",
    "Method",
    "Mou",
    "MouParty",
    "MouSignature",
    "MouState",
    "MouVersion",
    "Office",
    "OfficeTerm",
    "Order",
    "OrderBody",
    "OrderKind",
    "OrderPost",
    "Organisation",
    "OrganisationContact",
    "OrganisationKind",
    "Pillar",
    "Place",
    "Point",
    "Recommendation",
    "RecommendationPoint",
    "RecommendationState",
    "Seat",
    "Term",
    "TieBreak",
    "Vote",
    "Voters",
    "Workshop",
    "WorkshopState",
]
