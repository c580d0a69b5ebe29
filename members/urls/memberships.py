"""The pages of membership: the roll, applications, and the public way in."""

from django.urls import path

from members.views import applications, deciding, joining, membership, memberships

_MEMBERS = "committees/<slug:slug>/members/"
_APPLICATION = "committees/<slug:slug>/applications/<uuid:pk>/"

urlpatterns = [
    path(_MEMBERS, memberships.memberships, name="memberships"),
    path(f"{_MEMBERS}list.<str:form>", memberships.memberships_export, name="memberships_export"),
    path(f"{_MEMBERS}settings/", membership.membership_rules, name="membership_rules"),
    path(f"{_MEMBERS}<int:pk>/", membership.membership, name="membership"),
    path(f"{_MEMBERS}<int:pk>/renew/", membership.membership_renew, name="membership_renew"),
    path(f"{_MEMBERS}<int:pk>/leave/", membership.membership_leave, name="membership_leave"),
    path("committees/<slug:slug>/applications/", applications.applications, name="applications"),
    path(_APPLICATION, applications.application, name="application"),
    path(f"{_APPLICATION}screen/", deciding.application_screen, name="application_screen"),
    path(f"{_APPLICATION}endorse/", deciding.application_endorse, name="application_endorse"),
    path(f"{_APPLICATION}accept/", deciding.application_accept, name="application_accept"),
    path(f"{_APPLICATION}decline/", deciding.application_decline, name="application_decline"),
    path(f"{_APPLICATION}withdraw/", deciding.application_withdraw, name="application_withdraw"),
    path("join/<slug:slug>/", joining.join, name="join"),
    path("join/<slug:slug>/sent/", joining.join_sent, name="join_sent"),
    path("join/<slug:slug>/confirm/<str:token>/", joining.join_confirm, name="join_confirm"),
    path("join/<slug:slug>/where/<str:token>/", joining.join_status, name="join_status"),
    path("join/<slug:slug>/sign/<str:token>/", joining.join_sign, name="join_sign"),
    path("join/<slug:slug>/stop/<str:token>/", joining.join_withdraw, name="join_withdraw"),
]
