"""The pages of MoUs."""

from django.urls import path

from members.views import mou, mou_writing

urlpatterns = [
    path("committees/<slug:slug>/mou/", mou.mou, name="mou"),
    path("committees/<slug:slug>/mou/new/", mou_writing.mou_new, name="mou_new"),
    path(
        "committees/<slug:slug>/mou/agreements/<int:pk>/draft/",
        mou_writing.mou_draft,
        name="mou_draft",
    ),
    path("committees/<slug:slug>/mou/<int:pk>/", mou.mou_version, name="mou_version"),
    path("committees/<slug:slug>/mou/<int:pk>/edit/", mou_writing.mou_edit, name="mou_edit"),
    path("committees/<slug:slug>/mou/<int:pk>/open/", mou_writing.mou_open, name="mou_open"),
    path(
        "committees/<slug:slug>/mou/<int:pk>/discard/", mou_writing.mou_discard, name="mou_discard"
    ),
    path("committees/<slug:slug>/mou/<int:pk>/sign/", mou_writing.mou_sign, name="mou_sign"),
    path(
        "committees/<slug:slug>/mou/<int:pk>/signatures.<str:form>",
        mou.mou_export,
        name="mou_export",
    ),
    path("committees/<slug:slug>/mou/<int:pk>/paper.pdf", mou.mou_paper, name="mou_paper"),
]
