# shellcheck shell=sh
# Statements for MySQL and MariaDB, by the host's client. They are on its standard input, and the login is in a private
# file of options: arguments can be read by every user of the host.

# mysql_begin: sets mysql_client and mysql_dump, and writes the file of options.
mysql_begin() {
  mysql_client='mysql' mysql_dump='mysqldump'
  if task_has mariadb; then mysql_client='mariadb'; fi
  task_has "$mysql_client" || fail 'the host has no mysql or mariadb: install the client of MySQL (mariadb-client or mysql-client)'
  if [ "$mysql_client" = mariadb ] && task_has mariadb-dump; then mysql_dump='mariadb-dump'; fi
  case ${p_login_port:-3306} in *[!0-9]* | ??????*) fail 'login_port must be a valid unix port number (0-65535)' ;; esac
  : >"$t_tmp.cnf"
  chmod 0600 "$t_tmp.cnf"
  # What is read last counts: options of the task, then those of config_file. The host's files say where the socket is.
  for mysql_file in /etc/my.cnf /etc/mysql/my.cnf "${p_config_file-}"; do
    if [ -n "$mysql_file" ] && [ -r "$mysql_file" ] && [ "${p_restrict_config_file:-false}:$mysql_file" != "true:/etc/my.cnf" ]; then
      printf '!include %s\n' "$mysql_file" >>"$t_tmp.cnf"
    fi
  done
  printf '[client]\n' >>"$t_tmp.cnf"
  mysql_set user "${p_login_user-}"
  mysql_set password "${p_login_password-}"
  if [ -n "${p_login_unix_socket-}" ]; then
    mysql_set socket "$p_login_unix_socket"
  elif [ "${p_login_host:-localhost}" != localhost ]; then
    mysql_set host "$p_login_host"
    mysql_set port "${p_login_port-}"
    mysql_set protocol tcp
  fi
  mysql_set ssl-cert "${p_client_cert-}"
  mysql_set ssl-key "${p_client_key-}"
  mysql_set ssl-ca "${p_ca_cert-}"
  [ "${p_check_hostname-}" != true ] || [ "$mysql_client" != mariadb ] || printf 'ssl-verify-server-cert\n' >>"$t_tmp.cnf"
  printf '[mysql]\nconnect_timeout=%s\n' "${p_connect_timeout:-30}" >>"$t_tmp.cnf"
}
mysql_set() {
  [ -n "$2" ] || return 0
  case $2 in *"$t_nl"*) fail "$1 must be one line" ;; esac
  sql_escape "$2" "\\" "\\\\"
  sql_escape "$sql_escaped" '"' '\"'
  printf '%s="%s"\n' "$1" "$sql_escaped" >>"$t_tmp.cnf"
}

# mysql_admin: with check_implicit_admin, logs in as root without a password, if that works.
mysql_admin() {
  [ "$p_check_implicit_admin" = true ] || return 0
  cp -- "$t_tmp.cnf" "$t_tmp.given"
  printf '[client]\nuser=root\npassword=\n' >>"$t_tmp.cnf"
  printf 'SELECT 1;\n' >"$t_tmp.sql"
  mysql_ask || mv -f -- "$t_tmp.given" "$t_tmp.cnf"
}

# mysql_ask: runs the statements of the file sql. Rows are lines of run_stdout, with tabs between their fields; in texts, \n,
# \t, \0 and \\ stand for what they say.
mysql_ask() {
  run "$mysql_client" "--defaults-file=$t_tmp.cnf" --batch --skip-column-names --binary-mode --default-character-set=utf8mb4 <"$t_tmp.sql"
}
# mysql_get TEXT: the same for one text; ends the call if it fails. Texts are quoted by backslashes in any mode of the server.
mysql_get() {
  printf '%s\n' "SET SESSION sql_mode='';" "${mysql_first-}" "$1" >"$t_tmp.sql"
  mysql_ask || mysql_failed
}
mysql_failed() {
  # The client repeats the statement, which can have secrets, before its error.
  run_stderr=$(printf '%s\n' "$run_stderr" | awk '/^ERROR/ { found = 1 } found { print } { all = all $0 "\n" } END { if (!found) printf "%s", all }')
  case $run_stderr in
    *'ERROR 1045'* | *'ERROR 2002'* | *'ERROR 2003'* | *'ERROR 2005'* | *'ERROR 1698'* | *'ERROR 2013'*)
      fail "unable to connect to database, check login_user and login_password are correct or ${p_config_file-} has the credentials. Exception message: $run_stderr"
      ;;
  esac
  fail "${mysql_what:-cannot run the statement}: $run_stderr"
}

# mysql_change TEXT [SHOWN]: runs a statement that changes something, unless in check mode, and lists it in the result
# $mysql_list, if that is set. SHOWN is without secrets. $mysql_back has the statements that take it back, and
# $mysql_back_if one that answers 0 if that loses nothing; without them, undo lists the statement.
mysql_back='' mysql_back_if=''
mysql_change() {
  changed
  mysql_said="${mysql_said-}${2-$1}$t_nl"
  checking && return 0
  [ -z "${mysql_list-}" ] || result "$mysql_list/[]" "${2-$1}"
  mysql_keep "${2-$1}"
  mysql_get "$1;"
  did
}
# undo has no password but that of the host's own files of options: where the server asks for another, it lists the statements.
mysql_keep() { # WHAT
  if [ -n "$mysql_back" ]; then
    mysql_where=$(awk '!/^password=/' "$t_tmp.cnf")
    keep_reverse "MySQL: $1" "$mysql_undo" "$mysql_client" "$mysql_where" "SET SESSION sql_mode='';${mysql_first-}" "$mysql_back" "$mysql_back_if"
    mysql_back='' mysql_back_if=''
  else
    note mysql "$1"
  fi
}
# shellcheck disable=SC2016
mysql_undo='options=$(mktemp) || exit
  trap "rm -f -- \"\$options\"" EXIT
  trap "exit 1" HUP INT TERM
  printf "%s\n" "$1" >"$options"
  ask() { said=$(printf "%s\n" "$2" "$1" | "$0" "--defaults-file=$options" --batch --skip-column-names --binary-mode --default-character-set=utf8mb4 2>&1); }
  refused() {
    case $said in *"ERROR 1045"* | *"ERROR 1698"*) printf "%s\n" "it needs a password; this takes it back: $back"; exit 77 ;; esac
    printf "%s\n" "$said" >&2
    exit 1
  }
  first=$2 back=$3
  if [ -n "$4" ]; then
    ask "$4" "" || refused
    [ "$said" = 0 ] || { printf "%s\n" "there is something in it by now; if it is not needed: $back"; exit 77; }
  fi
  ask "$back" "$first" || refused'

# mysql_text TEXT: sets mysql_text to TEXT as a literal, mysql_name NAME: mysql_name as an identifier.
mysql_text() {
  sql_escape "$1" "\\" "\\\\"
  sql_escape "$sql_escaped" "'" "''"
  mysql_text="'$sql_escaped'"
}
mysql_name() {
  sql_escape "$1" '`' '``'
  mysql_name="\`$sql_escaped\`"
}
# mysql_like TEXT: sets mysql_text to a literal for LIKE that stands for TEXT only.
mysql_like() {
  sql_escape "$1" "\\" "\\\\"
  sql_escape "$sql_escaped" _ "\\_"
  sql_escape "$sql_escaped" % "\\%"
  mysql_text "$sql_escaped"
}
