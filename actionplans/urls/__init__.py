"""The pages of plans, one module of addresses for each noun."""

from actionplans.urls import (
    activities,
    contributions,
    cycle,
    figures,
    indicators,
    neighbours,
    plans,
    proposals,
    reports,
    tasks,
)

urlpatterns = [
    *activities.urlpatterns,
    *neighbours.urlpatterns,
    *figures.urlpatterns,
    *contributions.urlpatterns,
    *indicators.urlpatterns,
    *cycle.urlpatterns,
    *tasks.urlpatterns,
    *plans.urlpatterns,
    *proposals.urlpatterns,
    *reports.urlpatterns,
]
