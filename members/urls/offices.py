"""The pages of offices and elections."""

from django.urls import path

from members.views import offices

urlpatterns = [
    path("committees/<slug:slug>/offices/", offices.offices, name="offices"),
    path(
        "committees/<slug:slug>/offices/list.<str:form>",
        offices.offices_export,
        name="offices_export",
    ),
    path(
        "committees/<slug:slug>/offices/elections/new/", offices.election_new, name="election_new"
    ),
    path("committees/<slug:slug>/offices/elections/<int:pk>/", offices.election, name="election"),
    path(
        "committees/<slug:slug>/offices/elections/<int:pk>/correct/",
        offices.election_correct,
        name="election_correct",
    ),
]
