"""A committee's year: what is planned, done and reported. One module for each noun."""

from actionplans.models.plans import (
    FIRST_PLAN_YEAR,
    Decision,
    Funding,
    LinePlace,
    LineRecommendation,
    LineSupport,
    Plan,
    PlanLine,
    QuarterPlan,
    Reception,
    Round,
    RoundLine,
    State,
    TenantRow,
)

__all__ = [
    "FIRST_PLAN_YEAR",
    "Decision",
    "Funding",
    "LinePlace",
    "LineRecommendation",
    "LineSupport",
    "Plan",
    "PlanLine",
    "QuarterPlan",
    "Reception",
    "Round",
    "RoundLine",
    "State",
    "TenantRow",
]
