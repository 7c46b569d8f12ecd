# shellcheck shell=sh
# module: postgresql_db  also=community.postgresql.postgresql_db
# summary: keep a database of PostgreSQL, or dump or restore it
# check: full   diff: text   needs: awk   uses: sql psql reverse
# example: postgresql_db: {name: shop, owner: shop, encoding: UTF8}
# option: name             str   required  aliases=db        the database
# option: state            enum  present|absent|dump|restore|rename  default=present  what must be: dump and restore always change
# option: owner            str                               role that owns it
# option: template         str                               database that a new one is copied of
# option: encoding         str                               encoding of a new one
# option: lc_collate       str                               order of texts in a new one
# option: lc_ctype         str                               classes of characters in a new one
# option: icu_locale       str                               locale of ICU of a new one
# option: locale_provider  str                               libc or icu
# option: conn_limit       str                               how many connections it allows at once
# option: tablespace       str                               tablespace that it is in
# option: comment          str                               comment on it; an empty text removes it
# option: force            bool  default=false               with state=absent: end its connections
# option: target           path                              file to dump to or restore from: .sql, .gz, .bz2, .xz, .tar, .pgc, .dir; with state=rename the new name
# option: target_opts      str                               further options of pg_dump, pg_restore or psql
# option: dump_extra_args  str                               further options of pg_dump
# option: maintenance_db   str   default=postgres            database to connect to
# option: session_role     str                               role to change to after the login
# option: trust_input      bool  default=true                accepted, without effect: names and texts are always quoted
# option-set: postgresql
# result: db  the database
# result: executed_commands  the statements that were run
# result: msg  output of the program that dumped or restored
# result: stderr  its error output
# result: rc  its status
# result: cmd  the command that dumped or restored

postgresql_db_run() {
  psql_list=executed_commands
  case $p_state in
    dump | restore)
      psql_begin "$p_name"
      postgresql_db_copy
      return
      ;;
    rename)
      [ -n "${p_target-}" ] || fail 'The "target" option must be defined when the "rename" option is used.'
      [ "$p_name" != "$p_target" ] || fail 'The "name/db" option and the "target" option cannot be the same.'
      [ "$p_name" != "$p_maintenance_db" ] || fail 'The "maintenance_db" option and the "name/db" option cannot be the same.'
      ;;
  esac
  psql_begin "$p_maintenance_db"
  psql_as "${p_session_role-}"
  psql_version
  psql_text "$p_name"
  postgresql_db_text=$psql_text
  psql_name "$p_name"
  postgresql_db_name=$psql_name
  psql_get "SELECT count(*) FROM pg_database WHERE datname = $postgresql_db_text;"
  postgresql_db_there=$run_stdout
  result db "$p_name"
  case $p_state:$postgresql_db_there in
    present:0) postgresql_db_create ;;
    present:*) postgresql_db_alter ;;
    absent:0) ;;
    absent:*) postgresql_db_drop ;;
    rename:*) postgresql_db_rename ;;
  esac
  psql_over "$p_name"
}

# postgresql_db_clause WORD TEXT: adds a text, postgresql_db_role WORD NAME a name.
postgresql_db_clause() {
  [ -n "$2" ] || return 0
  psql_text "$2"
  postgresql_db_sql="$postgresql_db_sql $1 $psql_text"
}
postgresql_db_role() {
  [ -n "$2" ] || return 0
  psql_name "$2"
  postgresql_db_sql="$postgresql_db_sql $1 $psql_name"
}
postgresql_db_create() {
  postgresql_db_limit
  postgresql_db_sql="CREATE DATABASE $postgresql_db_name"
  postgresql_db_role OWNER "${p_owner-}"
  postgresql_db_role TEMPLATE "${p_template-}"
  postgresql_db_clause ENCODING "${p_encoding-}"
  postgresql_db_clause LC_COLLATE "${p_lc_collate-}"
  postgresql_db_clause LC_CTYPE "${p_lc_ctype-}"
  if [ "$psql_version" -ge 150000 ]; then
    postgresql_db_clause ICU_LOCALE "${p_icu_locale-}"
    postgresql_db_role LOCALE_PROVIDER "${p_locale_provider-}"
  fi
  postgresql_db_role TABLESPACE "${p_tablespace-}"
  [ -z "${p_conn_limit-}" ] || postgresql_db_sql="$postgresql_db_sql CONNECTION LIMIT $p_conn_limit"
  case $p_name in
    *"$t_nl"*) ;;
    *) psql_back=$postgresql_db_name$t_nl$p_name psql_back_by=$psql_undo_created ;;
  esac
  psql_change "$postgresql_db_sql"
  # With the database, its comment is gone.
  [ -z "${p_comment-}" ] || postgresql_db_comment 'SELECT 1;'
}
postgresql_db_limit() {
  case ${p_conn_limit-} in
    '') ;;
    *[!0-9-]* | ?*-*) fail "conn_limit must be a number: $p_conn_limit" ;;
  esac
}
postgresql_db_comment() { # BACK
  psql_text "$p_comment"
  psql_back=$1
  psql_change "COMMENT ON DATABASE $postgresql_db_name IS $psql_text"
}

# Writes what is, and compares it in the server: how it writes encodings and texts does not matter then.
postgresql_db_alter() {
  postgresql_db_limit
  postgresql_db_icu=NULL postgresql_db_provider=NULL
  if [ "$psql_version" -ge 170000 ]; then postgresql_db_icu=datlocale; elif [ "$psql_version" -ge 150000 ]; then postgresql_db_icu=daticulocale; fi
  [ "$psql_version" -lt 150000 ] || postgresql_db_provider="CASE datlocprovider WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' END"
  postgresql_db_sql=
  postgresql_db_same "pg_char_to_encoding(%) = encoding" "${p_encoding-}"
  postgresql_db_same '% = datcollate' "${p_lc_collate-}"
  postgresql_db_same '% = datctype' "${p_lc_ctype-}"
  postgresql_db_same "% = coalesce(($postgresql_db_icu)::text, '')" "${p_icu_locale-}"
  postgresql_db_same "% = coalesce(($postgresql_db_provider)::text, '')" "${p_locale_provider-}"
  postgresql_db_same '% = rolname' "${p_owner-}"
  postgresql_db_same '% = datconnlimit::text' "${p_conn_limit-}"
  postgresql_db_same '% = spcname' "${p_tablespace-}"
  if [ "${p_comment+given}" ]; then
    psql_text "$p_comment"
    postgresql_db_sql="$postgresql_db_sql, coalesce(shobj_description(pg_database.oid, 'pg_database'), '') = $psql_text"
  else
    postgresql_db_sql="$postgresql_db_sql, true"
  fi
  # The last ones are what undo needs.
  psql_get "SELECT pg_encoding_to_char(encoding), datcollate, datctype, coalesce(($postgresql_db_icu)::text, ''), coalesce(($postgresql_db_provider)::text, '')$postgresql_db_sql,
      format('ALTER DATABASE %I OWNER TO %I;', datname, rolname), format('ALTER DATABASE %I CONNECTION LIMIT %s;', datname, datconnlimit),
      format('COMMENT ON DATABASE %I IS %L;', datname, shobj_description(pg_database.oid, 'pg_database'))
    FROM pg_database JOIN pg_roles ON pg_roles.oid = datdba JOIN pg_tablespace ON pg_tablespace.oid = dattablespace WHERE datname = $postgresql_db_text;"
  postgresql_db_fields
}
postgresql_db_same() { # adds an expression that is true if nothing is wanted
  if [ -n "$2" ]; then
    psql_text "$2"
    postgresql_db_sql="$postgresql_db_sql, ${1%%\%*}$psql_text${1#*\%}"
  else
    postgresql_db_sql="$postgresql_db_sql, true"
  fi
}
postgresql_db_fields() {
  postgresql_db_was=$run_stdout
  postgresql_db_i=0
  for postgresql_db_what in encoding LC_COLLATE LC_CTYPE ICU_LOCALE LOCALE_PROVIDER; do
    postgresql_db_i=$((postgresql_db_i + 1))
    [ "$(postgresql_db_field $((postgresql_db_i + 5)))" = t ] ||
      fail "Changing $(printf '%s' "$postgresql_db_what" | sed 's/^encoding/database encoding/') is not supported. Current $postgresql_db_what: $(postgresql_db_field "$postgresql_db_i")"
  done
  if [ "$(postgresql_db_field 11)" = f ]; then
    psql_name "$p_owner"
    psql_back=$(postgresql_db_field 15)
    psql_change "ALTER DATABASE $postgresql_db_name OWNER TO $psql_name"
  fi
  if [ "$(postgresql_db_field 12)" = f ]; then
    psql_back=$(postgresql_db_field 16)
    psql_change "ALTER DATABASE $postgresql_db_name CONNECTION LIMIT $p_conn_limit"
  fi
  if [ "$(postgresql_db_field 13)" = f ]; then
    psql_name "$p_tablespace"
    psql_change "ALTER DATABASE $postgresql_db_name SET TABLESPACE $psql_name"
  fi
  [ "$(postgresql_db_field 14)" = t ] || postgresql_db_comment "$(postgresql_db_field 17)"
}
# Only the last field, a comment, can have several lines.
postgresql_db_field() { printf '%s\n' "$postgresql_db_was" | awk -v n="$1" -F "$(printf '\037')" 'NR == 1 { print $n } NR > 1 && n == 17'; }

postgresql_db_drop() {
  postgresql_db_sql="DROP DATABASE $postgresql_db_name"
  if [ "$p_force" = true ]; then
    if [ "$psql_version" -ge 130000 ]; then
      postgresql_db_sql="$postgresql_db_sql WITH (FORCE)"
    elif ! checking; then
      psql_get "UPDATE pg_database SET datallowconn = false WHERE datname = $postgresql_db_text;
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $postgresql_db_text AND pid <> pg_backend_pid();"
    fi
  fi
  psql_change "$postgresql_db_sql"
}

postgresql_db_rename() {
  psql_text "$p_target"
  psql_get "SELECT count(*) FROM pg_database WHERE datname = $psql_text;"
  case $postgresql_db_there$run_stdout in
    00) fail 'The source and the target databases do not exist.' ;;
    01) return ;;
    11) fail 'Both the source and the target databases exist.' ;;
  esac
  psql_text "$p_target"
  psql_back="SELECT format('ALTER DATABASE %I RENAME TO %I', datname, $postgresql_db_text) FROM pg_database WHERE datname = $psql_text \\gexec"
  psql_name "$p_target"
  psql_change "ALTER DATABASE $postgresql_db_name RENAME TO $psql_name"
}

# ---- dump and restore ------------------------------------------------------------------------------------------------------------------

postgresql_db_copy() {
  postgresql_db_file=${p_target:-$PWD/$p_name.sql}
  changed
  if checking; then
    result db "$p_name"
    result_json executed_commands '[]'
    done_with
  fi
  if [ "$p_state" = dump ]; then postgresql_db_dump; else postgresql_db_restore; fi
  result_int rc "$run_status"
  [ "$run_status" -eq 0 ] || fail "${run_stderr:-$postgresql_db_error}"
  result stderr "$run_stderr"
  done_with "$run_stdout"
}

# postgresql_db_with TEXT THEN CMD…: calls THEN with CMD and the words of TEXT.
postgresql_db_with() {
  split_words "$1" || fail "a quote is not closed: $1"
  postgresql_db_then=$2
  shift 2
  values_of w_ "$w_n"
  eval "set -- \"\$@\" $values"
  t_shell_words "$@"
  result cmd "$t_words"
  result 'executed_commands/[]' "$t_words"
  "$postgresql_db_then" "$@"
}

# The file has its name only when it is complete.
postgresql_db_dump() {
  postgresql_db_pack=none
  case $postgresql_db_file in
    *.tar) set -- --format=t ;;
    *.pgc) set -- --format=c ;;
    *.dir) set -- --format=d ;;
    *.gz) postgresql_db_pack=gzip ;;
    *.bz2) postgresql_db_pack=bzip2 ;;
    *.xz) postgresql_db_pack=xz ;;
  esac
  [ ! -d "$postgresql_db_file" ] || fail "$postgresql_db_file exists already"
  keep "$postgresql_db_file"
  postgresql_db_with "${p_dump_extra_args-} ${p_target_opts-}" postgresql_db_place pg_dump "$@"
}
# shellcheck disable=SC2016
postgresql_db_place() {
  place "$postgresql_db_file" sh -c '
    : "${PGUSER:=postgres}"; export PGUSER
    while IFS= read -r setting; do export "$setting"; done <"$1"
    pack=$2; shift 2
    [ "$pack" != none ] || exec "$@"
    n=$#
    for word do shift; n=$((n - 1)); if [ "$n" -gt 1 ]; then set -- "$@" "$word"; fi; done
    { "$@" || : >"$word.failed"; } | "$pack" >"$word" || exit
    if [ -e "$word.failed" ]; then rm -f "$word.failed"; exit 1; fi' sh "$t_tmp.where" "$postgresql_db_pack" "$@" --file && return
  postgresql_db_error=$place_error
  [ "$run_status" -ne 0 ] || run_status=1
}

postgresql_db_restore() {
  [ -e "$postgresql_db_file" ] || fail "there is no file $postgresql_db_file"
  note postgresql "restored into the database $p_name: $postgresql_db_file"
  did
  sql_escape "$p_name" "\\" "\\\\"
  sql_escape "$sql_escaped" "'" "\\'"
  case $postgresql_db_file in
    *.tar) set -- pg_restore --format=t --dbname "dbname='$sql_escaped'" ;;
    *.pgc) set -- pg_restore --format=c --dbname "dbname='$sql_escaped'" ;;
    *.dir) set -- pg_restore --format=d --dbname "dbname='$sql_escaped'" ;;
    *.sql) set -- psql ;;
    *.gz) set -- psql gzip ;;
    *.bz2) set -- psql bzip2 ;;
    *.xz) set -- psql xz ;;
    *) set -- psql ;;
  esac
  postgresql_db_pack=${2-}
  case $1:$postgresql_db_pack in
    psql:) postgresql_db_with "${p_target_opts-}" postgresql_db_file psql ;;
    psql:*) postgresql_db_with "${p_target_opts-}" postgresql_db_unpack psql ;;
    *) postgresql_db_with "${p_target_opts-}" postgresql_db_file "$@" ;;
  esac
}
postgresql_db_file() {
  if [ -d "$postgresql_db_file" ]; then
    psql_run "$@" "$postgresql_db_file" || :
  else
    psql_run "$@" <"$postgresql_db_file" || :
  fi
}
# shellcheck disable=SC2016
postgresql_db_unpack() {
  psql_run sh -c 'pack=$1 file=$2 failed=$3; shift 3; { "$pack" -dc <"$file" || : >"$failed"; } | "$@"; status=$?; [ ! -e "$failed" ] || exit 1; exit "$status"' \
    sh "$postgresql_db_pack" "$postgresql_db_file" "$t_tmp.failed" "$@" || :
}
