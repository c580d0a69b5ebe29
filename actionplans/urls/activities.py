"""Addresses of activities."""

from django.urls import path

from actionplans.views import activities, activity, activity_files, offline

OF = "committees/<slug:slug>/activities/"
ONE = OF + "<int:pk>/"

urlpatterns = [
    path("service-worker.js", offline.service_worker, name="service_worker"),
    path("activities/offline/", offline.activity_offline, name="activity_offline"),
    path("activities/", activities.activity_list, name="activities"),
    path("activities/export.<str:form>", activities.activities_export, name="activities_export"),
    path(OF + "new/", activity.activity_new, name="activity_new"),
    path(ONE, activity.activity, name="activity"),
    path(ONE + "correct/", activity.activity_correct, name="activity_correct"),
    path(ONE + "withdraw/", activity.activity_withdraw, name="activity_withdraw"),
    path(ONE + "restore/", activity.activity_restore, name="activity_restore"),
    path(ONE + "versions/<int:number>/", activity.activity_version, name="activity_version"),
    path(ONE + "files/", activity_files.activity_files, name="activity_files"),
    path(ONE + "files/<int:file>/", activity_files.activity_caption, name="activity_caption"),
    path(ONE + "files/<int:file>/remove/", activity_files.activity_unfile, name="activity_unfile"),
    path(ONE + "photos/<int:file>/", activity_files.activity_photo, name="activity_photo"),
]
