"""Every address of the site. The apps name their own; the prefix here is all that is fixed."""

from django.urls import include, path

from config import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("account/", include("allauth.urls")),
    path("", include("accounts.urls")),
    path("", include("committees.urls")),
    path("", include("members.urls")),
    path("", include("actionplans.urls")),
]
