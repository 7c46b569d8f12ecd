# shellcheck shell=sh
# Starts a PostgreSQL server for a spec whose setup reads this file, and leaves bin/psql, which connects to it as the task's psql
# does. The server ends when the directory of the case is gone, or after 90 seconds.

server_case=$PWD
server_dir=$(mktemp -d /tmp/spec-postgresql-XXXXXX)
server_programs=$(dirname "$(readlink -f "$(command -v initdb)")")
server_as() { exec setpriv --reuid nobody --regid nogroup --clear-groups "$@"; } # the server refuses to run as root
export LC_ALL=C PGHOST="$server_dir" PGUSER=postgres

chown nobody "$server_dir"
(server_as "$server_programs/initdb" -A trust -E UTF8 -U postgres -N -D "$server_dir/data" >/dev/null)
(
  cd /
  server_as "$server_programs/postgres" -D "$server_dir/data" -k "$server_dir" -h "" -F &
  server_pid=$! server_n=0
  while [ -d "$server_case" ] && [ "$server_n" -lt 300 ]; do
    server_n=$((server_n + 1))
    sleep 0.3
  done
  kill -QUIT "$server_pid"
  wait "$server_pid"
  rm -rf "$server_dir"
) >/dev/null 2>&1 &

server_n=0
until psql -qXc 'SELECT 1' >/dev/null 2>&1; do
  server_n=$((server_n + 1))
  [ "$server_n" -lt 100 ]
  sleep 0.1
done
mkdir bin
printf '#!/bin/sh\nexport PGHOST=%s\nexec %s "$@"\n' "$server_dir" "$(command -v psql)" >bin/psql
chmod +x bin/psql
