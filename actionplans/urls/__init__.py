"""The pages of plans, one module of addresses for each noun."""

from actionplans.urls import plans

urlpatterns = [
    *plans.urlpatterns,
]
