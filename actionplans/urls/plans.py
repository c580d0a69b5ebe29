"""Addresses of the app `actionplans`."""

from django.urls import path

from actionplans import views

QUARTER = "committees/<slug:slug>/plans/<int:pk>/"
YEAR = "committees/<slug:slug>/plans/year/<int:year>/"

urlpatterns = [
    path("plans/", views.plan_list, name="plans"),
    path("plans/export.<str:form>", views.plan_export, name="plans_export"),
    path("committees/<slug:slug>/plans/new/", views.plan_new, name="plan_new"),
    path("committees/<slug:slug>/plans/add-line/", views.line_add, name="line_add"),
    path(
        "committees/<slug:slug>/recommendations/<int:pk>/plan/",
        views.recommendation_plan,
        name="recommendation_plan",
    ),
    path(YEAR, views.plan, name="plan"),
    path(YEAR + "lines.<str:form>", views.plan_lines_export, name="plan_lines_export"),
    path(YEAR + "lines/new/", views.line_new, name="line_new"),
    path(YEAR + "lines/<int:pk>/", views.line_edit, name="line_edit"),
    path(YEAR + "lines/<int:pk>/remove/", views.line_remove, name="line_remove"),
    path(YEAR + "lines/<int:pk>/restore/", views.line_restore, name="line_restore"),
    path(QUARTER, views.quarter, name="quarter"),
    path(QUARTER + "submit/", views.quarter_submit, name="quarter_submit"),
    path(QUARTER + "withdraw/", views.quarter_withdraw, name="quarter_withdraw"),
    path(QUARTER + "approve/", views.quarter_approve, name="quarter_approve"),
    path(QUARTER + "return/", views.quarter_return, name="quarter_return"),
    path(QUARTER + "receive/", views.quarter_receive, name="quarter_receive"),
    path(
        QUARTER + "return-by-province/",
        views.quarter_return_by_province,
        name="quarter_return_by_province",
    ),
    path(QUARTER + "amend/", views.quarter_amend, name="quarter_amend"),
    path(QUARTER + "rounds/<int:number>/", views.quarter_round, name="quarter_round"),
    path(QUARTER + "compare/", views.quarter_compare, name="quarter_compare"),
    path(QUARTER + "plan.pdf", views.quarter_pdf, name="quarter_pdf"),
    path(QUARTER + "plan.xlsx", views.quarter_xlsx, name="quarter_xlsx"),
]
