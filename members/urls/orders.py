"""The pages of appointment orders."""

from django.urls import path

from members.views import order_list, order_parts, orders
from members.views.order_papers import order_pdf

ONE = "committees/<slug:slug>/orders/<uuid:pk>/"
BODY = ONE + "bodies/<uuid:body>/"
POST = BODY + "posts/<uuid:post>/"

urlpatterns = [
    path("committees/<slug:slug>/end/", orders.committee_end, name="committee_end"),
    path("committees/<slug:slug>/orders/", order_list.orders, name="orders"),
    path(
        "committees/<slug:slug>/orders/list.<str:form>",
        order_list.orders_export,
        name="orders_export",
    ),
    path("committees/<slug:slug>/orders/new/", orders.order_new, name="order_new"),
    path(ONE, orders.order, name="order"),
    path(ONE + "edit/", order_parts.order_edit, name="order_edit"),
    path(ONE + "bodies/new/", order_parts.order_body_new, name="order_body_new"),
    path(BODY, order_parts.order_body, name="order_body"),
    path(BODY + "remove/", order_parts.order_body_remove, name="order_body_remove"),
    path(BODY + "posts/new/", order_parts.order_post_new, name="order_post_new"),
    path(POST, order_parts.order_post, name="order_post"),
    path(POST + "remove/", order_parts.order_post_act, {"act": "remove"}, name="order_post_remove"),
    path(POST + "up/", order_parts.order_post_act, {"act": "up"}, name="order_post_up"),
    path(ONE + "changes/", orders.order_changes, name="order_changes"),
    path(ONE + "order.pdf", order_pdf, name="order_pdf"),
    path(ONE + "copy/", orders.order_copy, {"which": "open"}, name="order_copy"),
    path(ONE + "copy/full/", orders.order_copy, {"which": "full"}, name="order_full_copy"),
    path(ONE + "amend/", orders.order_amend, name="order_amend"),
    path(ONE + "send/", orders.order_send, name="order_send"),
    path(ONE + "take-back/", orders.order_take_back, name="order_take_back"),
    path(ONE + "discard/", orders.order_discard, name="order_discard"),
    path(ONE + "file/", orders.order_file, name="order_file"),
    path(ONE + "end/", orders.order_end, name="order_end"),
]
