"""The pages of seats, provinces and invitations."""

from django.urls import path

from members import views

urlpatterns = [
    path("province/<int:code>/", views.province, name="province"),
    path("province/<int:code>/roster.xlsx", views.province_roster, name="province_roster"),
    path("committees/<slug:slug>/seats/", views.seats, name="seats"),
    path("committees/<slug:slug>/seats/list.<str:form>", views.seats_export, name="seats_export"),
    path("committees/<slug:slug>/seats/new/", views.seat_new, name="seat_new"),
    path("committees/<slug:slug>/seats/<int:pk>/edit/", views.seat_edit, name="seat_edit"),
    path("committees/<slug:slug>/seats/<int:pk>/end/", views.seat_end, name="seat_end"),
    path("committees/<slug:slug>/seats/<int:pk>/invite/", views.seat_invite, name="seat_invite"),
    path(
        "committees/<slug:slug>/organisations/new/",
        views.organisation_new,
        name="organisation_new",
    ),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
]
