"""What a list of organisations would change: worked out for the preview, and again when it is done.

Nothing here writes. Each row of the file becomes a `Line` that says whether it is new, there
already, changes something, looks like one that is there, or cannot be taken and why.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from committees.calendar import format_date, today
from committees.models import Area
from committees.roles import ROLES
from members import import_cells as cells
from members.import_cells import Problem
from members.import_directory import Directory, keys_of
from members.matching import normalised
from members.models import Organisation, OrganisationContact, OrganisationKind, Pillar
from members.models.offices import SINGLE

NEW, SAME, CHANGES, UNSURE, BAD = "new", "same", "changes", "unsure", "bad"
# What becomes of rows that look like an organisation of the directory.
AS_NEW, LEAVE = "new", ""
DAY = dt.timedelta(days=1)
CONTACT = ("contact_name", "contact_post", "contact_phone", "contact_email")


@dataclass(frozen=True)
class Remark:
    """What is wrong in a row: in which column, and how to mend it."""

    column: str
    text: str

    def __str__(self) -> str:
        return f"{self.column}: {self.text}" if self.column else self.text


@dataclass
class Line:
    """One row of the file and what it comes to."""

    number: int
    name: str
    state: str = BAD
    remarks: list[Remark] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    contact: dict[str, str] = field(default_factory=dict)
    known: Organisation | None = None
    like: list[Organisation] = field(default_factory=list)
    changes: list[dict[str, str]] = field(default_factory=list)
    known_contact: OrganisationContact | None = None
    writes_contact: bool = False
    since: Any = None
    office: str = ""
    chosen: str = LEAVE

    @property
    def goes(self) -> bool:
        """Whether confirming writes anything of this row."""
        return self.state in (NEW, CHANGES)

    @property
    def field_name(self) -> str:
        return f"row-{self.number}"


@dataclass(frozen=True)
class Spelling:
    """A district as the file writes it, and the official names it is probably meant to be."""

    text: str
    rows: list[int]
    like: list[Area]
    chosen: int | None

    @property
    def field_name(self) -> str:
        return f"place-{hashlib.sha256(self.text.encode()).hexdigest()[:16]}"


class Plan:
    """The whole file against the directory, with what the person has chosen so far."""

    def __init__(
        self,
        directory: Directory,
        headings: dict[int, str],
        rows: list[tuple[int, list[str]]],
        choices: Mapping[str, str],
    ) -> None:
        self.directory = directory
        self.headings = headings
        self.choices = choices
        self.pillars, self.kinds, self.offices = (
            cells.pillar_words(),
            cells.kind_words(),
            cells.office_words(),
        )
        self.spellings: dict[str, Spelling] = {}
        self.taken: dict[str, int] = {}
        self.meant: dict[int, int] = {}
        self.posts: dict[str, int] = {}
        self.lines = [self._line(number, row) for number, row in rows]

    def of(self, *states: str) -> list[Line]:
        """The lines in these states."""
        return [line for line in self.lines if line.state in states]

    @property
    def left_out(self) -> list[Line]:
        """The lines of which nothing is written although they say something."""
        return self.of(BAD, UNSURE)

    def _line(self, number: int, row: list[str]) -> Line:
        raw = {
            key: row[place].strip()
            for place, key in self.headings.items()
            if place < len(row) and row[place].strip()
        }
        line = Line(number, raw.get("name_th") or raw.get("name_en") or "")
        self._read_values(line, raw)
        if self.directory.members:
            self._read_membership(line, raw)
        if not line.values.get("name_th") and not line.values.get("name_en"):
            if not line.remarks:
                self._remark(line, "name_th", _("Write the organisation's name."))
            return line
        self._find(line)
        if line.remarks:
            line.state = BAD
        return line

    # --- Reading ------------------------------------------------------------------------------

    def _remark(self, line: Line, key: str, text: str) -> None:
        column = str(cells.BY_KEY[key].label) if key else ""
        line.remarks.append(Remark(column, text))

    def _read_values(self, line: Line, raw: dict[str, str]) -> None:
        for key, text in raw.items():
            try:
                if key in CONTACT:
                    line.contact[key.removeprefix("contact_")] = cells.read_line(key, text)
                elif key in cells.LINES:
                    line.values[key] = cells.read_line(key, text)
                elif key == "kind":
                    line.values[key] = cells.read_one(
                        self.kinds, text, lambda: cells.labels_of(OrganisationKind.choices)
                    )
                elif key == "pillars":
                    line.values[key] = sorted({self._pillar(part) for part in cells.parts(text)})
                elif key == "districts":
                    self._read_districts(line, text)
            except Problem as problem:
                self._remark(line, key, str(problem))
        if line.contact and "name" not in line.contact:
            if not any(remark.column for remark in line.remarks):
                self._remark(line, "contact_name", _("Write whose telephone or e-mail this is."))
            line.contact = {}

    def _pillar(self, text: str) -> str:
        return cells.read_one(self.pillars, text, lambda: cells.labels_of(Pillar.choices))

    def _read_districts(self, line: Line, text: str) -> None:
        found = set()
        for part in cells.parts(text):
            code = self.directory.districts.find(part) or self._spelled(part, line.number)
            if code is not None:
                found.add(code)
            else:
                self._remark(line, "districts", self._unknown_district(part))
        line.values["districts"] = sorted(found)

    def _spelled(self, text: str, number: int) -> int | None:
        """The district a spelling was said to mean; it is asked for once, for all rows."""
        spelling = self.spellings.get(text)
        if spelling is None:
            areas = self.directory.districts.areas
            like = [areas[code] for code in self.directory.districts.like(text)]
            spelling = Spelling(text, [], like, None)
            said = self.choices.get(spelling.field_name, "")
            if said.isascii() and said.isdigit() and int(said[:9]) in areas:
                spelling = Spelling(text, [], like, int(said))
            self.spellings[text] = spelling
        spelling.rows.append(number)
        return spelling.chosen

    def _unknown_district(self, text: str) -> str:
        like = self.spellings[text].like
        if like:
            return _(
                "“%(text)s” is no district here. Is it %(name)s? Choose below or correct it."
            ) % {
                "text": text[:60],
                "name": like[0].name,
            }
        return _("“%(text)s” is no district of this province. Write its official name.") % {
            "text": text[:60]
        }

    def _read_membership(self, line: Line, raw: dict[str, str]) -> None:
        try:
            if "since" in raw:
                line.since = cells.read_since(raw["since"])
        except Problem as problem:
            self._remark(line, "since", str(problem))
        try:
            if "office" in raw:
                office = cells.read_one(
                    self.offices,
                    raw["office"],
                    lambda: cells.labels_of((slug, ROLES[slug].label) for slug in cells.OFFICES),
                )
                line.office = "" if office == "member" else office
        except Problem as problem:
            self._remark(line, "office", str(problem))

    # --- Finding it in the directory -------------------------------------------------------------

    def _find(self, line: Line) -> None:
        directory = self.directory
        name_th, name_en = line.values.get("name_th", ""), line.values.get("name_en", "")
        keys = keys_of(name_th, name_en, line.values.get("registration", ""))
        exact = {directory.exact[key].pk for key in keys if key in directory.exact}
        twice = next((self.taken[key] for key in keys if key in self.taken), None)
        for key in keys:
            self.taken.setdefault(key, line.number)
        if twice is not None:
            self._remark(
                line, "", _("The same organisation stands in row %(row)s already.") % {"row": twice}
            )
            return
        if len(exact) > 1:
            names = ", ".join(f"“{directory.by_pk[pk].name}”" for pk in sorted(exact))
            self._remark(
                line,
                "",
                _("Names and number belong to several organisations: %(names)s. Correct them.")
                % {"names": names},
            )
            return
        if exact:
            self._meet(line, directory.by_pk[exact.pop()])
            return
        line.like = self._alike(name_th, name_en)
        if line.like and not self._decide(line):
            line.state = UNSURE
            return
        if line.known is not None:
            self._meet(line, line.known)
            return
        self._as_new(line)

    def _alike(self, name_th: str, name_en: str) -> list[Organisation]:
        scores: dict[int, float] = {}
        for name in (name_th, name_en):
            for pk, score in self.directory.matcher.nearest(name):
                scores[pk] = max(score, scores.get(pk, 0))
        best = sorted(scores, key=lambda pk: -scores[pk])[:3]
        return [self.directory.by_pk[pk] for pk in best]

    def _decide(self, line: Line) -> bool:
        """Whether the person has said what a row is that looks like another."""
        said = self.choices.get(line.field_name, LEAVE)
        line.chosen = said
        if said == AS_NEW:
            return True
        line.known = next((row for row in line.like if str(row.pk) == said), None)
        return line.known is not None

    def _as_new(self, line: Line) -> None:
        if not line.values.get("kind"):
            if not self.directory.members:
                self._remark(
                    line,
                    "kind",
                    _("Write one of: %(known)s.")
                    % {"known": cells.labels_of(OrganisationKind.choices)},
                )
            line.values["kind"] = OrganisationKind.CSO
        line.values["name_th"] = line.values.get("name_th") or line.values["name_en"]
        line.writes_contact = bool(line.contact)
        self._check_office(line, None)
        line.state = NEW

    def _meet(self, line: Line, known: Organisation) -> None:
        """Compare the row with what is known of it. An empty cell takes nothing away."""
        if known.pk in self.meant:
            row = self.meant[known.pk]
            self._remark(
                line, "", _("The same organisation stands in row %(row)s already.") % {"row": row}
            )
            return
        self.meant[known.pk] = line.number
        line.known = known
        for key, value in line.values.items():
            before = getattr(known, key)
            if key in ("pillars", "districts"):
                before = sorted(before)
            if value and value != before:
                self._change(line, key, before, value)
        changed = {change["key"] for change in line.changes}
        line.values = {key: value for key, value in line.values.items() if key in changed}
        self._meet_contact(line, known)
        self._check_office(line, known)
        self._meet_membership(line, known)
        line.state = CHANGES if line.changes else SAME

    def _change(self, line: Line, key: str, before: Any, after: Any) -> None:
        label = str(cells.BY_KEY[key].label)
        shown = {"key": key, "label": label, "before": self._shown(key, before)}
        line.changes.append(shown | {"after": self._shown(key, after)})

    def _shown(self, key: str, value: Any) -> str:
        if key == "districts":
            areas = self.directory.districts.areas
            return ", ".join(areas[code].name for code in value if code in areas)
        if key == "pillars":
            return ", ".join(str(Pillar(one).label) for one in value)
        if key == "kind" and value:
            return str(OrganisationKind(value).label)
        return str(value)

    def _meet_contact(self, line: Line, known: Organisation) -> None:
        if not line.contact:
            return
        found = self.directory.reached.get((known.pk, normalised(line.contact["name"])))
        line.known_contact = found
        new = {
            key: value
            for key, value in line.contact.items()
            if value and (found is None or (key != "name" and getattr(found, key) != value))
        }
        for key, value in new.items():
            before = getattr(found, key) if found else ""
            self._change(line, f"contact_{key}", before, value)
        line.writes_contact = bool(new)

    def _meet_membership(self, line: Line, known: Organisation) -> None:
        if line.since is not None and known.pk not in self.directory.joined:
            self._change(line, "since", "", format_date(line.since))
        else:
            line.since = None
        if line.office:
            self._change(line, "office", "", str(ROLES[line.office].label))

    def _check_office(self, line: Line, known: Organisation | None) -> None:
        """A member holds an office, some of them one member alone, here and in the rows above."""
        joined = known is not None and known.pk in self.directory.joined
        if known is not None and known.pk in self.directory.held.get(line.office, ()):
            line.office = ""  # known already, also where an election has followed
        if line.office and known is not None and known.pk in self.directory.left:
            self._remark(line, "office", _("Its membership has ended: take the word out here."))
        elif line.office and line.since is None and not joined:
            self._remark(line, "since", _("Only a member holds an office: write since when."))
        if line.office in SINGLE:
            starts = line.since if line.since and not joined else today()
            self._check_single(line, known, starts)

    def _check_single(self, line: Line, known: Organisation | None, starts: dt.date) -> None:
        holders = self.directory.offices.get(line.office, set()) - {known.pk if known else 0}
        if holders:
            names = ", ".join(
                self.directory.by_pk[pk].name for pk in holders if pk in self.directory.by_pk
            )
            self._remark(
                line,
                "office",
                _("%(name)s holds this office. Record an election, or take the word out here.")
                % {"name": names},
            )
        elif self.directory.last_held.get(line.office, starts - DAY) >= starts:
            self._remark(
                line,
                "office",
                _("Others held this office since. Record an election, or take the word out here."),
            )
        elif line.office in self.posts:
            self._remark(
                line,
                "office",
                _("Row %(row)s has this office already. Only one organisation holds it.")
                % {"row": self.posts[line.office]},
            )
        self.posts.setdefault(line.office, line.number)
