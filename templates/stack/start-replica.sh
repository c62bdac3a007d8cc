#!/usr/bin/env bash
# Starts PostgreSQL as a replica of the server `postgres`, which it copies on the first start. Runs as the account postgres,
# whose data folder is PGDATA.
set -euo pipefail

# The password stands in no command line and not in the data folder.
umask 077
printf 'postgres:5432:*:replication:%s\n' "$REPLICATION_PASSWORD" > /tmp/replication.pgpass
primary='host=postgres port=5432 user=replication application_name=replica passfile=/tmp/replication.pgpass'

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  # The slot of an earlier copy may have given up what it kept; one that is in use cannot be dropped, and ends this script.
  walsender() { psql --no-psqlrc --tuples-only --no-align "$primary replication=true" --command "$1"; }
  if [ -n "$(walsender 'READ_REPLICATION_SLOT replica' | tr -d '|')" ]; then
    walsender 'DROP_REPLICATION_SLOT replica'
  fi
  # What a copy that was cut off has left; a finished one gets its name at once.
  rm -rf "$PGDATA.part"
  pg_basebackup --dbname "$primary" --pgdata "$PGDATA.part" --wal-method stream --create-slot --slot replica \
    --checkpoint fast --no-password
  touch "$PGDATA.part/standby.signal"
  mv "$PGDATA.part" "$PGDATA"
fi

exec postgres -D "$PGDATA" -c config_file=/etc/postgresql/postgresql.conf -c port=5433 \
  -c "primary_conninfo=$primary" -c primary_slot_name=replica
