"""How the history says what was done with indicators and targets."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from committees import audit

audit.register(
    {
        "indicator_added": _("%(actor)s added the indicator “%(subject)s”"),
        "indicator_changed": _("%(actor)s changed the indicator “%(subject)s”"),
        "indicator_retired": _("%(actor)s retired the indicator “%(subject)s”"),
        "indicator_restored": _("%(actor)s put the indicator “%(subject)s” back into use"),
        "target_set": _("%(actor)s set a target: “%(subject)s”, %(value)s"),
        "target_cleared": _("%(actor)s took a target back: “%(subject)s”"),
    }
)
