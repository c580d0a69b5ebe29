"""The shape of a workflow: a frozen table of transitions, from which all else is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from committees.errors import WrongState
from committees.roles import Permission


@dataclass(frozen=True)
class Transition:
    """One row: who may take a thing from which states to which, and what follows.

    `permissions`: any of these suffices, unless the workflow's policy narrows it. `verb`: what the
    audit trail records. `notice`: the kind of notice sent, '' for none.
    """

    action: str
    label: str | Promise
    sources: frozenset[str]
    target: str
    permissions: frozenset[Permission]
    verb: str
    notice: str = ""
    needs_reason: bool = False
    refusal: str | Promise = ""


@dataclass(frozen=True)
class Workflow:
    """All transitions of one kind of thing, by action."""

    name: str
    states: tuple[str, ...]
    transitions: Mapping[str, Transition]

    def check_state(self, action: str, state: str) -> Transition:
        """The transition, or `WrongState` with its reason when it cannot start from here."""
        transition = self.transitions[action]
        if state not in transition.sources:
            raise WrongState(transition.refusal)
        return transition

    def diagram(self) -> str:
        """The table as a Mermaid state diagram, for the documentation."""
        rows = [
            f"    {source} --> {t.target}: {t.action}"
            for t in self.transitions.values()
            for source in sorted(t.sources)
        ]
        return "\n".join(["stateDiagram-v2", f"    [*] --> {self.states[0]}", *rows])


def table(name: str, states: tuple[str, ...], *rows: Transition) -> Workflow:
    """Build a workflow and refuse a table that names an unknown state or an action twice."""
    for row in rows:
        unknown = (row.sources | {row.target}) - set(states)
        if unknown:
            raise ValueError(f"{name}.{row.action}: unknown states {sorted(unknown)}")
    transitions = {row.action: row for row in rows}
    if len(transitions) != len(rows):
        raise ValueError(f"{name}: an action stands twice")
    return Workflow(name, states, transitions)
