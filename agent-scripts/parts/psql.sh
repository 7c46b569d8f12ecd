# shellcheck shell=sh
# Statements for PostgreSQL, by the host's psql. They are on its standard input and the password is in a private file:
# arguments can be read by every user of the host.

# psql_begin DATABASE: sets how to connect. Names come by the environment, since psql reads settings in the name of a
# database that is an argument.
psql_begin() {
  task_has psql || fail 'the host has no psql: install the client of PostgreSQL (postgresql-client)'
  : >"$t_tmp.where"
  psql_set PGDATABASE "$1"
  psql_set PGCLIENTENCODING UTF8
  psql_set PGSSLMODE "$p_ssl_mode"
  case ${p_login_host:-localhost} in
    localhost) psql_host=${p_login_unix_socket:-${p_login_host-}} ;;
    *) psql_host=$p_login_host ;;
  esac
  psql_set PGHOST "$psql_host"
  psql_set PGPORT "${p_login_port-}"
  psql_set PGUSER "${p_login_user-}"
  psql_set PGSSLROOTCERT "${p_ca_cert-}"
  psql_set PGSSLCERT "${p_ssl_cert-}"
  psql_set PGSSLKEY "${p_ssl_key-}"
  if [ -n "${p_login_password-}" ]; then
    sql_escape "$p_login_password" "\\" "\\\\"
    sql_escape "$sql_escaped" : "\\:"
    printf '*:*:*:*:%s\n' "$sql_escaped" >"$t_tmp.pgpass"
    chmod 0600 "$t_tmp.pgpass"
    psql_set PGPASSFILE "$t_tmp.pgpass"
  fi
  psql_i=0
  while [ "$psql_i" -lt "${p_connect_params_n:-0}" ]; do
    psql_i=$((psql_i + 1))
    eval "psql_key=\$p_connect_params_${psql_i}_key psql_value=\$p_connect_params_$psql_i"
    case $psql_key in
      host | port | user | dbname | hostaddr | options | sslmode | sslcert | sslkey | sslrootcert | sslcrl) ;;
      application_name) psql_key=APPNAME ;;
      connect_timeout | target_session_attrs | channel_binding | gssencmode) ;;
      *) fail "connect_params: $psql_key is not supported" ;;
    esac
    case $psql_key in
      dbname) psql_key=DATABASE ;;
      connect_timeout) psql_key=CONNECT_TIMEOUT ;;
      target_session_attrs) psql_key=TARGETSESSIONATTRS ;;
      channel_binding) psql_key=CHANNELBINDING ;;
      *) psql_key=$(printf '%s' "$psql_key" | tr '[:lower:]' '[:upper:]') ;;
    esac
    psql_set "PG$psql_key" "$psql_value"
  done
  psql_said=''
}
psql_set() {
  [ -n "$2" ] || return 0
  case $2 in *"$t_nl"*) fail "$1 must be one line" ;; esac
  printf '%s\n' "$1=$2" >>"$t_tmp.where"
}

# psql_run PROGRAM ARG…: a program of PostgreSQL that connects so. The user is postgres if nobody says another.
psql_run() { run sh -c "$psql_here" sh "$t_tmp.where" "$@"; }
# psql_run_to FILE PROGRAM ARG…: the same with its output in a file.
psql_run_to() {
  psql_to=$1
  shift
  run_to "$psql_to" sh -c "$psql_here" sh "$t_tmp.where" "$@"
}
# shellcheck disable=SC2016
psql_here=': "${PGUSER:=postgres}"; export PGUSER
  while IFS= read -r setting; do export "$setting"; done <"$1"
  shift && exec "$@"'

# psql_ask: runs the statements of the file sql. Rows are lines of run_stdout, with the byte 31 between their
# fields.
psql_ask() {
  psql_run psql -X -q -A -t -F "$(printf '\037')" -v ON_ERROR_STOP=1 -v VERBOSITY=default <"$t_tmp.sql"
}
# psql_get TEXT: the same for one text; ends the call if it fails.
psql_get() {
  printf '%s\n' "${psql_role-}" "$1" >"$t_tmp.sql"
  psql_ask || psql_failed
}
psql_told() { psql_why=$(printf '%s\n' "$run_stderr" | sed 's/^psql:[^ ]*: //; s/^psql: //; s/^error: //'); } # sets psql_why
psql_failed() {
  psql_told
  case $psql_why in
    *'could not connect'* | *'connection to server'*) fail "unable to connect to database: $psql_why" ;;
  esac
  fail "Database query failed: $psql_why"
}
psql_version() { # sets psql_version: 150004
  psql_get 'SHOW server_version_num;'
  psql_version=$run_stdout
  case $psql_version in '' | *[!0-9]*) fail "unable to connect to database: the server says its version is '$psql_version'" ;; esac
}
# psql_as ROLE: the role of the statements from now on.
psql_as() {
  psql_role=
  [ -n "$1" ] || return 0
  psql_name "$1"
  psql_role="SET ROLE $psql_name;"
}

# psql_change TEXT [SHOWN]: runs a statement that changes something, unless in check mode, and lists it in the result
# $psql_list: SHOWN is without secrets. $psql_back has the statements that take it back, or a script for keep_reverse is in
# $psql_back_by; without them, undo lists the statement.
psql_list=queries psql_back='' psql_back_by=''
psql_change() {
  changed
  psql_said="$psql_said${2-$1}$t_nl"
  case $t_check:$psql_list in true:executed_commands) return 0 ;; esac # as in Ansible, where the others run and are rolled back
  result "$psql_list/[]" "${2-$1}"
  checking && return 0
  psql_keep "${2-$1}" "$psql_back"
  psql_back='' psql_back_by=''
  psql_get "$1;"
  did
}
# psql_keep WHAT STATEMENTS: call it before a change that STATEMENTS take back; undo runs them in one transaction. It has no
# password: where the server asks for one, undo lists the statements.
psql_keep() {
  if [ -n "$2" ]; then
    psql_where=$(awk '!/^PGPASSFILE=/' "$t_tmp.where")
    keep_reverse "PostgreSQL: $1" "${psql_back_by:-$psql_undo}" psql "$psql_where" "${psql_role-}" "$2"
  else
    note postgresql "$1"
  fi
}
# shellcheck disable=SC2016
psql_undo_there=': "${PGUSER:=postgres}"; export PGUSER
  while IFS= read -r setting; do export "$setting"; done <<END
$1
END
  '
# shellcheck disable=SC2016
psql_undo=$psql_undo_there'said=$(printf "%s\n" "BEGIN;" "$2" "$3" "COMMIT;" | "$0" -X -q -w -v ON_ERROR_STOP=1 2>&1 >/dev/null) && exit
  printf "%s\n" "$said" >&2
  case $said in *"no password supplied"* | *"password authentication failed"*) printf "%s\n" "it needs a password; these statements take it back: $2 $3"; exit 77 ;;
    *"objects depend on it"*) printf "%s\n" "$said"; exit 77 ;;
  esac
  exit 1'
# Drops a database that is empty; the lines of $3 are its name as an identifier, and as it is.
# shellcheck disable=SC2016
psql_undo_created=$psql_undo_there'ask() { said=$(printf "%s\n" "$2" "$1" | "$0" -X -q -A -t -w -v ON_ERROR_STOP=1 2>&1); }
  refused() {
    case $said in *"no password supplied"* | *"password authentication failed"*) printf "%s\n" "it needs a password; this takes it back: DROP DATABASE $name"; exit 77 ;; esac
    printf "%s\n" "$said" >&2
    exit 1
  }
  role=$2 here=$PGDATABASE name=${3%%"
"*}
  PGDATABASE=${3#*"
"}
  export PGDATABASE
  if ask "SELECT (SELECT count(*) FROM pg_class WHERE oid >= 16384) + (SELECT count(*) FROM pg_proc WHERE oid >= 16384) + (SELECT count(*) FROM pg_type WHERE oid >= 16384)
    + (SELECT count(*) FROM pg_namespace WHERE oid >= 16384) + (SELECT count(*) FROM pg_extension WHERE oid >= 16384) + (SELECT count(*) FROM pg_largeobject_metadata);" ""; then
    [ "$said" = 0 ] || { printf "%s\n" "there is something in it by now; if it is not needed: DROP DATABASE $name"; exit 77; }
  else
    case $said in *"does not exist"*) exit 0 ;; esac
    refused
  fi
  PGDATABASE=$here
  ask "DROP DATABASE $name;" "$role" && exit
  case $said in *"being accessed by other users"*) printf "%s\n" "others are connected to it; if it is not needed: DROP DATABASE $name"; exit 77 ;; esac
  refused'

# psql_over LABEL: the list, if it is empty, and the diff: the statements.
psql_over() {
  diff_text "$1" '' "$psql_said"
  case $t_changed:$t_check:$psql_list in false:* | true:true:executed_commands) result_json "$psql_list" '[]' ;; esac
}

# psql_text TEXT: sets psql_text to TEXT as a literal, psql_name NAME: psql_name as an identifier.
psql_text() {
  sql_escape "$1" "\\" "\\\\"
  sql_escape "$sql_escaped" "'" "''"
  case $1 in
    *\\*) psql_text="E'$sql_escaped'" ;;
    *) psql_text="'$sql_escaped'" ;;
  esac
}
psql_name() {
  sql_escape "$1" '"' '""'
  psql_name="\"$sql_escaped\""
}
# psql_dotted NAME: the same for SCHEMA.NAME.
psql_dotted() {
  case $1 in
    ?*.?*)
      psql_name "${1%%.*}"
      psql_first=$psql_name
      psql_name "${1#*.}"
      psql_name=$psql_first.$psql_name
      ;;
    *) psql_name "$1" ;;
  esac
}
