"""Addresses of the figures of a year."""

from django.urls import path

from actionplans.views import figures as views

YEAR = "committees/<slug:slug>/plans/year/<int:year>/figures/"
PROVINCE = "provinces/<int:code>/plans/figures/"

urlpatterns = [
    path(YEAR, views.year_figures, name="year_figures"),
    path(YEAR + "<slug:which>.svg", views.year_figures_chart, name="year_figures_chart"),
    path(YEAR + "<slug:which>.<slug:form>", views.year_figures_export, name="year_figures_export"),
    path(PROVINCE, views.province_figures, name="province_figures"),
    path(
        PROVINCE + "<slug:which>.svg", views.province_figures_chart, name="province_figures_chart"
    ),
    path(
        PROVINCE + "<slug:which>.<slug:form>",
        views.province_figures_export,
        name="province_figures_export",
    ),
    path("figures/", views.national_figures, name="national_figures"),
    path("figures/<slug:which>.svg", views.national_figures_chart, name="national_figures_chart"),
    path(
        "figures/<slug:which>.<slug:form>",
        views.national_figures_export,
        name="national_figures_export",
    ),
]
