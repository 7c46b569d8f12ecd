# shellcheck shell=sh
# module: mysql_user  also=community.mysql.mysql_user
# summary: keep a user of MySQL or MariaDB, with privileges
# check: full   diff: text   needs: awk   uses: sql mysql awk reverse
# example: mysql_user: {name: shop, password: "{{ shop_password }}", priv: "shop.*:ALL", login_unix_socket: /run/mysqld/mysqld.sock}
# option: name                   str   required  aliases=user       the user
# option: host                   str   default=localhost            host that the user comes from; % is any
# option: host_all               bool  default=false                change or remove the user of all hosts
# option: state                  enum  present|absent  default=present  whether it must be there
# option: password               str   secret                       the password
# option: encrypted              bool  default=false                password is a hash of mysql_native_password: * and 40 hex digits
# option: update_password        enum  always|on_create|on_new_username  default=always  when the password is set; on_new_username is not supported
# option: plugin                 str                                plugin of the login
# option: plugin_hash_string     str   secret                       hash for it
# option: plugin_auth_string     str   secret                       password for it; it is set each time, as the server keeps something else
# option: priv                   json                               privileges: DATABASE.TABLE:PRIVILEGE,PRIVILEGE/…, or a mapping
# option: append_privs           bool  default=false                keep other privileges
# option: subtract_privs         bool  default=false                remove these privileges
# option: column_case_sensitive  bool                               accepted, without effect: the server does not tell columns apart by case
# option: locked                 bool                               whether the account is locked
# option: sql_log_bin            bool  default=true                 write changes to the binary log
# option: check_implicit_admin   bool  default=false                try root without a password first
# option: force_context          bool  default=false                use the database mysql
# option: tls_requires           refused  write ALTER USER … REQUIRE with mysql_query
# option: resource_limits        refused  write ALTER USER … WITH MAX_… with mysql_query
# option: attributes             refused  write ALTER USER … ATTRIBUTE with mysql_query
# option: session_vars           refused  set the variables in config_file
# option: salt                   refused  give the hash itself, with plugin_hash_string
# option: password_expire        refused  write ALTER USER … PASSWORD EXPIRE with mysql_query
# option: password_expire_interval refused  write ALTER USER … PASSWORD EXPIRE with mysql_query
# option-set: mysql
# exclusive: append_privs subtract_privs
# result: user  the user
# result: msg  what was done
# result: password_changed  whether the password was set
# result: attributes  null

mysql_user_run() {
  [ "$p_update_password" != on_new_username ] || fail 'update_password: on_new_username is not supported; set the password on creation'
  mysql_begin
  mysql_user_msg='User unchanged' mysql_user_password=false
  mysql_admin
  mysql_first=
  [ "$p_sql_log_bin" = true ] || mysql_first='SET SQL_LOG_BIN=0;'
  [ "$p_force_context" = false ] || mysql_first="$mysql_first USE mysql;"
  p_host=$(printf '%s' "$p_host" | tr '[:upper:]' '[:lower:]')
  mysql_text "$p_name"
  mysql_user_text=$mysql_text
  mysql_text "$p_host"
  mysql_user_where="User = $mysql_user_text"
  [ "$p_host_all" = true ] || mysql_user_where="$mysql_user_where AND Host = $mysql_text"
  mysql_what='cannot read the users'
  mysql_get "SELECT Host FROM mysql.user WHERE $mysql_user_where;"
  mysql_user_hosts=$run_stdout
  mysql_user_change
  result user "$p_name"
  result_bool password_changed "$mysql_user_password"
  result_null attributes
  result msg "$mysql_user_msg"
  diff_text "$p_name" '' "${mysql_said-}"
}

mysql_user_change() {
  case $p_state:${mysql_user_hosts:+there} in
    absent:) mysql_user_msg="User doesn't exist" ;;
    present:)
      [ "$p_host_all" = false ] || fail 'host_all parameter cannot be used when adding a user'
      mysql_user_account "$p_host"
      mysql_user_create
      ;;
    *)
      # A user has few hosts.
      printf '%s\n' "$mysql_user_hosts" >"$t_tmp.hosts"
      while IFS= read -r mysql_user_host <&4; do
        mysql_user_account "$mysql_user_host"
        if [ "$p_state" = absent ]; then
          mysql_user_do 'User deleted' "DROP USER $mysql_user_at"
        else
          mysql_user_alter "$mysql_user_host"
        fi
      done 4<"$t_tmp.hosts"
      ;;
  esac
}
mysql_user_account() { # sets mysql_user_at
  mysql_text "$1"
  mysql_user_at="$mysql_user_text@$mysql_text"
}
mysql_user_do() { # MESSAGE STATEMENT [SHOWN]
  mysql_user_msg=$1
  shift
  mysql_what='cannot change the user'
  mysql_change "$@"
}

# Sets mysql_user_by to the clause of the login, and mysql_user_shown to the same without secrets.
mysql_user_login() {
  mysql_user_by='' mysql_user_shown=''
  if [ -n "${p_plugin-}" ]; then
    case $p_plugin in *[!A-Za-z0-9_]*) fail "not a plugin: $p_plugin" ;; esac
    mysql_user_by=" IDENTIFIED WITH $p_plugin" mysql_user_shown=" IDENTIFIED WITH $p_plugin"
    if [ -n "${p_plugin_hash_string-}" ]; then
      mysql_text "$p_plugin_hash_string"
      mysql_user_by="$mysql_user_by AS $mysql_text" mysql_user_shown="$mysql_user_shown AS '********'"
    elif [ -n "${p_plugin_auth_string-}" ]; then
      mysql_text "$p_plugin_auth_string"
      case $p_plugin in
        pam) mysql_user_by="$mysql_user_by USING $mysql_text" ;;
        ed25519) mysql_user_by="$mysql_user_by USING PASSWORD($mysql_text)" ;;
        *) mysql_user_by="$mysql_user_by BY $mysql_text" ;;
      esac
      mysql_user_shown="$mysql_user_shown BY '********'"
    fi
  elif [ -n "${p_password-}" ]; then
    mysql_user_hash
    mysql_user_shown=" IDENTIFIED BY '********'"
    mysql_text "$p_password"
    mysql_user_by=" IDENTIFIED BY $mysql_text"
    [ "$p_encrypted" = false ] || mysql_user_by=" IDENTIFIED WITH mysql_native_password AS $mysql_text"
  fi
}
mysql_user_hash() { # sets mysql_user_hash
  mysql_user_hash=${p_password-}
  if [ "$p_encrypted" = true ]; then
    case $p_password in
      \*[0-9A-Fa-f]*) [ "${#p_password}" -eq 41 ] && return ;;
    esac
    fail 'encrypted was specified however it does not appear to be a valid hash expecting: *SHA1(SHA1(your_password))'
  fi
  mysql_text "$p_password"
  mysql_get "SELECT CONCAT('*', UCASE(SHA1(UNHEX(SHA1($mysql_text)))));"
  mysql_user_hash=$run_stdout
}

mysql_user_create() {
  mysql_user_login
  mysql_back="DROP USER IF EXISTS $mysql_user_at;"
  mysql_user_do 'User added' "CREATE USER $mysql_user_at$mysql_user_by" "CREATE USER $mysql_user_at$mysql_user_shown"
  [ -z "$mysql_user_by" ] || mysql_user_password=true
  if [ "${p_priv+given}" ] && [ "$p_subtract_privs" = false ]; then
    : >"$t_tmp.grants"
    mysql_user_privileges
  fi
  mysql_user_msg='User added'
  if [ "${p_locked-}" = true ]; then
    mysql_back="SELECT 1;" # it goes with the user
    mysql_user_do 'User added' "ALTER USER $mysql_user_at ACCOUNT LOCK"
  fi
}

# ---- a user that is there --------------------------------------------------------------------------------------------------------------

mysql_user_alter() {
  mysql_text "$1"
  mysql_user_row="User = $mysql_user_text AND Host = $mysql_text"
  if [ "$p_update_password" = always ]; then
    if [ -n "${p_plugin-}" ]; then mysql_user_plugin; elif [ -n "${p_password-}" ]; then mysql_user_secret; fi
  fi
  if [ "${p_priv+given}" ]; then
    mysql_get "SHOW GRANTS FOR $mysql_user_at;"
    printf '%s\n' "$run_stdout" >"$t_tmp.grants"
    mysql_user_privileges
  fi
  [ -z "${p_locked-}" ] || mysql_user_lock
}
mysql_user_secret() {
  mysql_user_hash
  mysql_get "SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = 'mysql' AND TABLE_NAME = 'user' AND COLUMN_NAME IN ('Password', 'authentication_string');"
  mysql_user_columns=$(printf '%s\n' "$run_stdout" | awk 'NF { printf "%sNULLIF(%s, \047\047)", n++ ? ", " : "", $1 }')
  mysql_get "SELECT COALESCE(${mysql_user_columns:-NULL}, '') FROM mysql.user WHERE $mysql_user_row;"
  [ "$run_stdout" != "$mysql_user_hash" ] || return 0
  mysql_text "$mysql_user_hash"
  mysql_user_password=true
  mysql_user_do 'Password updated (new style)' "ALTER USER $mysql_user_at IDENTIFIED WITH mysql_native_password AS $mysql_text" \
    "ALTER USER $mysql_user_at IDENTIFIED WITH mysql_native_password AS '********'"
}
mysql_user_plugin() {
  mysql_text "$p_plugin"
  mysql_user_same="plugin = $mysql_text"
  if [ -n "${p_plugin_hash_string-}" ]; then
    mysql_text "$p_plugin_hash_string"
    mysql_user_same="$mysql_user_same AND authentication_string = $mysql_text"
  fi
  if [ -n "${p_plugin_auth_string-}" ]; then
    mysql_text "$p_plugin_auth_string"
    mysql_user_same="$mysql_user_same AND authentication_string = $mysql_text"
  fi
  mysql_get "SELECT COUNT(*) FROM mysql.user WHERE $mysql_user_row AND $mysql_user_same;"
  [ "$run_stdout" = 0 ] || return 0
  mysql_user_login
  mysql_user_password=true
  mysql_user_do "$mysql_user_msg" "ALTER USER $mysql_user_at$mysql_user_by" "ALTER USER $mysql_user_at$mysql_user_shown"
}
mysql_user_lock() {
  mysql_get "SHOW CREATE USER $mysql_user_at;"
  case $run_stdout:$p_locked in
    *'ACCOUNT LOCK'*:true) ;;
    *:true)
      mysql_back="ALTER USER $mysql_user_at ACCOUNT UNLOCK;"
      mysql_user_do "$mysql_user_msg" "ALTER USER $mysql_user_at ACCOUNT LOCK"
      ;;
    *'ACCOUNT LOCK'*:false)
      mysql_back="ALTER USER $mysql_user_at ACCOUNT LOCK;"
      mysql_user_do "$mysql_user_msg" "ALTER USER $mysql_user_at ACCOUNT UNLOCK"
      ;;
  esac
}

# ---- privileges ------------------------------------------------------------------------------------------------------------------------

# Compares the grants of the file with the wanted ones, and runs the statements that are missing.
mysql_user_privileges() {
  printf '%s\n' "$p_priv" >"$t_tmp.priv"
  printf '%s\n' "$mysql_user_at" >"$t_tmp.account"
  mysql_user_how=replace
  [ "$p_append_privs" = false ] || mysql_user_how=append
  [ "$p_subtract_privs" = false ] || mysql_user_how=subtract
  awk -v tmp="$t_tmp" -v how="$mysql_user_how" -v root="$p_name" "$t_awk_json_text$mysql_user_awk" "$t_tmp.grants" >"$t_tmp.statements" ||
    fail "invalid privileges string: $(cat -- "$t_tmp.statements")"
  while IFS= read -r mysql_user_line <&5; do
    mysql_user_rest=${mysql_user_line#*"$t_tab"}
    mysql_back=${mysql_user_rest#*"$t_tab"}
    mysql_user_do "${mysql_user_line%%"$t_tab"*}" "${mysql_user_rest%%"$t_tab"*}"
  done 5<"$t_tmp.statements"
}

# shellcheck disable=SC2016
mysql_user_awk='
function slurp(f,   l, s) { s = ""; while ((getline l < f) > 0) s = s l " "; close(f); sub(/ +$/, "", s); return s }
function bad(why) { print why; failed = 1; exit 1 }
function trim(s) { gsub(/^[ \t]+|[ \t]+$/, "", s); return s }
function side(s) { s = trim(s); gsub(/^`|`$/, "", s); if (s == "*") return s; gsub(/`/, "``", s); return "`" s "`" }
# split_privileges(TEXT): item[1..items]; commas in parentheses do not count
function split_privileges(s,   i, c, depth, t) {
  items = 0; t = ""
  for (i = 1; i <= length(s); i++) { c = substr(s, i, 1); if (c == "(") depth++; if (c == ")") depth--
    if (c == "," && !depth) { item[++items] = trim(t); t = "" } else t = t c }
  item[++items] = trim(t)
}
function columns(s,   k, part, i, j, x) { # in order, so that they can be compared
  gsub(/[` \t]/, "", s); k = split(s, part, ",")
  for (i = 2; i <= k; i++) { x = part[i]; for (j = i - 1; j > 0 && (part[j] "") > (x ""); j--) part[j + 1] = part[j]; part[j + 1] = x }
  s = ""; for (i = 1; i <= k; i++) s = s (i > 1 ? ", " : "") part[i]
  return s
}
function normal(s,   at) {
  s = toupper(s); at = index(s, "(")
  if (at) s = trim(substr(s, 1, at - 1)) " (" columns(substr(s, at + 1, length(s) - at - 1)) ")"
  return s == "ALL PRIVILEGES" ? "ALL" : s == "GRANT OPTION" ? "GRANT" : s
}
function add(set, names, object, privilege) {
  if (!((object) in names)) names[object] = ""
  if (!((object, privilege) in set)) { set[object, privilege] = 1; names[object] = names[object] privilege "\n" }
}
function wanted(text,   k, part, i, j, at, object, kind, dot) {
  k = split(text, part, "/")
  for (i = 1; i <= k; i++) {
    if (trim(part[i]) == "") bad("an empty item")
    for (at = length(part[i]); at && substr(part[i], at, 1) != ":"; at--) ;
    if (!at) bad(part[i] ": it has no \":\"")
    object = trim(substr(part[i], 1, at - 1)); kind = ""
    if (match(object, /^(FUNCTION|PROCEDURE) /)) { kind = substr(object, 1, RLENGTH); object = substr(object, RLENGTH + 1) }
    for (dot = length(object); dot && substr(object, dot, 1) != "."; dot--) ;
    object = kind (dot ? side(substr(object, 1, dot - 1)) "." side(substr(object, dot + 1)) : side(object))
    split_privileges(substr(part[i], at + 1))
    for (j = 1; j <= items; j++) {
      if (item[j] !~ /^[A-Za-z][A-Za-z_ ]*(\([A-Za-z0-9_$`, \t]+\))?$/) bad("Invalid privileges specified: " item[j])
      if (!(object in want)) order[++objects] = object
      add(want_set, want, object, normal(item[j]))
    }
  }
  if (how != "subtract" && !("*.*" in want)) { order[++objects] = "*.*"; add(want_set, want, "*.*", "USAGE") }
}
# list(NAMES, OTHERS, OBJECT, KEEP): those of NAMES that OTHERS has (KEEP) or has not; sets grant if GRANT is one of them
function list(names, others, object, keep,   k, part, i, s) {
  k = split(names[object], part, "\n"); grant = 0; s = ""
  for (i = 1; i < k; i++) if (((object, part[i]) in others) == keep) { if (part[i] == "GRANT") grant = 1; else s = s (s == "" ? "" : ",") part[i] }
  return s
}
# say(MESSAGE, STATEMENT, BACK): BACK takes it back
function say(message, statement, back) { print message "\t" statement "\t" back }
function granting(object, privileges, option) { return "GRANT " (privileges == "" ? "USAGE" : privileges) " ON " object " TO " account (option ? " WITH GRANT OPTION" : "") }
function revoking(object, privileges) { return "REVOKE " privileges " ON " object " FROM " account }
function revoke(object, privileges, option) {
  if (option) say("Privileges updated", revoking(object, "GRANT OPTION"), granting(object, "", 1) ";")
  if (privileges != "" && privileges != "USAGE") say("Privileges updated", revoking(object, privileges), granting(object, privileges) ";")
}
# ALL stands for those that are there, too.
function give(message, object, privileges, option,   back, were) {
  if (privileges == "" && !option) return
  back = option ? revoking(object, "GRANT OPTION") ";" : ""
  if (privileges != "" && privileges != "USAGE") back = back revoking(object, privileges) ";"
  if (("," privileges ",") ~ /,ALL,/) { were = list(have, want_none, object, 0); if (were != "" && were != "USAGE") back = back granting(object, were) ";" }
  say(message, granting(object, privileges, option), back == "" ? "SELECT 1;" : back)
}
BEGIN {
  account = slurp(tmp ".account"); text = slurp(tmp ".priv")
  if (text ~ /^[ \t]*\{/) {
    pairs = ""
    while (match(text, /"([^"\\]|\\.)*"[ \t]*:[ \t]*"([^"\\]|\\.)*"/)) {
      pair = substr(text, RSTART, RLENGTH); text = substr(text, RSTART + RLENGTH)
      match(pair, /^"([^"\\]|\\.)*"/); key = json_text(substr(pair, 1, RLENGTH)); pair = substr(pair, RLENGTH + 1); sub(/^[ \t]*:[ \t]*/, "", pair)
      pairs = pairs (pairs == "" ? "" : "/") key ":" json_text(pair)
    }
    text = pairs
  }
  wanted(text)
}
/^GRANT .* ON .* TO / {
  gsub(/\\\\/, "\\")
  at = index($0, " ON "); split_privileges(substr($0, 7, at - 7)); rest = substr($0, at + 4); object = substr(rest, 1, index(rest, " TO ") - 1)
  if (!(object in have)) current[++currents] = object
  for (j = 1; j <= items; j++) add(have_set, have, object, normal(item[j]))
  if ($0 ~ / WITH GRANT OPTION/) add(have_set, have, object, "GRANT")
}
END {
  if (failed) exit 1
  # MySQL 8 writes out all global privileges.
  if ((("*.*", "SUPER") in have_set) && (("*.*", "SHUTDOWN") in have_set) && (("*.*", "CREATE USER") in have_set) && (("*.*", "ALL") in want_set)) {
    keep = (("*.*", "GRANT") in have_set); for (k in have_set) if (index(k, "*.*" SUBSEP) == 1) delete have_set[k]
    have["*.*"] = ""; add(have_set, have, "*.*", "ALL"); if (keep) add(have_set, have, "*.*", "GRANT")
  }
  if (how == "replace" && root != "root") for (i = 1; i <= currents; i++) {
    object = current[i]; if (object in want || ((object, "PROXY") in have_set)) continue
    revoked = list(have, want_set, object, 0); revoke(object, revoked, grant)
  }
  for (i = 1; i <= objects; i++) {
    object = order[i]
    if (how == "subtract") { if (object in have) { revoked = list(want, have_set, object, 1); revoke(object, revoked, grant) }; continue }
    given = list(want, have_set, object, 0); option = grant
    if (!(object in have)) { give("New privileges granted", object, given, option); continue }
    if (how == "replace" && !(("," given ",") ~ /,ALL,/)) { revoked = list(have, want_set, object, 0); revoke(object, revoked, grant) }
    else if (how == "replace" && ((object, "GRANT") in have_set) && !((object, "GRANT") in want_set)) revoke(object, "", 1)
    if (given != "USAGE" || option) give("Privileges updated", object, given, option)
  }
}'
