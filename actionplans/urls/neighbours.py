"""Addresses of drafts open to neighbours, of overlaps and of gaps."""

from django.urls import path

from actionplans.views import comments, neighbours, province_neighbours

YEAR = "committees/<slug:slug>/plans/year/<int:year>/"
NEIGHBOURS = YEAR + "neighbours/"
OPENED = YEAR + "opened/"
COMMENT = OPENED + "comments/<int:pk>/"
PROVINCE = "provinces/<int:code>/plans/overlaps/"

urlpatterns = [
    path(NEIGHBOURS, neighbours.neighbours, name="neighbours"),
    path(NEIGHBOURS + "open/", neighbours.draft_open, name="draft_open"),
    path(NEIGHBOURS + "close/", neighbours.draft_close, name="draft_close"),
    path(NEIGHBOURS + "gaps/", neighbours.gaps, name="neighbour_gaps"),
    path(NEIGHBOURS + "gaps.<str:form>", neighbours.gaps_export, name="neighbour_gaps_export"),
    path(
        NEIGHBOURS + "overlaps.<str:form>",
        neighbours.overlaps_export,
        name="neighbour_overlaps_export",
    ),
    path(NEIGHBOURS + "overlaps/<int:line>/<int:other>/", neighbours.overlap, name="overlap"),
    path(OPENED, comments.plan_opened, name="plan_opened"),
    path(OPENED + "lines/<int:line>/comment/", comments.comment_new, name="comment_new"),
    path(COMMENT, comments.comment_edit, name="comment_edit"),
    path(COMMENT + "withdraw/", comments.comment_withdraw, name="comment_withdraw"),
    path(COMMENT + "settle/", comments.comment_settle, name="comment_settle"),
    path(PROVINCE, province_neighbours.overlaps, name="province_overlaps"),
    path(
        PROVINCE + "list.<str:form>",
        province_neighbours.overlaps_export,
        name="province_overlaps_export",
    ),
    path(PROVINCE + "gaps/", province_neighbours.gaps, name="province_gaps"),
    path(
        PROVINCE + "gaps.<str:form>", province_neighbours.gaps_export, name="province_gaps_export"
    ),
    path(
        "province/<int:code>/neighbours/",
        province_neighbours.districts,
        name="province_neighbours",
    ),
    path(
        "province/<int:code>/neighbours/<int:district>/",
        province_neighbours.district,
        name="district_neighbours",
    ),
]
