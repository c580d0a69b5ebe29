"""The app `actionplans`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActionPlansConfig(AppConfig):
    """Where the app is wired up."""

    name = "actionplans"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are loaded only now.
        from actionplans import (  # noqa: PLC0415
            finding,
            handing_over,
            notices,  # noqa: F401
            origins,
            parts,
        )
        from committees import search  # noqa: PLC0415
        from members import handover_sections  # noqa: PLC0415
        from members.parts import workshops  # noqa: PLC0415

        parts.register()
        workshops.register_destination(origins.PLAN_LINES)
        handover_sections.register(60, handing_over.sections)
        search.register_source(
            search.Source(
                key="lines", label=_("Plan lines"), icon="plan", find=finding.find_lines, order=40
            )
        )
