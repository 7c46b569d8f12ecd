# shellcheck shell=sh
# module: mysql_info  also=community.mysql.mysql_info
# summary: read what a MySQL or MariaDB server says about itself
# check: full   diff: none   needs: awk   uses: sql mysql awk
# example: mysql_info: {filter: [version, databases]}
# option: filter            list/str                what to read: version, databases, settings, global_status, users, engines, master_status, slave_status, slave_hosts; with ! before what is left out; default: all. users_info (accounts as options of mysql_user) is not supported
# option: login_db          str                     database to connect to
# option: exclude_fields    list/str                fields of databases to leave out: db_size, db_table_count
# option: return_empty_dbs  bool  default=false     list databases without tables, too
# option-set: mysql
# result: server_engine  MariaDB or MySQL
# result: connector_name  the client of the host: mariadb or mysql
# result: connector_version  its version
# result: version  of the server: major, minor, release, suffix, full
# result: databases  by name, with size in bytes and tables
# result: settings  global variables by name
# result: global_status  by name
# result: users  rows of mysql.user, by host and name
# result: engines  by name
# result: master_status  of the binary log
# result: slave_status  by host, port and user of the primary
# result: slave_hosts  by id of the server

mysql_info_run() {
  mysql_info_some=false
  each filter mysql_info_kind
  mysql_begin
  mysql_set database "${p_login_db-}"
  mysql_get 'SELECT VERSION();' # and whether the server answers
  mysql_info_server
  for mysql_info_part in version databases settings global_status users engines master_status slave_status slave_hosts; do
    if mysql_info_wanted; then "mysql_info_$mysql_info_part"; fi
  done
}
mysql_info_kind() {
  mysql_info_word "$1"
  case ${mysql_info_word#"${mysql_info_word%%[!!]*}"} in
    version | databases | settings | global_status | users | engines | master_status | slave_status | slave_hosts) ;;
    users_info)
      [ "$mysql_info_word" != users_info ] || fail 'users_info is not supported: users has the rows of mysql.user'
      return
      ;;
    *)
      warn "filter element: $mysql_info_word is not allowable, ignored"
      return
      ;;
  esac
  case $mysql_info_word in '!'*) ;; *) mysql_info_some=true ;; esac
}
mysql_info_word() { # sets mysql_info_word to TEXT without blanks around it
  mysql_info_word=${1#"${1%%[![:space:]]*}"}
  mysql_info_word=${mysql_info_word%"${mysql_info_word##*[![:space:]]}"}
}
# What is named to be left out counts only if nothing is named to be read.
mysql_info_wanted() {
  if [ "$mysql_info_some" = true ]; then mysql_info_is=false; else mysql_info_is=true; fi
  each filter mysql_info_match
  [ "$mysql_info_is" = true ]
}
mysql_info_match() {
  mysql_info_word "$1"
  case $mysql_info_some:$mysql_info_word in
    "true:$mysql_info_part") mysql_info_is=true ;;
    'false:!'*) [ "${mysql_info_word#"${mysql_info_word%%[!!]*}"}" != "$mysql_info_part" ] || mysql_info_is=false ;;
  esac
}

mysql_info_server() {
  mysql_info_full=$run_stdout
  case $(printf '%s' "$mysql_info_full" | tr '[:upper:]' '[:lower:]') in
    *mariadb*) mysql_info_engine=MariaDB ;;
    *) mysql_info_engine=MySQL ;;
  esac
  result server_engine "$mysql_info_engine"
  result connector_name "$mysql_client"
  run "$mysql_client" --version
  result connector_version "$(printf '%s\n' "$run_stdout" | awk 'match($0, /[0-9]+\.[0-9]+\.[0-9]+/) { print substr($0, RSTART, RLENGTH); exit }')"
}
# mysql_info_since MAJOR MINOR PATCH of MySQL, MAJOR MINOR PATCH of MariaDB: whether the server is that new, which calls
# some statements by other names.
mysql_info_since() {
  [ "$mysql_info_engine" = MySQL ] || shift 3
  printf '%s\n' "$mysql_info_full" | awk -F '[.-]' -v a="$1" -v b="$2" -v c="$3" '{ exit !($1 != a ? $1 > a : $2 != b ? $2 > b : $3 + 0 >= c) }'
}

mysql_info_version() { mysql_info_read version 'SHOW GLOBAL VARIABLES' ''; }
mysql_info_settings() { mysql_info_read settings 'SHOW GLOBAL VARIABLES' ''; }
mysql_info_global_status() { mysql_info_read global_status 'SHOW GLOBAL STATUS' ''; }
mysql_info_users() { mysql_info_read users 'SELECT * FROM mysql.user' 'Host User'; }
mysql_info_engines() { mysql_info_read engines 'SHOW ENGINES' Engine; }
mysql_info_master_status() {
  mysql_info_sql='SHOW MASTER STATUS'
  if mysql_info_since 8 2 0 10 5 2; then
    mysql_info_sql='SHOW BINLOG STATUS'
    [ "$mysql_info_engine" = MariaDB ] || mysql_info_sql='SHOW BINARY LOG STATUS'
  fi
  mysql_info_read master_status "$mysql_info_sql" ''
}
mysql_info_slave_status() {
  mysql_info_sql='SHOW SLAVE STATUS'
  ! mysql_info_since 8 0 22 10 5 1 || mysql_info_sql='SHOW REPLICA STATUS'
  mysql_info_read slave_status "$mysql_info_sql" 'Master_Host Master_Port Master_User'
}
mysql_info_slave_hosts() {
  mysql_info_sql='SHOW SLAVE HOSTS'
  if mysql_info_since 8 0 22 10 5 1; then
    mysql_info_sql='SHOW REPLICA HOSTS'
    [ "$mysql_info_engine" = MariaDB ] || mysql_info_sql='SHOW REPLICAS'
  fi
  mysql_info_read slave_hosts "$mysql_info_sql" Server_id
}
mysql_info_databases() {
  mysql_info_sql='SELECT table_schema AS name'
  match_list exclude_fields db_size || mysql_info_sql="$mysql_info_sql, CAST(COALESCE(SUM(data_length + index_length), 0) AS UNSIGNED) AS size"
  match_list exclude_fields db_table_count || mysql_info_sql="$mysql_info_sql, COUNT(table_name) AS tables"
  mysql_info_sql="$mysql_info_sql FROM information_schema.TABLES GROUP BY table_schema"
  if [ "$p_return_empty_dbs" = true ]; then
    mysql_info_sql="$mysql_info_sql UNION SELECT schema_name"
    match_list exclude_fields db_size || mysql_info_sql="$mysql_info_sql, 0"
    match_list exclude_fields db_table_count || mysql_info_sql="$mysql_info_sql, 0"
    mysql_info_sql="$mysql_info_sql FROM information_schema.SCHEMATA WHERE schema_name NOT IN (SELECT table_schema FROM information_schema.TABLES)"
  fi
  mysql_info_read databases "$mysql_info_sql" name
}

# mysql_info_read PART STATEMENT KEYS: sets the result PART to the rows, by the columns KEYS
mysql_info_read() {
  printf '%s\n' "$2;" >"$t_tmp.sql"
  run_to "$t_tmp.xml" "$mysql_client" "--defaults-file=$t_tmp.cnf" --batch --xml --binary-mode --default-character-set=utf8mb4 <"$t_tmp.sql" || {
    mysql_what="Cannot execute SQL '$2'"
    mysql_failed
  }
  awk -v part="$1" -v keys="$3" "$t_awk_json$mysql_info_awk" "$t_tmp.xml" >"$t_tmp.json" || fail 'the answer of the client cannot be read'
  result_json_file "$1" "$t_tmp.json"
}
# A < is always a tag in what the client writes.
# shellcheck disable=SC2016
mysql_info_awk='
function text(s) { gsub(/&lt;/, "<", s); gsub(/&gt;/, ">", s); gsub(/&quot;/, "\"", s); gsub(/&apos;/, "\047", s); gsub(/&amp;/, "\\&", s); return s }
# value(NAME, TEXT): whole numbers are numbers, but for the texts about engines
function value(name, s,   sign) {
  if (part != "engines" && s ~ /^[ \t\n]*[-+]?[0-9]+[ \t\n]*$/) {
    gsub(/[ \t\n+]/, "", s); sign = sub(/^-/, "", s) ? "-" : ""; sub(/^0+/, "", s)
    return s == "" ? "0" : sign s
  }
  if (part == "users" && name == "max_statement_time" && s ~ /^[0-9]+[.][0-9]+$/) { sub(/0+$/, "", s); return s ~ /[.]$/ ? s "0" : s }
  if (part == "users" && name ~ /^password_last_changed$|^last_login$/ && s ~ /^[0-9-]+ [0-9:]+$/) sub(/ /, "T", s)
  return json(s)
}
# add(PATH, KEY): KEY is below PATH, where it was first seen
function add(path, key) { if (!((path, key) in there)) { there[path, key] = 1; child[path, ++children[path]] = key } }
function emit(path,   i, key, out, at) {
  if (path in body) return body[path]
  for (i = 1; i <= children[path]; i++) { key = child[path, i]; at = path "\001" key; out = out (i > 1 ? ", " : "") json(key) ": " emit(at) }
  return "{" out "}"
}
function end_row(   path, i) {
  path = ""
  if (part == "version" || part == "settings" || part == "global_status") {
    add("", raw["Variable_name"]); body["\001" raw["Variable_name"]] = value("", raw["Value"])
    return
  }
  for (i = 1; i <= n; i++) { add(path, raw[key_of[i]]); path = path "\001" raw[key_of[i]] }
  if (n) body[path] = "{" row "}"
  else if (columns) body[""] = "{" row "}"
}
BEGIN { n = split(keys, key_of, " "); for (i = 1; i <= n; i++) is_key[key_of[i]] = 1; RS = "<" }
/^row>/ { row = ""; columns = 0; split("", raw) }
/^field name="/ {
  match($0, /" xsi:nil="true" \/>|">/); name = text(substr($0, 13, RSTART - 13)); nil = RLENGTH > 2; content = text(substr($0, RSTART + RLENGTH))
  # Newer servers of MySQL call the primary a source.
  if (part == "slave_status" && name ~ /^Source_(Host|Port|User)$/) sub(/^Source/, "Master", name)
  if (part == "slave_hosts" && name == "Server_Id") name = "Server_id"
  raw[name] = content
  if (!(name in is_key)) row = row (columns++ ? ", " : "") json(name) ": " (nil ? "null" : value(name, content))
}
/^\/row>/ { end_row() }
END {
  if (part != "version") { print emit(""); exit }
  full = raw_version(); split(full, v, "."); release = v[3]; suffix = ""
  if (match(v[3], /-/)) { release = substr(v[3], 1, RSTART - 1); suffix = substr(v[3], RSTART + 1) }
  print "{\"major\": " v[1] + 0 ", \"minor\": " v[2] + 0 ", \"release\": " release + 0 ", \"suffix\": " json(suffix) ", \"full\": " json(full) "}"
}
function raw_version(   s) { s = body["\001version"]; return substr(s, 2, length(s) - 2) }'
