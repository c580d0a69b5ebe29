"""Addresses of the year of a plan: beginning, taking lines over, what is due, who pays."""

from django.urls import path

from actionplans.urls.plans import YEAR
from actionplans.views import cycle, cycle_province

PROVINCE = "provinces/<int:code>/plans/"

urlpatterns = [
    path(YEAR + "season/", cycle.season, name="season"),
    path(YEAR + "carry/", cycle.lines_carry, name="lines_carry"),
    path(YEAR + "asked/", cycle.lines_asked, name="lines_asked"),
    path(YEAR + "calendar/", cycle.year_calendar, name="year_calendar"),
    path(YEAR + "calendar.<str:form>", cycle.year_calendar_export, name="year_calendar_export"),
    path("committees/<slug:slug>/due-days/", cycle.committee_dues, name="committee_dues"),
    path(
        "committees/<slug:slug>/due-days/clear/",
        cycle.committee_dues_clear,
        name="committee_dues_clear",
    ),
    path(PROVINCE + "asked/", cycle_province.template_lines, name="template_lines"),
    path(
        PROVINCE + "asked.<str:form>",
        cycle_province.template_lines_export,
        name="template_lines_export",
    ),
    path(PROVINCE + "asked/new/", cycle_province.template_line_new, name="template_line_new"),
    path(
        PROVINCE + "asked/<int:pk>/", cycle_province.template_line_edit, name="template_line_edit"
    ),
    path(
        PROVINCE + "asked/<int:pk>/withdraw/",
        cycle_province.template_line_withdraw,
        name="template_line_withdraw",
    ),
    path(
        PROVINCE + "asked/<int:pk>/restore/",
        cycle_province.template_line_restore,
        name="template_line_restore",
    ),
    path(PROVINCE + "calendar/", cycle_province.province_calendar, name="province_calendar"),
    path(
        PROVINCE + "calendar.<str:form>",
        cycle_province.province_calendar_export,
        name="province_calendar_export",
    ),
    path(PROVINCE + "due-days/", cycle_province.province_dues, name="province_dues"),
    path(PROVINCE + "money/", cycle_province.province_money, name="province_money"),
    path(
        PROVINCE + "money.<str:form>",
        cycle_province.province_money_export,
        name="province_money_export",
    ),
]
