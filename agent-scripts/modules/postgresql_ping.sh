# shellcheck shell=sh
# module: postgresql_ping  also=community.postgresql.postgresql_ping
# summary: ask whether a PostgreSQL server answers
# check: full   diff: none   needs: awk   uses: sql psql
# example: postgresql_ping: {login_db: shop}
# option: login_db      str   aliases=db        database to connect to; default: that of the environment, or the one named like login_user
# option: session_role  str                     role to change to after the login
# option: trust_input   bool  default=true      accepted, without effect: names are always quoted
# option-set: postgresql
# result: is_available  whether the server answers
# result: server_version  its version: major, minor, full, raw; {} if it does not answer
# result: conn_err_msg  what was said about the connection

postgresql_ping_run() {
  psql_begin "${p_login_db-}"
  psql_as "${p_session_role-}"
  printf '%s\n' "$psql_role" "SELECT current_setting('server_version_num'), version();" >"$t_tmp.sql"
  if psql_ask; then
    result_bool is_available true
    result conn_err_msg ''
    printf '%s\n' "$run_stdout" | awk -F "$(printf '\037')" '{ n = $1 + 0; major = int(n / 10000); split($2, word, " ")
      print "i\tserver_version/major\t" major
      if (major < 10) { print "i\tserver_version/minor\t" int(n / 100) % 100 "\ni\tserver_version/patch\t" n % 100 } else print "i\tserver_version/minor\t" n % 10000
      print "s\tserver_version/full\t" word[2]; print "s\tserver_version/raw\t" $2 }' >"$t_tmp.version"
    result_table <"$t_tmp.version"
    return
  fi
  psql_told
  [ "$run_status" -eq 2 ] || fail "Could not switch role: ${psql_why#*ERROR:  }"
  result_bool is_available false
  result_json server_version '{}'
  result conn_err_msg "$psql_why$t_nl"
  warn "PostgreSQL server is unavailable: $psql_why"
}
