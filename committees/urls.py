"""The pages of committees."""

from django.urls import path

from committees import export_views, views
from committees.paper_views import paper

urlpatterns = [
    path("", views.home, name="home"),
    path("hat/", views.hat, name="hat"),
    path("search/", views.search, name="search"),
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.notices_read, name="notices_read"),
    path("notices/<uuid:pk>/", views.notice_open, name="notice_open"),
    path("committees/new/", views.committee_new, name="committee_new"),
    path("committees/<slug:slug>/", views.committee, name="committee"),
    path("committees/<slug:slug>/edit/", views.committee_edit, name="committee_edit"),
    path("committees/<slug:slug>/history/", views.committee_history, name="committee_history"),
    path(
        "committees/<slug:slug>/history.<str:form>",
        views.committee_history_export,
        name="committee_history_export",
    ),
    path("papers/<uuid:pk>/", paper, name="paper"),
    path("exports/", export_views.export_list, name="exports"),
    path("exports/<uuid:pk>/", export_views.export, name="export"),
    path("exports/<uuid:pk>/again/", export_views.export_again, name="export_again"),
    path("exports/<uuid:pk>/file/", export_views.export_file, name="export_file"),
    path("province/<int:code>/borders/", views.province_borders, name="province_borders"),
]
