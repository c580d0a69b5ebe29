"""The parts of the demonstration beside committees, seats and plans: one module a noun.

Each has `plan(demo)`, which notes its acts with `demo.then(moment, act)`; they are done in the
order of time by the people who would do them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from actionplans.demo.parts import (
    activities,
    cycle,
    handovers,
    indicators,
    memberships,
    mou,
    neighbours,
    offices,
    orders,
    organisations,
    reports,
    surveys,
    tasks,
    team,
    workshops,
)

if TYPE_CHECKING:
    from actionplans.demo.load import Demonstration

PARTS: tuple[Callable[[Demonstration], None], ...] = (
    organisations.plan,
    memberships.plan,
    handovers.plan,
    orders.plan,
    team.plan,
    workshops.plan,
    surveys.plan,
    mou.plan,
    offices.plan,
    activities.plan,
    tasks.plan,
    reports.plan,
    indicators.plan,
    neighbours.plan,
    cycle.plan,
)
