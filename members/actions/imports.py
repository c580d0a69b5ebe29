"""Bringing a list of organisations from a file: kept, looked at, then taken over as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import access, audit
from committees.calendar import today
from committees.errors import Conflict, WrongState
from committees.models import Committee
from members import import_cells as cells
from members.actions import memberships, offices
from members.actions import organisations as organisation_actions
from members.import_directory import Directory
from members.importing import BAD, CHANGES, NEW, SAME, UNSURE, Line, Plan
from members.models import ImportBatch, ImportRow, Organisation, OrganisationContact
from members.models.imports import rows_of
from members.policy import organisations as policy
from members.tables import MOST_ROWS, Row, Unreadable, read_table

# A file that was never taken over is forgotten after so many days, one that was, too.
KEPT_DAYS = 30
HEADINGS_WITHIN = 15

audit.register(
    {
        "organisations_imported": _(
            "%(actor)s imported a list of organisations: %(added)s new, %(changed)s changed"
        )
    }
)


@dataclass(frozen=True)
class Outcome:
    """How many rows came to what."""

    added: int
    changed: int
    same: int
    left_out: int

    @property
    def nothing_new(self) -> bool:
        return not self.added and not self.changed


@transaction.atomic
def bring(*, committee: Committee, name: str, content: bytes, by: User) -> ImportBatch:
    """Read a file and keep its rows for its owner to look at. The directory stays as it is.

    Raises NotAllowed, WrongState, Unreadable.
    """
    policy.check_import(by, committee)
    heads, rows = _split(read_table(content), Directory.brings_members(committee))
    batch = ImportBatch.objects.create(
        committee=committee,
        province_id=committee.province_id,
        owner=by,
        name=name[:200],
        columns=heads,
        created_at=timezone.now(),
    )
    ImportRow.objects.bulk_create(rows_of(batch, rows))
    return batch


def _split(table: list[Row], members: bool) -> tuple[list[str], list[Row]]:
    """The headings and the rows below them. Raises Unreadable where no heading is known."""
    for place, (_number, cell_row) in enumerate(table[:HEADINGS_WITHIN]):
        known = cells.read_headings(cell_row, members)
        if {"name_th", "name_en"} & set(known.values()):
            rows = [row for row in table[place + 1 :] if _says_something(row[1], known)]
            if not rows:
                raise Unreadable(_("There is no row below the headings. Fill in the list first."))
            if len(rows) > MOST_ROWS:
                raise Unreadable(
                    _("This file has more than 2,000 rows. Split it into several files.")
                )
            return cell_row, rows
    raise Unreadable(
        _("No column is headed “name in Thai” or “name in English”. Use the form to fill in.")
    )


def _says_something(row: list[str], known: dict[int, str]) -> bool:
    return any(row[place] for place in known if place < len(row))


def plan_of(batch: ImportBatch, by: User, choices: Mapping[str, str]) -> Plan:
    """What the file would change now, with what the person has chosen."""
    directory = Directory(access.scope_of(by), batch.committee)
    rows = list(
        ImportRow.objects.filter(batch=batch).order_by("number").values_list("number", "cells")
    )
    headings = cells.read_headings(batch.columns, directory.members)
    return Plan(directory, headings, rows, choices)


@transaction.atomic
def confirm(*, batch: ImportBatch, choices: Mapping[str, str], mark: str, by: User) -> ImportBatch:
    """Take over what is good in the file, in one go; the rest is kept to be put right.

    `mark` says which directory the person was shown. Side effects: organisations, contacts,
    memberships and terms of office, each with its audit event, and one event for the list.
    Raises NotAllowed, WrongState (done already), Conflict (the directory changed meanwhile).
    """
    policy.check_import(by, batch.committee)
    _one_after_the_other(batch.province_id)
    locked = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if locked.confirmed_at is not None:
        raise WrongState(_("This list has been imported already."))
    plan = plan_of(batch, by, choices)
    if plan.directory.mark != mark:
        raise Conflict(
            _("The directory changed while you were reading. Look at the rows once more.")
        )
    for line in plan.lines:
        if line.goes:
            _write(line, batch.committee, by)
    _keep_rest(batch, plan)
    done = Outcome(
        len(plan.of(NEW)), len(plan.of(CHANGES)), len(plan.of(SAME)), len(plan.of(BAD, UNSURE))
    )
    locked.confirmed_at = timezone.now()
    locked.outcome = {
        "added": done.added,
        "changed": done.changed,
        "same": done.same,
        "left_out": done.left_out,
    }
    locked.save(update_fields=["confirmed_at", "outcome"])
    if not done.nothing_new:
        audit.record(
            actor=by,
            committee=batch.committee,
            verb="organisations_imported",
            subject=batch.committee,
            after=locked.outcome,
            above=True,
        )
    return locked


def outcome_of(batch: ImportBatch) -> Outcome:
    """What became of a file that was taken over."""
    return Outcome(**batch.outcome)


def _one_after_the_other(province_id: int) -> None:
    """Two lists for one province wait for each other, so that neither adds what the other adds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [1004, province_id])


def _write(line: Line, committee: Committee, by: User) -> None:
    if line.known is None:
        organisation = Organisation(province_id=committee.province_id, **line.values)
        organisation.save()
        audit.record(
            actor=by,
            committee=committee,
            verb="organisation_added",
            subject=organisation,
            above=True,
        )
    else:
        locked = Organisation.objects.select_for_update().get(pk=line.known.pk)
        organisation = organisation_actions.write_facts(
            organisation=locked, values=line.values, committee=committee, by=by
        )
    if line.writes_contact:
        _write_contact(line, organisation)
    _write_membership(line, organisation, committee, by)


def _write_contact(line: Line, organisation: Organisation) -> None:
    contact = line.known_contact or OrganisationContact(
        organisation=organisation, province_id=organisation.province_id
    )
    for name, value in line.contact.items():
        if value and (name != "name" or not contact.pk):
            setattr(contact, name, value)
    if contact.pk:
        contact.version += 1
    contact.save()


def _write_membership(
    line: Line, organisation: Organisation, committee: Committee, by: User
) -> None:
    if line.since is not None:
        memberships.record_existing(
            committee=committee, organisation=organisation, since=line.since, by=by
        )
    if line.office:
        offices.record_office(
            committee=committee,
            organisation=organisation,
            role=line.office,
            starts=line.since or today(),
            by=by,
        )


def _keep_rest(batch: ImportBatch, plan: Plan) -> None:
    """Keep the rows left out, each with what is to be put right, and forget the others."""
    reasons = {line.number: reason_of(line) for line in plan.left_out}
    ImportRow.objects.filter(batch=batch).exclude(number__in=reasons).delete()
    rows = list(ImportRow.objects.filter(batch=batch))
    for row in rows:
        row.left_out = reasons[row.number]
    ImportRow.objects.bulk_update(rows, ["left_out"])


def reason_of(line: Line) -> str:
    """Why a row is left out, in words for the file that comes back."""
    if line.state == UNSURE:
        names = ", ".join(f"“{row.name}”" for row in line.like)
        return str(_("This looks like %(names)s. Say whether it is the same.")) % {"names": names}
    return " ".join(str(remark) for remark in line.remarks)


@transaction.atomic
def throw_away(*, batch: ImportBatch, by: User) -> None:
    """Forget a file, whether it was taken over or not; what was taken over stays."""
    if batch.owner_id == by.pk:
        ImportBatch.objects.filter(pk=batch.pk).delete()


@transaction.atomic
def forget_old() -> int:
    """Delete the files of more than thirty days ago; returns how many. Runs as the system."""
    before = timezone.now() - dt.timedelta(days=KEPT_DAYS)
    _all, deleted = ImportBatch.objects.filter(created_at__lt=before).delete()
    return deleted.get("members.ImportBatch", 0)


def values_of(row: list[str], width: int) -> list[Any]:
    """A row of the file as wide as its headings."""
    return [*row[:width], *[""] * (width - len(row))]
