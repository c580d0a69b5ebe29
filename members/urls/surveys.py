"""The pages of a committee's years and of the annual survey."""

from django.urls import path

from members.views import survey_answers, survey_questions, survey_results, surveys, year

BASE = "committees/<slug:slug>/surveys/<int:year>/"

urlpatterns = [
    path("committees/<slug:slug>/year/", year.year, name="year"),
    path("committees/<slug:slug>/surveys/new/", surveys.survey_new, name="survey_new"),
    path(BASE, surveys.survey, name="survey"),
    path(f"{BASE}edit/", surveys.survey_edit, name="survey_edit"),
    path(f"{BASE}open/", surveys.survey_open, name="survey_open"),
    path(f"{BASE}close/", surveys.survey_close, name="survey_close"),
    path(f"{BASE}remind/", surveys.survey_remind, name="survey_remind"),
    path(f"{BASE}answer/", survey_answers.survey_answer, name="survey_answer"),
    path(
        f"{BASE}questions/new/<str:kind>/",
        survey_questions.survey_question_new,
        name="survey_question_new",
    ),
    path(
        f"{BASE}questions/<int:pk>/",
        survey_questions.survey_question_edit,
        name="survey_question_edit",
    ),
    path(
        f"{BASE}questions/<int:pk>/remove/",
        survey_questions.survey_question_remove,
        name="survey_question_remove",
    ),
    path(
        f"{BASE}questions/<int:pk>/move/<str:way>/",
        survey_questions.survey_question_move,
        name="survey_question_move",
    ),
    path(f"{BASE}results/", survey_results.survey_results, name="survey_results"),
    path(f"{BASE}results/list.<str:form>", survey_results.survey_export, name="survey_export"),
    path(f"{BASE}results/<str:which>.svg", survey_results.survey_chart, name="survey_chart"),
]
