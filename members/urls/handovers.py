"""The pages of posts and their handovers."""

from django.urls import path

from members.views import handovers, posts

urlpatterns = [
    path("province/<int:code>/posts/", posts.province_posts, name="province_posts"),
    path(
        "province/<int:code>/posts/list.<str:form>",
        posts.province_posts_export,
        name="province_posts_export",
    ),
    path("committees/<slug:slug>/handovers/", posts.handovers, name="handovers"),
    path(
        "committees/<slug:slug>/handovers/list.<str:form>",
        posts.handovers_export,
        name="handovers_export",
    ),
    path("committees/<slug:slug>/posts/<int:pk>/", posts.post, name="post"),
    path("committees/<slug:slug>/posts/<int:pk>/close/", posts.post_close, name="post_close"),
    path("committees/<slug:slug>/seats/<int:pk>/replace/", posts.seat_replace, name="seat_replace"),
    path(
        "committees/<slug:slug>/seats/<int:pk>/handover/",
        handovers.handover_open,
        name="handover_open",
    ),
    path("committees/<slug:slug>/handovers/<int:pk>/", handovers.handover, name="handover"),
    path(
        "committees/<slug:slug>/handovers/<int:pk>/write/",
        handovers.handover_write,
        name="handover_write",
    ),
    path(
        "committees/<slug:slug>/handovers/<int:pk>/ready/",
        handovers.handover_ready,
        name="handover_ready",
    ),
    path(
        "committees/<slug:slug>/handovers/<int:pk>/reopen/",
        handovers.handover_reopen,
        name="handover_reopen",
    ),
    path(
        "committees/<slug:slug>/handovers/<int:pk>/withdraw/",
        handovers.handover_withdraw,
        name="handover_withdraw",
    ),
    path(
        "committees/<slug:slug>/handovers/<int:pk>/tick/",
        handovers.handover_tick,
        name="handover_tick",
    ),
    path(
        "committees/<slug:slug>/handovers/<int:pk>/take/",
        handovers.handover_take,
        name="handover_take",
    ),
    path(
        "committees/<slug:slug>/handovers/<int:pk>/handover.pdf",
        handovers.handover_paper,
        name="handover_paper",
    ),
]
