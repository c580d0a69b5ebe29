"""Who sits where, for whom, and how they came to it. One module for each noun."""

from members.models.applications import Application
from members.models.imports import ImportBatch, ImportRow
from members.models.memberships import (
    Membership,
    MembershipPeriod,
    MembershipReminder,
    MembershipRules,
)
from members.models.organisations import (
    Organisation,
    OrganisationContact,
    OrganisationKind,
    Pillar,
)
from members.models.orders import Order, OrderBody, OrderKind, OrderPost
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
    "Application",
    "Ballot",
    "Counting",
    "Heading",
    "ImportBatch",
    "ImportRow",
    "Invitation",
    "Order",
    "OrderBody",
    "OrderKind",
    "OrderPost",
    "Membership",
    "MembershipPeriod",
    "MembershipReminder",
    "MembershipRules",
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
    "Vote",
    "Voters",
    "Workshop",
    "WorkshopState",
]
