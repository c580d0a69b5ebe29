"""The pages of plans, one module of addresses for each noun."""

from actionplans.urls import activities, contributions, figures, indicators, neighbours, plans

urlpatterns = [
    *neighbours.urlpatterns,
    *activities.urlpatterns,
    *figures.urlpatterns,
    *contributions.urlpatterns,
    *indicators.urlpatterns,
    *plans.urlpatterns,
]
