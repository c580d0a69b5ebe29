"""The pages of the multidisciplinary team."""

from django.urls import path

from members.views import team, team_keeping, team_proposals

_TEAM = "committees/<slug:slug>/team/"
_VERSION = _TEAM + "<int:number>/"
_PROPOSAL = _TEAM + "proposals/<uuid:pk>/"

urlpatterns = [
    path("province/<int:code>/team/", team.team_find, name="team_find"),
    path("province/<int:code>/team/list.<str:form>", team.team_list, name="team_list"),
    path(_TEAM, team.team, name="team"),
    path(_TEAM + "start/", team_keeping.team_start, name="team_start"),
    path(_TEAM + "propose/", team_proposals.team_propose, name="team_propose"),
    path(_PROPOSAL, team_proposals.team_proposal, name="team_proposal"),
    path(_PROPOSAL + "take-up/", team_proposals.team_take_up, name="team_take_up"),
    path(_PROPOSAL + "decline/", team_proposals.team_decline, name="team_decline"),
    path(_PROPOSAL + "withdraw/", team_proposals.team_withdraw, name="team_withdraw"),
    path(_VERSION, team.team_version, name="team_version"),
    path(_VERSION + "people/new/", team_keeping.team_member_new, name="team_member_new"),
    path(_VERSION + "people/<int:pk>/", team_keeping.team_member_edit, name="team_member_edit"),
    path(
        _VERSION + "people/<int:pk>/remove/",
        team_keeping.team_member_remove,
        name="team_member_remove",
    ),
    path(_VERSION + "send/", team_keeping.team_send, name="team_send"),
    path(_VERSION + "recall/", team_keeping.team_recall, name="team_recall"),
    path(_VERSION + "endorse/", team_keeping.team_endorse, name="team_endorse"),
]
