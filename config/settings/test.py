"""Tests: real PostgreSQL and Valkey of their own, connected as the owner.

The owner may build any world; a request or a task takes the web role, under which row-level
security decides, by SET LOCAL ROLE.
"""

import os
from pathlib import Path
from tempfile import gettempdir

from config import embedded, env

try:
    embedded.ensure("test")
except embedded.MissingError as error:
    raise SystemExit(str(error)) from error
os.environ["DATABASE_ROLE"] = "owner"

from config.settings.base import *  # noqa: F403 - after the addresses are in the environment
from config.settings.base import (
    CACHES,
    CELERY_BROKER_TRANSPORT_OPTIONS,
    DATABASE_OWNER_URL,
    DATABASE_WEB_ROLE,
    REDIS_URL,
    STORAGES,
)

SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["*"]
ROW_SECURITY_SET_ROLE = DATABASE_WEB_ROLE
DATABASES = {"default": env.database("DATABASE_OWNER_URL", DATABASE_OWNER_URL, owner=True)}
DATABASES["default"]["CONN_MAX_AGE"] = 0

# Several test runs may share the servers: the number of the process that began a run names its
# databases. TEST_RUN=name with pytest's --reuse-db keeps them for the next run.
TEST_RUN = os.environ.setdefault("TEST_RUN", str(os.getpid()))
DATABASES["default"]["TEST"] = {"NAME": f"test_atip_{TEST_RUN}"}

# Each xdist worker counts sign-in attempts and queues in a corner of its own.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
KEY_PREFIX = f"test-{TEST_RUN}-{WORKER}"
CACHES["default"]["KEY_PREFIX"] = KEY_PREFIX
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = CELERY_BROKER_TRANSPORT_OPTIONS | {
    "global_keyprefix": f"{KEY_PREFIX}-"
}
# Tasks run where they are called, so that a test sees what they did; the browser stack has a real
# worker.
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, only here
STATIC_ROOT = None
PAPERS_ROOT = str(Path(gettempdir()) / f"atip-papers-{TEST_RUN}-{WORKER}")
STORAGES = STORAGES | {
    "papers": STORAGES["papers"]
    | {"OPTIONS": STORAGES["papers"]["OPTIONS"] | {"location": PAPERS_ROOT}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
