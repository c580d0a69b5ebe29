"""Development and demonstration: servers of our own under var/, e-mail into files."""

import os

from config import embedded, env

try:
    embedded.ensure("run")
except embedded.MissingError as error:
    raise SystemExit(str(error)) from error

from config.settings.base import *  # noqa: F403 - after the addresses are in the environment
from config.settings.base import BASE_DIR, STORAGES

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = os.environ.get("SECRET_KEY") or embedded.servers("run").secrets()["secret_key"]
ALLOWED_HOSTS = ["*"]
# Passkeys work on localhost without TLS; nowhere else do they.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
# Served from where the packages have them, with no step to collect them.
STATIC_ROOT = None
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# The browser tests sign many people in from one address.
if not env.flag("SIGN_IN_LIMITS", default=True):
    ACCOUNT_RATE_LIMITS = False

mail = env.email("EMAIL_URL", os.environ.get("EMAIL_URL") or f"file://{BASE_DIR}/var/run/mail")
globals().update(mail)
