#!/usr/bin/env bash
# Roles of the stack, made by the superuser while the data folder is new. cvx owns its database and is nothing more.
set -euo pipefail

# Passwords reach psql by the environment: everybody on the host can read a command line.
psql --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'END'
\getenv database_password DATABASE_PASSWORD
\getenv replication_password REPLICATION_PASSWORD
\getenv exporter_password EXPORTER_PASSWORD
create role cvx login password :'database_password';
alter database cvx owner to cvx;
create role replication login replication password :'replication_password';
create role exporter login password :'exporter_password';
grant pg_monitor to exporter;
create extension pg_stat_statements;
END
