"""The pages of members, one module of addresses for each noun."""

from members.urls import (
    handovers,
    memberships,
    mou,
    offices,
    orders,
    organisations,
    seats,
    surveys,
    team,
    workshops,
)

urlpatterns = [
    *seats.urlpatterns,
    *memberships.urlpatterns,
    *handovers.urlpatterns,
    *organisations.urlpatterns,
    *surveys.urlpatterns,
    *workshops.urlpatterns,
    *team.urlpatterns,
    *mou.urlpatterns,
    *orders.urlpatterns,
    *offices.urlpatterns,
]
