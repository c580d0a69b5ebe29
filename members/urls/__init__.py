"""The pages of members, one module of addresses for each noun."""

from members.urls import seats

urlpatterns = [*seats.urlpatterns]
