"""The pages of SWOT workshops and their recommendations."""

from django.urls import path

from members.views import points, recommendations, workshop_papers, workshops

LIST = "committees/<slug:slug>/workshops/"
ONE = LIST + "<int:pk>/"
POINT = ONE + "points/<int:point>/"
FOLLOWED = "committees/<slug:slug>/recommendations/"

urlpatterns = [
    path(LIST, workshops.workshops, name="workshops"),
    path(LIST + "new/", workshops.workshop_new, name="workshop_new"),
    path(ONE, workshops.workshop, name="workshop"),
    path(ONE + "edit/", workshops.workshop_edit, name="workshop_edit"),
    path(ONE + "board/", workshops.workshop_board, name="workshop_board"),
    path(ONE + "screen/", workshops.workshop_screen, name="workshop_screen"),
    path(ONE + "steps/<slug:action>/", workshops.workshop_step, name="workshop_step"),
    path(ONE + "points.<str:form>", workshop_papers.workshop_export, name="workshop_export"),
    path(ONE + "result.pdf", workshop_papers.workshop_pdf, name="workshop_pdf"),
    path(ONE + "points/", points.point_new, name="point_new"),
    path(POINT + "edit/", points.point_edit, name="point_edit"),
    path(POINT + "withdraw/", points.point_withdraw, name="point_withdraw"),
    path(POINT + "sort/", points.point_sort, name="point_sort"),
    path(POINT + "split/", points.point_split, name="point_split"),
    path(POINT + "hide/", points.point_hide, name="point_hide"),
    path(POINT + "show/", points.point_show, name="point_show"),
    path(POINT + "vote/", points.point_vote, name="point_vote"),
    path(
        ONE + "recommendations/new/", recommendations.recommendation_new, name="recommendation_new"
    ),
    path(FOLLOWED, recommendations.recommendations, name="recommendations"),
    path(
        FOLLOWED + "list.<str:form>",
        workshop_papers.recommendations_export,
        name="recommendations_export",
    ),
    path(FOLLOWED + "<int:pk>/", recommendations.recommendation, name="recommendation"),
    path(
        FOLLOWED + "<int:pk>/edit/", recommendations.recommendation_edit, name="recommendation_edit"
    ),
    path(
        FOLLOWED + "<int:pk>/remove/",
        recommendations.recommendation_remove,
        name="recommendation_remove",
    ),
    path(
        FOLLOWED + "<int:pk>/say/<slug:action>/",
        recommendations.recommendation_follow,
        name="recommendation_follow",
    ),
]
