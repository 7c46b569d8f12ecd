# shellcheck shell=sh
# module: mysql_variables  also=community.mysql.mysql_variables
# summary: keep a global variable of MySQL or MariaDB
# check: full   diff: text   needs: awk   uses: sql mysql reverse
# example: mysql_variables: {variable: max_connections, value: 500}
# option: variable  str   required                                the variable
# option: value     str                                           its value; without one, it is only read
# option: mode      enum  global|persist|persist_only  default=global  global: until the server restarts; persist: also afterwards; persist_only: only afterwards (MySQL)
# option-set: mysql
# result: msg  what was done, or the value
# result: queries  the statements that were run

mysql_variables_run() {
  case $p_variable in '' | *[!0-9A-Za-z_.]*) fail "invalid variable name \"$p_variable\"" ;; esac
  mysql_begin
  mysql_list=queries mysql_what='cannot set the variable'
  mysql_like "$p_variable"
  mysql_get "SHOW GLOBAL VARIABLES LIKE $mysql_text;"
  [ -n "$run_stdout" ] || fail "Variable not available \"$p_variable\""
  mysql_variables_now=$(printf '%s\n' "$run_stdout" | cut -f 2-)
  [ "${p_value+given}" ] || done_with "$mysql_variables_now"
  mysql_variables_stored
  mysql_variables_wanted
  mysql_variables_same=false
  if mysql_variables_equal "$p_value" "$mysql_variables_now"; then mysql_variables_same=true; fi
  case $p_mode:$mysql_variables_same:$mysql_variables_kept in
    global:true:*) done_with 'Variable is already set to requested value.' ;;
    persist:true:true) done_with 'Variable is already set to requested value globally and stored into mysqld-auto.cnf file.' ;;
    persist_only:*:true) done_with 'Variable is already stored into mysqld-auto.cnf with requested value.' ;;
  esac
  mysql_variables_set
}

mysql_variables_stored() { # sets mysql_variables_kept: whether the server keeps that value over a restart
  mysql_variables_kept=false
  [ "$p_mode" != global ] || return 0
  mysql_text "$p_variable"
  mysql_get "SELECT VARIABLE_VALUE FROM performance_schema.persisted_variables WHERE VARIABLE_NAME = $mysql_text;"
  mysql_variables_before=$run_stdout
  if mysql_variables_equal "$p_value" "$run_stdout"; then mysql_variables_kept=true; fi
}
mysql_variables_equal() { # as numbers, if both are
  printf '%s\n' "$1" "$2" | awk '
    { value[NR] = $0; upper = toupper($0); if ($0 ~ /^[-+]?[0-9]+(\.[0-9]*)?([eE][-+]?[0-9]+)?$/) number[NR] = 1; if (upper == "ON" || upper == "OFF") truth[NR] = upper }
    END {
      if (truth[2] != "") { if (value[1] == "1") truth[1] = "ON"; if (value[1] == "0") truth[1] = "OFF"; exit truth[1] != truth[2] }
      exit number[1] && number[2] ? value[1] + 0 != value[2] + 0 : value[1] "" != value[2] ""
    }'
}
mysql_variables_literal() { # sets mysql_variables_sql: numbers must not be texts
  case $1 in
    *[!0-9.eE+-]* | '' | [eE.]* | *[!0-9]) mysql_text "$1" && mysql_variables_sql=$mysql_text ;;
    *) mysql_variables_sql=$1 ;;
  esac
  case $mysql_variables_sql in
    *[0-9][eE+-]*[eE+-]*) mysql_text "$1" && mysql_variables_sql=$mysql_text ;;
  esac
}
mysql_variables_wanted() { # sets mysql_variables_sql to the value
  mysql_variables_literal "$p_value"
  case $mysql_variables_now:$p_value in
    ON:1 | OFF:1) mysql_variables_sql="'ON'" ;;
    ON:0 | OFF:0) mysql_variables_sql="'OFF'" ;;
  esac
}

mysql_variables_set() {
  case $p_mode in
    global) mysql_variables_word=GLOBAL ;;
    persist) mysql_variables_word=PERSIST ;;
    *) mysql_variables_word=PERSIST_ONLY ;;
  esac
  case $p_variable in
    *.*)
      mysql_name "${p_variable%%.*}"
      mysql_variables_name=$mysql_name
      mysql_name "${p_variable#*.}"
      mysql_variables_name=$mysql_variables_name.$mysql_name
      ;;
    *)
      mysql_name "$p_variable"
      mysql_variables_name=$mysql_name
      ;;
  esac
  mysql_variables_keep
  diff_text "$p_variable" "$mysql_variables_now$t_nl" "$p_value$t_nl"
  mysql_change "SET $mysql_variables_word $mysql_variables_name = $mysql_variables_sql"
  result msg "Variable change succeeded prev_value=$mysql_variables_now"
}
mysql_variables_keep() { # sets mysql_back
  mysql_variables_new=$mysql_variables_sql
  mysql_variables_literal "$mysql_variables_now"
  mysql_back="SET GLOBAL $mysql_variables_name = $mysql_variables_sql;"
  [ "$p_mode" != persist_only ] || mysql_back=''
  if [ "$p_mode" != global ] && [ -n "$mysql_variables_before" ]; then
    mysql_variables_literal "$mysql_variables_before"
    mysql_back="$mysql_back SET PERSIST_ONLY $mysql_variables_name = $mysql_variables_sql;"
  elif [ "$p_mode" != global ]; then
    mysql_back="$mysql_back RESET PERSIST IF EXISTS $mysql_variables_name;"
  fi
  mysql_variables_sql=$mysql_variables_new
}
