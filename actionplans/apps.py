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
            waiting,
        )
        from committees import frame, home, search  # noqa: PLC0415
        from members import handover, handover_sections  # noqa: PLC0415
        from members.parts import workshops  # noqa: PLC0415

        home.register_waiting(waiting.waiting)
        home.register_coming(waiting.coming)
        home.register_block(waiting.national_block)
        home.register_committee_block(waiting.committee_block)
        home.register_province_block(waiting.province_block)
        home.register_subject_url("actionplans.quarterplan", waiting.plan_url)
        frame.register_add(waiting.add_line)
        workshops.register_destination(origins.PLAN_LINES)
        handover.register_consequence(waiting.consequences)
        handover.register_open_work(waiting.post_work)
        handover_sections.register(60, handing_over.sections)
        search.register_source(
            search.Source(
                key="lines", label=_("Plan lines"), icon="plan", find=finding.find_lines, order=40
            )
        )
