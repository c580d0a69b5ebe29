"""Addresses of budget proposals."""

from django.urls import path

from actionplans.urls.plans import YEAR
from actionplans.views import proposal_acts, proposals

ONE = YEAR + "proposals/<int:pk>/"

urlpatterns = [
    path(YEAR + "proposals/", proposals.proposals, name="proposals"),
    path(YEAR + "proposals.<str:form>", proposals.proposals_export, name="proposals_export"),
    path(YEAR + "proposals/new/", proposal_acts.proposal_new, name="proposal_new"),
    path(
        "committees/<slug:slug>/proposals/<int:pk>/",
        proposals.proposal_found,
        name="proposal_found",
    ),
    path(ONE, proposals.proposal, name="proposal"),
    path(ONE + "letter.<str:form>", proposals.proposal_paper, name="proposal_paper"),
    path(ONE + "edit/", proposal_acts.proposal_edit, name="proposal_edit"),
    path(ONE + "send/", proposal_acts.proposal_send, name="proposal_send"),
    path(ONE + "ask/", proposal_acts.proposal_ask, name="proposal_ask"),
    path(ONE + "grant/", proposal_acts.proposal_grant, name="proposal_grant"),
    path(ONE + "refuse/", proposal_acts.proposal_refuse, name="proposal_refuse"),
    path(ONE + "withdraw/", proposal_acts.proposal_withdraw, name="proposal_withdraw"),
    path(ONE + "lines/<int:line>/write/", proposal_acts.proposal_write, name="proposal_write"),
]
