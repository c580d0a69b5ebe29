"""The pages of who carries what."""

from django.urls import path

from actionplans.views import contributions

YEAR = "committees/<slug:slug>/plans/year/<int:year>/contributions"

urlpatterns = [
    path("plans/carried/", contributions.contributions_mine, name="contributions_mine"),
    path(YEAR + "/", contributions.contributions, name="contributions"),
    path(YEAR + ".<str:form>", contributions.contributions_export, name="contributions_export"),
    path(
        YEAR + "/organisations/<int:pk>/",
        contributions.contributions_of,
        name="contributions_of",
    ),
]
