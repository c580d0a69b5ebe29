"""The pages of tasks, and the supervisor's."""

from django.urls import path

from actionplans.views import endorsements, task_lists, task_steps, tasks

_YEAR = "committees/<slug:slug>/plans/year/<int:year>/"
_TASK = "committees/<slug:slug>/tasks/<int:pk>/"

urlpatterns = [
    path("tasks/", task_lists.my_tasks, name="my_tasks"),
    path("tasks/list.<str:form>", task_lists.my_tasks_export, name="my_tasks_export"),
    path("tasks/endorsements/<int:pk>/", endorsements.task_endorsement, name="task_endorsement"),
    path(f"{_YEAR}tasks/", task_lists.tasks, name="tasks"),
    path(f"{_YEAR}tasks.<str:form>", task_lists.tasks_export, name="tasks_export"),
    path(f"{_YEAR}lines/<int:pk>/tasks/new/", tasks.task_new, name="task_new"),
    path(_TASK, tasks.task, name="task"),
    path(f"{_TASK}edit/", tasks.task_edit, name="task_edit"),
    path(f"{_TASK}hand-on/", task_steps.task_hand_on, name="task_hand_on"),
    path(f"{_TASK}done/", task_steps.task_finish, name="task_finish"),
    path(f"{_TASK}supervisor/", endorsements.task_supervisor, name="task_supervisor"),
    path(
        f"{_TASK}supervisor/send/",
        endorsements.task_endorsement_send,
        name="task_endorsement_send",
    ),
    path(f"{_TASK}supervisor/without/", task_steps.task_waive, name="task_waive"),
    path(f"{_TASK}step/<slug:action>/", task_steps.task_step, name="task_step"),
    path("endorse/thanks/", endorsements.endorse_thanks, name="endorse_thanks"),
    path("endorse/<str:token>/", endorsements.endorse, name="endorse"),
]
