# shellcheck shell=sh
# module: mysql_db  also=community.mysql.mysql_db
# summary: keep databases of MySQL or MariaDB, or dump or import them
# check: full   diff: text   needs: awk   uses: sql mysql reverse
# example: mysql_db: {name: shop, encoding: utf8mb4, login_unix_socket: /run/mysqld/mysqld.sock}
# option: name                 list/str  required  aliases=db       the databases; all for a dump or import of all
# option: state                enum  present|absent|dump|import  default=present  what must be: dump and import always change
# option: encoding             str                                  character set of a new one, and of a dump or import
# option: collation            str                                  order of texts in a new one
# option: target               path                                 file to dump to or to import: .sql, .gz, .bz2, .xz, .zst
# option: single_transaction   bool  default=false                  dump in one transaction
# option: quick                bool  default=true                   dump row by row
# option: ignore_tables        list/str                             tables that are not dumped: DATABASE.TABLE
# option: hex_blob             bool  default=false                  dump binary columns in hex
# option: force                bool  default=false                  go on after errors
# option: master_data          int   default=0                      write the position for replication into the dump: 1, or 2 as a comment
# option: skip_lock_tables     bool  default=false                  do not lock tables for the dump
# option: dump_extra_args      str                                  further options of the dump
# option: chdir                path                                 directory in which files are
# option: sql_log_bin          bool  default=true                   write changes to the binary log
# option: restrict_config_file bool  default=false                  read no file of options but config_file
# option: check_implicit_admin bool  default=false                  try root without a password first
# option: config_overrides_defaults  bool  default=false            accepted, without effect: config_file counts unless the task says a login
# option: unsafe_login_password      bool  default=false            accepted, without effect: the password is in no command
# option: use_shell            bool  default=false                  accepted, without effect
# option: pipefail             bool  default=false                  accepted, without effect: a dump that fails always fails the task
# option-set: mysql
# result: db  the names, with blanks between them
# result: db_list  the names
# result: executed_commands  the statements and commands that were run
# result: msg  output of the dump or import

mysql_db_run() {
  mysql_list=executed_commands
  [ -z "${p_chdir-}" ] || cd -- "$p_chdir" || fail "Cannot change the current directory to $p_chdir"
  result db "$(printf '%s' "$p_name" | tr '\n' ' ')"
  each name mysql_db_listed
  case $p_state:$p_name in
    dump:* | import:*) [ -n "${p_target-}" ] || fail "with state=$p_state target is required" ;;
    *:all) fail "name is not allowed to equal 'all' unless state equals import, or dump." ;;
  esac
  [ "$p_state:$p_name_n" = import:1 ] || [ "$p_state" != import ] || fail 'Multiple databases are not supported with state=import'
  mysql_begin
  mysql_admin
  mysql_first=
  [ "$p_sql_log_bin" = true ] || mysql_first='SET SQL_LOG_BIN=0;'
  mysql_db_missing='' mysql_db_any=false
  [ "$p_name" = all ] || each name mysql_db_one
  case $p_state in
    dump | import) mysql_db_copy ;;
  esac
  if [ "$t_changed" = false ] && ! checking; then result_json executed_commands '[]'; fi
  diff_text "$p_name" '' "${mysql_said-}"
}
mysql_db_listed() {
  case $1 in '' | *"$t_nl"*) fail "not a name of a database: $1" ;; esac
  result 'db_list/[]' "$1"
}

mysql_db_one() {
  mysql_like "$1"
  mysql_what='cannot list the databases'
  mysql_get "SHOW DATABASES LIKE $mysql_text;"
  mysql_name "$1"
  mysql_back=''
  case $p_state:${run_stdout:+there} in
    present: | import:)
      mysql_db_sql="CREATE DATABASE $mysql_name"
      if [ -n "${p_encoding-}" ]; then
        mysql_text "$p_encoding"
        mysql_db_sql="$mysql_db_sql CHARACTER SET $mysql_text"
      fi
      if [ -n "${p_collation-}" ]; then
        mysql_text "$p_collation"
        mysql_db_sql="$mysql_db_sql COLLATE $mysql_text"
      fi
      mysql_what='error creating database'
      mysql_back="DROP DATABASE IF EXISTS $mysql_name;"
      mysql_text "$1"
      mysql_back_if="SELECT (SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = $mysql_text) + (SELECT COUNT(*) FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = $mysql_text)
        + (SELECT COUNT(*) FROM information_schema.EVENTS WHERE EVENT_SCHEMA = $mysql_text);"
      mysql_change "$mysql_db_sql"
      ;;
    absent:there)
      mysql_what='error deleting database'
      mysql_change "DROP DATABASE $mysql_name"
      ;;
    dump:) fail "Cannot dump database(s) '$1' - not found" ;;
  esac
}

# ---- dump and import -------------------------------------------------------------------------------------------------------------------

mysql_db_copy() {
  changed
  checking && return 0
  mysql_db_pack=none
  case $p_target in
    *.gz) mysql_db_pack=gzip ;;
    *.bz2) mysql_db_pack=bzip2 ;;
    *.xz) mysql_db_pack=xz ;;
    *.zst) mysql_db_pack=zstd ;;
  esac
  set -- "--defaults-file=$t_tmp.cnf"
  [ "$p_force" = false ] || set -- "$@" --force
  [ -z "${p_encoding-}" ] || set -- "$@" "--default-character-set=$p_encoding"
  if [ "$p_state" = dump ]; then mysql_db_dump "$@"; else mysql_db_import "$@"; fi
  result msg "$run_stdout"
}
mysql_db_dump() {
  [ "$p_skip_lock_tables" = false ] || set -- "$@" --skip-lock-tables
  [ "$p_single_transaction" = false ] || set -- "$@" --single-transaction=true
  [ "$p_quick" = false ] || set -- "$@" --quick
  [ "$p_hex_blob" = false ] || set -- "$@" --hex-blob
  case $p_master_data in
    0) ;;
    1 | 2) set -- "$@" "--master-data=$p_master_data" ;;
    *) fail 'master_data must be 0, 1 or 2' ;;
  esac
  mysql_db_i=0
  while [ "$mysql_db_i" -lt "${p_ignore_tables_n:-0}" ]; do
    mysql_db_i=$((mysql_db_i + 1))
    eval "mysql_db_word=\$p_ignore_tables_$mysql_db_i"
    [ -n "$mysql_db_word" ] || fail 'Name of ignored table cannot be empty'
    set -- "$@" "--ignore-table=$mysql_db_word"
  done
  split_words "${p_dump_extra_args-}" || fail 'dump_extra_args: a quote is not closed'
  values_of w_ "$w_n"
  eval "set -- \"\$@\" $values"
  if [ "$p_name" = all ]; then
    set -- "$@" --all-databases
  else
    [ "$p_name_n" -eq 1 ] || set -- "$@" --databases
    set -- "$@" --
    values_of p_name_ "$p_name_n"
    eval "set -- \"\$@\" $values"
  fi
  shift # the file of the login
  t_shell_words "$mysql_dump" "$@"
  result 'executed_commands/[]' "$t_words"
  keep "$p_target"
  # The file has its name only when it is complete.
  # shellcheck disable=SC2016
  place "$p_target" sh -c '
    pack=$1; shift
    n=$#
    for word do shift; n=$((n - 1)); if [ "$n" -gt 0 ]; then set -- "$@" "$word"; fi; done
    [ "$pack" != none ] || exec "$@" >"$word"
    { "$@" || : >"$word.failed"; } | "$pack" >"$word" || exit
    if [ -e "$word.failed" ]; then rm -f "$word.failed"; exit 1; fi' sh "$mysql_db_pack" "$mysql_dump" "--defaults-file=$t_tmp.cnf" "$@" ||
    fail "$place_error"
}
mysql_db_import() {
  [ -e "$p_target" ] || fail "target $p_target does not exist on the host"
  note mysql "imported into the database $p_name: $p_target"
  did
  [ "$p_name" = all ] || set -- "$@" "--database=$p_name"
  shift # the file of the login
  t_shell_words "$mysql_client" "$@"
  result 'executed_commands/[]' "$t_words"
  # shellcheck disable=SC2016
  run sh -c '
    pack=$1 file=$2 failed=$3; shift 3
    [ "$pack" != none ] || exec "$@" <"$file"
    { "$pack" -dc <"$file" || : >"$failed"; } | "$@"; status=$?
    [ ! -e "$failed" ] || exit 1
    exit "$status"' sh "$mysql_db_pack" "$p_target" "$t_tmp.failed" "$mysql_client" "--defaults-file=$t_tmp.cnf" "$@" || fail "$run_stderr"
}
