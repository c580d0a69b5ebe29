"""Production: everything from the environment, and no start with a piece missing or weak."""

import os
import re
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import env

PLACEHOLDER = re.compile(r"change.?me|example|insecure|password|secret|default|xxx", re.IGNORECASE)
problems: list[str] = []


def need(name: str, why: str) -> str:
    """A variable that must be there."""
    value = os.environ.get(name, "").strip()
    if not value:
        problems.append(f"{name} is not set: {why}.")
    return value


def need_database(name: str, role: str) -> str:
    """The address of the database for a role, with a password worth the name."""
    url = need(name, f"the address of the database as {role}")
    if not url:
        return url
    try:
        found = env.database(name, url, owner=False)
    except ImproperlyConfigured as error:
        problems.append(str(error))
        return url
    if not found["USER"]:
        problems.append(f"{name} names no role: it must be {role}.")
    if found["USER"] in {"postgres", "root"}:
        problems.append(f"{name} names the role {found['USER']}: it must be {role}.")
    # A socket on the same machine may vouch for the role; over the network a password must.
    if not found["HOST"].startswith("/") and weak(found["PASSWORD"], 16):
        problems.append(f"{name} has a weak password: use 16 random characters or more.")
    return url


def weak(value: str, length: int) -> bool:
    """Too short, too uniform, or a placeholder somebody forgot."""
    return len(value) < length or len(set(value)) < 6 or bool(PLACEHOLDER.fullmatch(value))


secret = need("SECRET_KEY", "50 random characters or more")
if secret and (weak(secret, 50) or secret.startswith("django-insecure") or "change" in secret):
    problems.append("SECRET_KEY is weak: use 50 random characters or more.")

hosts = need("ALLOWED_HOSTS", "the host names of the site, separated by commas")
if any(host.strip().startswith("*") for host in hosts.split(",")):
    problems.append("ALLOWED_HOSTS must name the hosts: a star lets anyone send any host name.")

origins = env.words("CSRF_TRUSTED_ORIGINS")
need("CSRF_TRUSTED_ORIGINS", "the addresses of the site, such as https://plans.go.th")
if any(urlsplit(origin).scheme != "https" or "*" in origin for origin in origins):
    problems.append("CSRF_TRUSTED_ORIGINS must hold https:// addresses without a star.")

site = need("SITE_URL", "the address people open, for the links in e-mails")
if site and (urlsplit(site).scheme != "https" or not urlsplit(site).hostname):
    problems.append("SITE_URL must start with https://.")

web_url = need_database("DATABASE_URL", "the web role")
owner_url = os.environ.get("DATABASE_OWNER_URL", "")
role = os.environ.get("DATABASE_ROLE", "web")
if role not in {"web", "owner"}:
    problems.append("DATABASE_ROLE must be web or owner.")
if role == "owner":
    owner_url = need_database("DATABASE_OWNER_URL", "the role that owns the tables")
if web_url and owner_url and urlsplit(web_url).username == urlsplit(owner_url).username:
    problems.append("DATABASE_URL and DATABASE_OWNER_URL name the same role: they must differ.")

redis_url = need("REDIS_URL", "the address of Valkey")
if redis_url:
    redis_parts = urlsplit(redis_url)
    if redis_parts.scheme not in {"redis", "rediss", "unix"}:
        problems.append("REDIS_URL must look like redis://:password@host:6379/0.")
    elif redis_parts.scheme != "unix" and weak(redis_parts.password or "", 16):
        problems.append("REDIS_URL has a weak password: use 16 random characters or more.")

email_url = need("EMAIL_URL", "how e-mail is sent, such as smtp://user:password@host:587")
email_settings = {}
if email_url:
    try:
        email_settings = env.email("EMAIL_URL", email_url)
    except ImproperlyConfigured as error:
        problems.append(str(error))
    if not email_url.startswith("smtp"):
        problems.append("EMAIL_URL must start with smtp://, smtps:// or smtp+plain://.")

if "@" not in need("DEFAULT_FROM_EMAIL", "the address e-mails come from"):
    problems.append("DEFAULT_FROM_EMAIL must hold an e-mail address.")

S3_NAMES = {
    "PAPERS_S3_BUCKET": "the bucket of the files people hand in",
    "PAPERS_S3_ENDPOINT": "the address of the S3 storage, such as https://s3.example.go.th",
    "PAPERS_S3_KEY": "the key id for the bucket",
    "PAPERS_S3_SECRET": "the secret key for the bucket",
}
# Files lie in a folder of the server, or, as soon as one of these is set, in an S3 bucket.
papers_in_s3 = any(os.environ.get(name) for name in S3_NAMES)
if papers_in_s3:
    s3 = {name: need(name, what) for name, what in S3_NAMES.items()}
    if s3["PAPERS_S3_ENDPOINT"] and not s3["PAPERS_S3_ENDPOINT"].startswith("https://"):
        problems.append("PAPERS_S3_ENDPOINT must start with https://.")
else:
    papers_root = need("PAPERS_ROOT", "the folder of the files people hand in, kept and backed up")
    if papers_root and not papers_root.startswith("/"):
        problems.append("PAPERS_ROOT must be a whole path, such as /srv/papers.")

if env.flag("DEBUG", default=False):
    problems.append("DEBUG must be off.")

if problems:
    raise ImproperlyConfigured(
        "The site does not start with these settings:\n- " + "\n- ".join(dict.fromkeys(problems))
    )

from config.settings.base import *  # noqa: E402,F403 - only when all of it is there

SECRET_KEY = secret
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = origins
SECOND_FACTOR_REQUIRED = env.flag("SECOND_FACTOR_REQUIRED", default=True)

# Caddy speaks TLS and says so; it is the only way in, and it drops what a client claims itself.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = False
# Being built into browsers is for the whole domain to decide, not for one site of it.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
# Rate limits count by the address Caddy saw.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", default=1)

globals().update(email_settings)

if papers_in_s3:
    STORAGES = STORAGES | {
        "papers": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": s3["PAPERS_S3_BUCKET"],
                "endpoint_url": s3["PAPERS_S3_ENDPOINT"],
                "access_key": s3["PAPERS_S3_KEY"],
                "secret_key": s3["PAPERS_S3_SECRET"],
                "region_name": os.environ.get("PAPERS_S3_REGION") or "us-east-1",
                # Files are handed out by the site alone, never by an address of the storage.
                "default_acl": "private",
                "querystring_auth": True,
                "file_overwrite": False,
                "addressing_style": "path",
                "signature_version": "s3v4",
            },
        }
    }
