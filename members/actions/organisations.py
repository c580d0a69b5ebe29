"""Keeping the directory of a province: facts, evidence and contacts of organisations."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import audit, papers
from committees.models import Committee
from committees.policy import check_version
from members.models import Organisation, OrganisationContact
from members.policy import organisations as policy

audit.register(
    {
        "organisation_changed": _("%(actor)s changed the details of %(subject)s"),
        "contacts_changed": _("%(actor)s changed whom to reach at %(subject)s"),
    }
)

# What is written down of an organisation, in the order of its page.
FACTS = (
    "name_th",
    "name_en",
    "short_th",
    "short_en",
    "kind",
    "registration",
    "pillars",
    "target_groups",
    "districts",
    "website",
)


@transaction.atomic
def change_organisation(
    *,
    organisation: Organisation,
    values: dict[str, Any],
    version: int,
    by: User,
    evidence: papers.Upload | None = None,
) -> Organisation:
    """Change an organisation's facts; `version` is the one that was shown.

    `evidence` is kept as a paper of the committee the person keeps the directory for. Side
    effects: paper, audit event. Raises NotAllowed, Conflict, ValidationError (a name twice).
    """
    committee = policy.check_keep(by, organisation.province_id)
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    check_version(locked, version)
    if evidence is not None:
        values = values | {"evidence": papers.store(committee=committee, upload=evidence, by=by)}
    return write_facts(organisation=locked, values=values, committee=committee, by=by)


def write_facts(
    *, organisation: Organisation, values: dict[str, Any], committee: Committee, by: User
) -> Organisation:
    """Save changed facts of a locked organisation and record which. Nothing changed, nothing done.

    The caller has authorised it. Raises ValidationError where the name is taken.
    """
    before = {name: _kept(getattr(organisation, name)) for name in values}
    for name, value in values.items():
        setattr(organisation, name, value)
    after = {name: _kept(getattr(organisation, name)) for name in values}
    if before == after:
        return organisation
    organisation.validate_constraints()
    organisation.version += 1
    organisation.save()
    audit.record(
        actor=by,
        committee=committee,
        verb="organisation_changed",
        subject=organisation,
        before={name: value for name, value in before.items() if value != after[name]},
        after={name: value for name, value in after.items() if value != before[name]},
        above=True,
    )
    return organisation


def _kept(value: Any) -> Any:
    """A value as the history keeps it."""
    if isinstance(value, list):
        return sorted(value)
    return str(value.pk) if hasattr(value, "pk") else value


@transaction.atomic
def add_contact(
    *, organisation: Organisation, values: dict[str, Any], by: User
) -> OrganisationContact:
    """Say whom to reach there. The history says that contacts changed and names nobody.

    Raises NotAllowed.
    """
    committee = policy.check_contacts(by, organisation)
    row = OrganisationContact.objects.create(
        organisation=organisation, province_id=organisation.province_id, **values
    )
    _contacts_recorded(organisation, committee, by)
    return row


@transaction.atomic
def change_contact(
    *, contact: OrganisationContact, values: dict[str, Any], version: int, by: User
) -> OrganisationContact:
    """Change whom to reach there. Raises NotAllowed, Conflict."""
    committee = policy.check_contacts(by, contact.organisation)
    locked = OrganisationContact.objects.select_for_update().get(pk=contact.pk)
    check_version(locked, version)
    for name, value in values.items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save()
    _contacts_recorded(contact.organisation, committee, by)
    return locked


@transaction.atomic
def remove_contact(*, contact: OrganisationContact, by: User) -> None:
    """Take a contact out for good. Raises NotAllowed."""
    committee = policy.check_contacts(by, contact.organisation)
    organisation = contact.organisation
    if OrganisationContact.objects.filter(pk=contact.pk).delete()[0]:
        _contacts_recorded(organisation, committee, by)


def _contacts_recorded(organisation: Organisation, committee: Committee, by: User) -> None:
    audit.record(
        actor=by, committee=committee, verb="contacts_changed", subject=organisation, above=True
    )
