"""The queue's promises, and that the scheduler names tasks that exist."""

import time

import pytest
from celery import Celery, current_app
from django.conf import settings
from kombu.exceptions import OperationalError

from committees.tasks import sweep_notices
from config.celery import app


def test_every_scheduled_task_exists():
    app.loader.import_default_modules()
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        assert entry["task"] in app.tasks


def test_nothing_is_lost_with_a_worker():
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.accept_content == ["json"]
    assert not app.conf.task_publish_retry


def test_a_page_does_not_wait_for_a_broker_that_is_away():
    away = Celery("away", set_as_current=False)
    away.config_from_object("django.conf:settings", namespace="CELERY")
    away.conf.broker_url = "redis://127.0.0.1:1/0"
    began = time.monotonic()
    away.conf.task_always_eager = False
    with pytest.raises(OperationalError):
        away.send_task("committees.tasks.sweep_notices")
    assert time.monotonic() - began < 2


def test_tasks_are_queued_with_the_app_of_the_site():
    assert current_app.conf.broker_url == settings.CELERY_BROKER_URL
    assert sweep_notices.app.main == "atip"
