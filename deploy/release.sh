#!/bin/sh
# The step before a new version serves: tables, then static files for Caddy. Files of the version
# before stay beside the new ones, for pages that are still open.
set -eu
python manage.py check --deploy --fail-level ERROR
python manage.py migrate --noinput
cp -R /app/staticfiles/. /srv/static/
DATABASE_ROLE=web python manage.py check --database default --fail-level ERROR
