"""What people are told about appointment orders."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import notices
from committees.models import AuditEvent
from committees.notices import Wording
from members.models import Order

notices.register(
    {
        "order_sent": Wording(
            _("An order is out for signature: %(committee)s"),
            _("%(actor)s sent the order “%(order)s” out for signature. File its signed copy."),
        ),
        "order_filed": Wording(
            _("An order is in force: %(committee)s"),
            _("%(actor)s filed the signed copy of the order “%(order)s”."),
        ),
        "order_ended": Wording(
            _("An order has ended: %(committee)s"),
            _("%(actor)s ended the order “%(order)s”."),
        ),
    }
)


def order_told(kind: str, order: Order, event: AuditEvent, recipients: list[User]) -> None:
    """Tell people of something done with an order; nothing of its bodies is said."""
    notices.tell(
        kind=kind,
        event=event,
        committee=order.committee,
        recipients=recipients,
        url=order.get_absolute_url(),
        values={
            "order": {"th": order.subject_th, "en": order.subject_en or order.subject_th},
        },
    )
