"""The pages of members, one module of addresses for each noun."""

from members.urls import organisations, seats, surveys, workshops

urlpatterns = [*seats.urlpatterns, *organisations.urlpatterns, *surveys.urlpatterns, *workshops.urlpatterns]
