"""What holds wherever the product runs. Nothing here starts a server or needs a database."""

import os
from pathlib import Path
from typing import Any

import bootstrap_wrapper
import fontpkg_sarabun
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DEBUG = False
SECRET_KEY = os.environ.get("SECRET_KEY", "")
ALLOWED_HOSTS: list[str] = []
SITE_URL = os.environ.get("SITE_URL", "http://localhost:8000")

INSTALLED_APPS = [
    "accounts",
    "committees",
    "members",
    "actionplans",
    "config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    # First, so that they answer without a session, a database or an allowed host name.
    "config.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.NoStoreMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.SessionEndMiddleware",
    "accounts.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.BodyLimitMiddleware",
    "committees.middleware.ActorMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "committees.context.frame",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")  # the templates that TemplatesSetting looks up
CRISPY_ALLOWED_TEMPLATE_PACKS = ["bootstrap5"]
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Database: two roles, one alias -----------------------------------------------------------
# The site connects as the web role, which row-level security binds; migrations, loaders and checks
# connect as the owner. manage.py chooses by the command.
DATABASE_URL = os.environ.get("DATABASE_URL") or "postgresql://atip_web@localhost/atip"
DATABASE_OWNER_URL = (
    os.environ.get("DATABASE_OWNER_URL") or "postgresql://atip_owner@localhost/atip"
)
DATABASE_ROLE = os.environ.get("DATABASE_ROLE", "web")
DATABASE_WEB_ROLE: str = env.database("DATABASE_URL", DATABASE_URL, owner=False)["USER"]
DATABASES = {
    "default": env.database("DATABASE_OWNER_URL", DATABASE_OWNER_URL, owner=True)
    if DATABASE_ROLE == "owner"
    else env.database("DATABASE_URL", DATABASE_URL, owner=False)
}
# Tests connect as the owner, so that they can build what they like, and take this role for as long
# as a request or a task runs.
ROW_SECURITY_SET_ROLE: str | None = None

# --- Cache and queue --------------------------------------------------------------------------
REDIS_URL = os.environ.get("REDIS_URL") or "redis://localhost:6379/0"
KEY_PREFIX = os.environ.get("KEY_PREFIX", "atip")  # lets several sites share one server
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "config.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": KEY_PREFIX,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
}
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A task that was not acknowledged (its worker died) comes back after this many seconds.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
    # How often a page tries to reach the broker before it leaves the notice to the sweep.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "global_keyprefix": f"{KEY_PREFIX}-",
}
# With the broker down a page must not hang: publishing fails at once, and the sweep of the outbox
# queues the notice later.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_RESULT_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_TIMEZONE = "Asia/Bangkok"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE: dict[str, Any] = {
    "sweep-notices": {
        "task": "committees.tasks.sweep_notices",
        "schedule": env.number("SWEEP_SECONDS", default=60),
    },
    "send-digests": {
        "task": "committees.tasks.send_digests",
        "schedule": crontab(hour="7", minute="0"),
    },
    # Rights end and begin with the day in Bangkok; every hour, for a midnight when nothing ran.
    "expire-seats": {"task": "members.tasks.seats.expire_seats", "schedule": crontab(minute="1")},
    # Often, so that a morning on which nothing ran is made good; each stage is told once.
    "keep-memberships": {
        "task": "members.tasks.memberships.keep_memberships",
        "schedule": crontab(hour="6-20", minute="11"),
    },
    "forget-unconfirmed": {
        "task": "members.tasks.applications.forget_unconfirmed",
        "schedule": crontab(hour="3", minute="10"),
    },
    "repair-access": {
        "task": "members.tasks.seats.repair_access",
        "schedule": crontab(hour="2", minute="30"),
    },
    # Closes what is over and reminds; each stage once, however often or late it runs.
    "survey-day": {
        "task": "members.tasks.surveys.survey_day",
        "schedule": crontab(minute="11"),
    },
    "forget-imports": {
        "task": "members.tasks.organisations.forget_imports",
        "schedule": crontab(hour="2", minute="50"),
    },
    "remind-of-team": {
        "task": "members.tasks.team.remind_of_team",
        "schedule": crontab(hour="7", minute="20"),
    },
    # The handovers of seats whose last day comes near; run late it finds what it missed.
    "open-handovers": {
        "task": "members.tasks.handovers.open_handovers",
        "schedule": crontab(hour="0", minute="20"),
    },
    # Working groups whose last day is past; their seats ended with the day itself.
    "end-bodies": {"task": "members.tasks.orders.end_bodies", "schedule": crontab(minute="3")},
    # The sums of activities against the activities, when nobody logs any.
    "check-summaries": {
        "task": "actionplans.tasks.summaries.check_summaries",
        "schedule": crontab(hour="2", minute="40"),
    },
    # The season of drafting opens with July; every stage once, on whatever day this runs first.
    "open-seasons": {
        "task": "actionplans.tasks.cycle.open_seasons",
        "schedule": crontab(hour="6-20", minute="17"),
    },
    # Takes up what was not built, and removes files that were kept long enough.
    "sweep-exports": {"task": "committees.tasks.sweep_exports", "schedule": 300},
    # Seats that ended and supervisors who did not answer; often, each is noted once.
    "keep-tasks": {"task": "actionplans.tasks.tasks.keep_tasks", "schedule": crontab(minute="7")},
    # Through the morning, for one on which nothing ran; everybody is reminded once a day.
    "chase-tasks": {
        "task": "actionplans.tasks.tasks.chase_tasks",
        "schedule": crontab(hour="7-11", minute="5"),
    },
    "sweep-endorsements": {
        "task": "actionplans.tasks.tasks.sweep_endorsements",
        "schedule": crontab(minute="*/5"),
    },
    # Each stage once, however often or late it runs.
    "remind-of-reports": {
        "task": "actionplans.tasks.reports.remind_of_reports",
        "schedule": crontab(hour="6-20", minute="17"),
    },
    "clear-sessions": {
        "task": "config.tasks.clear_sessions",
        "schedule": crontab(hour="2", minute="20"),
    },
}

# --- Language, time ---------------------------------------------------------------------------
LANGUAGE_CODE = "th"
LANGUAGES = [("th", _("Thai")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Bangkok"

# --- People -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_RESET_TIMEOUT = 24 * 3600

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_FORMS = {"add_email": "accounts.forms.AddressForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
# Nobody signs up: an address comes from an invitation that was opened, so it needs no second mail.
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ALLOW_UNVERIFIED_EMAIL = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "10/m/ip,3/h/key",
    "reset_password_from_key": "10/m/ip",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "ATIP"
MFA_TOTP_TOLERANCE = 1
# People who approve, receive or administer need a second factor to get in.
SECOND_FACTOR_REQUIRED = env.flag("SECOND_FACTOR_REQUIRED", default=False)

ANONYMOUS_USER_NAME = None  # guardian: no stand-in user, who is not signed in holds nothing
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False

# --- Sessions, cookies, headers ---------------------------------------------------------------
SESSION_COOKIE_AGE = 12 * 3600  # a working day, whatever is done meanwhile
SESSION_IDLE_SECONDS = env.number("SESSION_IDLE_SECONDS", default=2 * 3600)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- Bodies -----------------------------------------------------------------------------------
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
PAPER_MAX_BYTES = 10 * 1024 * 1024  # one file that is kept
REQUEST_BODY_LIMIT = 12 * 1024 * 1024  # with files; more, in either case, is answered with 413

# --- Downloads --------------------------------------------------------------------------------
EXPORT_AT_ONCE = env.number("EXPORT_AT_ONCE", default=2000)  # longer lists are built by a task
EXPORT_HOURS = env.number("EXPORT_HOURS", default=24)  # how long such a file is kept

# --- Static files -----------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT: Path | None = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("fonts", fontpkg_sarabun.ROOT / "files"),
    ("bootstrap", bootstrap_wrapper.get_bootstrap_dir()),
]
# Files people hand in: in no folder that is served; handed out by a page that asks for rights.
PAPERS_ROOT = os.environ.get("PAPERS_ROOT") or str(BASE_DIR / "var" / "run" / "papers")
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "papers": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": PAPERS_ROOT,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- E-mail -----------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "ATIP <no-reply@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Logs: to the console, one line each, never what people sent ------------------------------
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"masking": {"()": "config.logs.Masking"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["masking"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # Scanners knock with any host name; answering 400 is enough.
        "django.security.DisallowedHost": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "celery": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # SQL carries what people wrote; it stays out of the log whatever DEBUG says.
        "django.db.backends": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
