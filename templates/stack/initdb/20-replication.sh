#!/usr/bin/env bash
# Lets replicas in: the image's own line for all databases does not mean replication.
set -euo pipefail

printf 'host replication replication all scram-sha-256\n' >> "$PGDATA/pg_hba.conf"
