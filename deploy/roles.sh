#!/bin/sh
# Runs once, when the database is made: the four roles, the database's owner, and what the application may do.
# The same statements as dsar_portal/roles_sql.py; a test compares them.
set -eu
secret() { cat "/run/secrets/$1"; }
psql -v ON_ERROR_STOP=1 --username postgres --dbname postgres \
  -v owner="$(secret db_owner_password)" -v app="$(secret db_app_password)" -v seq="$(secret db_sequencer_password)" <<'SQL'
CREATE ROLE audit_owner NOLOGIN;
CREATE ROLE portal_owner LOGIN PASSWORD :'owner' NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
CREATE ROLE portal_app LOGIN PASSWORD :'app' NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
CREATE ROLE audit_seq LOGIN PASSWORD :'seq' NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
GRANT audit_owner TO portal_owner;
CREATE DATABASE portal OWNER portal_owner ENCODING 'UTF8' TEMPLATE template0;
\connect portal
REVOKE ALL ON DATABASE portal FROM PUBLIC;
GRANT CONNECT ON DATABASE portal TO portal_owner, portal_app, audit_seq;
GRANT USAGE ON SCHEMA public TO portal_app, audit_seq;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO portal_app;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO portal_app;
SQL
