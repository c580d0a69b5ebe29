"""Wiring: settings, URLs, the Celery app, the servers of a development machine."""
