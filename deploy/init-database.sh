#!/bin/sh
# Runs once, when the database volume is new: the owner of the tables, the role of the site that
# row-level security binds, and the database.
set -eu
psql --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --set=owner_password="$ATIP_OWNER_PASSWORD" --set=web_password="$ATIP_WEB_PASSWORD" <<'SQL'
CREATE ROLE atip_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :'owner_password';
CREATE ROLE atip_web LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :'web_password';
CREATE DATABASE atip OWNER atip_owner;
REVOKE ALL ON DATABASE atip FROM PUBLIC;
GRANT CONNECT ON DATABASE atip TO atip_web;
SQL
