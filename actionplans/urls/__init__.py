"""The pages of plans, one module of addresses for each noun."""

from actionplans.urls import (
    activities,
    contributions,
    cycle,
    figures,
    indicators,
    neighbours,
    plans,
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
    *reports.urlpatterns,
]
