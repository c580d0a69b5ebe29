"""Mail to applicants, who have no account; and what is forgotten. May run twice without harm."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from committees.tasks import SystemTask
from members.actions import joining as actions
from members.models import Application
from members.workflow.applications import ACCEPTED, DECLINED, ENDORSED, MEMBER, SCREENED, WITHDRAWN

_AGAIN: dict[str, Any] = {
    "autoretry_for": (OSError,),
    "retry_backoff": 30,
    "retry_backoff_max": 600,
    "max_retries": 8,
}


@shared_task(base=SystemTask, acts_as="applications", **_AGAIN)
def send_confirmation(token: str) -> bool:
    """Mail the link by which an applicant confirms the address; not once it was used."""
    application = actions.find_unconfirmed(token)
    if application is None:
        return False
    link = _site(reverse("join_confirm", args=[application.committee.slug, token]))
    _mail(application, "confirm", _subject(application, "confirm"), link).send()
    return True


@shared_task(base=SystemTask, acts_as="applications", **_AGAIN)
def tell_applicant(pk: str, state: str) -> bool:
    """Mail the applicant how the application stands; what has moved on meanwhile is not sent."""
    application = (
        Application.objects.select_related("committee")
        .filter(pk=pk, state=state, confirmed_at__isnull=False)
        .first()
    )
    if application is None:
        return False
    token = actions.status_token(application)
    link = _site(reverse("join_status", args=[application.committee.slug, token]))
    _mail(application, "status", _subject(application, state), link).send()
    return True


@shared_task(base=SystemTask, acts_as="applications")
def forget_unconfirmed() -> int:
    """Every day: delete what was never confirmed."""
    return actions.forget_unconfirmed()


def _subject(application: Application, state: str) -> str:
    values = {"committee": application.committee.short_in(application.language)}
    with override(application.language):
        if state == "confirm":
            return _("Confirm your application to %(committee)s") % values
        if state == SCREENED:
            return _("Your application to %(committee)s was screened") % values
        if state == ENDORSED:
            return _("A member endorsed your application to %(committee)s") % values
        if state == ACCEPTED:
            return _("%(committee)s accepted you: sign the MoU") % values
        if state == DECLINED:
            return _("%(committee)s declined your application") % values
        if state == MEMBER:
            return _("You are a member of %(committee)s") % values
        if state == WITHDRAWN:
            return _("Your application to %(committee)s was withdrawn") % values
        return _("%(committee)s has your application") % values


def _mail(application: Application, kind: str, subject: str, link: str) -> EmailMessage:
    with override(application.language):
        body = render_to_string(
            f"members/emails/application_{kind}.txt",
            {
                "application": application,
                "committee": application.committee,
                "link": link,
                "expires": application.expires_at,
            },
        )
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=body,
        to=[application.contact_email],
        headers={"Auto-Submitted": "auto-generated"},
    )


def _site(path: str) -> str:
    return settings.SITE_URL.rstrip("/") + path
