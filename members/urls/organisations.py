"""The pages of the directory, and of lists brought into it."""

from django.urls import path

from members.views import organisation_edit as editing
from members.views import organisation_imports as imports
from members.views import organisations as views

MEMBERS = "committees/<slug:slug>/members/import/"

urlpatterns = [
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/list.<str:form>", views.organisations_export, name="organisations_export"),
    path("organisations/<int:pk>/", views.organisation, name="organisation"),
    path("organisations/<int:pk>/edit/", editing.organisation_edit, name="organisation_edit"),
    path("organisations/<int:pk>/merge/", editing.organisation_merge, name="organisation_merge"),
    path("organisations/<int:pk>/contacts/new/", editing.contact_new, name="contact_new"),
    path(
        "organisations/<int:pk>/contacts/<int:contact>/edit/",
        editing.contact_edit,
        name="contact_edit",
    ),
    path(
        "organisations/<int:pk>/contacts/<int:contact>/remove/",
        editing.contact_remove,
        name="contact_remove",
    ),
    path(
        "province/<int:code>/duplicates/",
        editing.organisation_duplicates,
        name="organisation_duplicates",
    ),
    path(MEMBERS, imports.organisations_import, name="organisations_import"),
    path(
        f"{MEMBERS}list.xlsx", imports.organisations_import_form, name="organisations_import_form"
    ),
    path(
        f"{MEMBERS}<uuid:pk>/",
        imports.organisations_import_check,
        name="organisations_import_check",
    ),
    path(
        f"{MEMBERS}<uuid:pk>/left.xlsx",
        imports.organisations_import_left,
        name="organisations_import_left",
    ),
    path(
        f"{MEMBERS}<uuid:pk>/drop/",
        imports.organisations_import_drop,
        name="organisations_import_drop",
    ),
]
