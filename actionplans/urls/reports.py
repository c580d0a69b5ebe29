"""Addresses of progress reports and yearly summaries."""

from django.urls import path

from actionplans.urls.plans import QUARTER, YEAR
from actionplans.views import report_lists, report_papers, report_writing, reports, year_summaries

REPORT = QUARTER + "report/"
PROVINCE = "provinces/<int:code>/plans/"

urlpatterns = [
    path(YEAR + "reports/", report_lists.year_reports, name="year_reports"),
    path(REPORT, reports.report, name="report"),
    path(REPORT + "start/", report_writing.report_start, name="report_start"),
    path(REPORT + "write/", report_writing.report_write, name="report_write"),
    path(REPORT + "lines/<int:line>/", report_writing.report_line, name="report_line"),
    path(REPORT + "renew/", report_writing.report_renew, name="report_renew"),
    path(REPORT + "submit/", reports.report_submit, name="report_submit"),
    path(REPORT + "accept/", reports.report_accept, name="report_accept"),
    path(REPORT + "return/", reports.report_return, name="report_return"),
    path(REPORT + "reopen/", reports.report_reopen, name="report_reopen"),
    path(REPORT + "rounds/<int:number>/", reports.report_round, name="report_round"),
    path(QUARTER + "report.<str:form>", report_papers.report_export, name="report_export"),
    path(PROVINCE + "reports/", report_lists.province_reports, name="province_reports"),
    path(
        PROVINCE + "reports.<str:form>",
        report_lists.province_reports_export,
        name="province_reports_export",
    ),
    path(YEAR + "summary/", year_summaries.summaries, name="summaries"),
    path(YEAR + "summary/<int:number>/", year_summaries.summary, name="summary"),
    path(
        YEAR + "summary/<int:number>.<str:form>",
        year_summaries.summary_export,
        name="summary_export",
    ),
]
