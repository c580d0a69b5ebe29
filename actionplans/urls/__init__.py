"""The pages of plans, one module of addresses for each noun."""

from actionplans.urls import activities, neighbours, plans

urlpatterns = [
    *neighbours.urlpatterns,
    *activities.urlpatterns,
    *plans.urlpatterns,
]
