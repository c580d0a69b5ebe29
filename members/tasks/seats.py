"""What runs beside the requests about seats. Every task may run twice without harm."""

from __future__ import annotations

import logging

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from committees.tasks import SystemTask
from members.actions import seats as actions
from members.models import Invitation

logger = logging.getLogger(__name__)


@shared_task(
    base=SystemTask,
    acts_as="invitations",
    autoretry_for=(OSError,),
    retry_backoff=30,
    retry_backoff_max=600,
    max_retries=8,
)
def send_invitation(token: str) -> bool:
    """Mail the link of an invitation, in the invited person's language.

    The token is kept nowhere but in this task's argument. A link that was used, replaced or has
    expired meanwhile is not sent; sent twice, it is the same link.
    """
    invitation = actions.find_invitation(token)
    if invitation is None or not actions.is_open(invitation):
        return False
    invitation_mail(invitation, token).send()
    return True


def invitation_mail(invitation: Invitation, token: str) -> EmailMessage:
    """The e-mail with the link."""
    seat = invitation.seat
    with override(seat.person.language):
        context = {
            "seat": seat,
            "committee": invitation.committee,
            "inviter": seat.appointed_by,
            "link": invitation_link(token),
            "expires": invitation.expires_at,
        }
        subject = _("Invitation to %(committee)s") % {"committee": invitation.committee.short}
        body = render_to_string("members/emails/invitation.txt", context)
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=body,
        to=[invitation.email],
        headers={"Auto-Submitted": "auto-generated"},
    )


def invitation_link(token: str) -> str:
    """The address a person is invited with."""
    return settings.SITE_URL.rstrip("/") + reverse("invitation", args=[token])


@shared_task(base=SystemTask, acts_as="seats")
def expire_seats() -> int:
    """A minute past midnight: take the rights of seats that are over, give those that begin."""
    return actions.expire_seats()


@shared_task(base=SystemTask, acts_as="seats")
def repair_access() -> int:
    """Compare rights with seats, say so in the log where they differ, and put them right."""
    found = actions.drift()
    if found:
        logger.error("rights differed from seats for %d people and committees", len(found))
        actions.expire_seats()
    return len(found)
