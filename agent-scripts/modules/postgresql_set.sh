# shellcheck shell=sh
# module: postgresql_set  also=community.postgresql.postgresql_set
# summary: change a parameter of a PostgreSQL server (9.4 or newer) by ALTER SYSTEM
# check: full   diff: text   needs: awk   uses: sql psql reverse
# example: postgresql_set: {name: work_mem, value: 32MB}
# option: name          str   required       the parameter; the case of letters counts: TimeZone
# option: value         str                  its value; default removes it from postgresql.auto.conf
# option: reset         bool  default=false  back to the value that the server starts with
# option: login_db      str   aliases=db     database to connect to; default: that of the environment, or the one named like login_user
# option: session_role  str                  role to change to after the login
# option: trust_input   bool  default=true   accepted, without effect: names and texts are always quoted
# option-set: postgresql
# result: name  the parameter
# result: context  when it takes effect: postmaster is at the next start
# result: prev_val_pretty  its value before
# result: value_pretty  its value now; in check mode, and if the server must be restarted, the one that is wanted
# result: value  its value as a number with its unit
# result: restart_required  whether the server must be restarted
# result: queries  the statements that were run

postgresql_set_run() {
  case ${p_value+value}:$p_reset in
    value:true) fail "$p_name: value and reset params are mutually exclusive" ;;
    :false) fail "$p_name: at least one of value or reset param must be specified" ;;
  esac
  case $p_name:${p_value-none} in
    shared_preload_libraries:) fail 'an empty text for shared_preload_libraries keeps the server from starting: use value=default or reset=true' ;;
  esac
  psql_begin "${p_login_db-}"
  psql_as "${p_session_role-}"
  psql_version
  [ "$psql_version" -ge 90400 ] || fail 'postgresql_set needs PostgreSQL 9.4 or newer'
  postgresql_set_read
  case $postgresql_set_context in
    '') fail "No such parameter: $p_name. Please check its spelling or presence in your PostgreSQL version" ;;
    internal) fail "$p_name: cannot be changed (internal context)" ;;
  esac
  postgresql_set_before=$postgresql_set_pretty
  postgresql_set_wanted
  result name "$p_name"
  result context "$postgresql_set_context"
  result prev_val_pretty "$postgresql_set_before"
  result_bool restart_required "$postgresql_set_restart"
  result_json queries '[]'
  if checking; then postgresql_set_predict; else postgresql_set_do; fi
  diff_text "$p_name" '' "$psql_said"
}

# Sets of the server: postgresql_set_raw, _pretty, _context, _loaded (when it read its files), _value (JSON), _initial (whether it has
# the value that it starts with), _back (the statement that puts postgresql.auto.conf back).
postgresql_set_read() {
  psql_text "$p_name"
  psql_get "SELECT context, pg_conf_load_time(), setting IS NOT DISTINCT FROM boot_val,
      CASE WHEN unit IN ('kB', 'MB', 'GB', 'TB') AND setting NOT LIKE '-%'
        THEN json_build_object('unit', 'b', 'value', setting::numeric * CASE unit WHEN 'kB' THEN 1024 WHEN 'MB' THEN 1048576 WHEN 'GB' THEN 1073741824 ELSE 1099511627776 END)
        ELSE json_build_object('unit', CASE WHEN unit IN ('kB', 'MB', 'GB', 'TB') THEN 'b' ELSE unit END, 'value', setting) END,
      current_setting(name)
    FROM pg_settings WHERE name = $psql_text;"
  postgresql_set_rest=$run_stdout
  postgresql_set_byte=$(printf '\037')
  for postgresql_set_field in context loaded initial value; do
    eval "postgresql_set_$postgresql_set_field=\${postgresql_set_rest%%\"\$postgresql_set_byte\"*}"
    postgresql_set_rest=${postgresql_set_rest#*"$postgresql_set_byte"}
  done
  postgresql_set_pretty=$postgresql_set_rest
  ! postgresql_set_is_list || postgresql_set_pretty=$(printf '%s' "$postgresql_set_pretty" | tr -d '"')
}
# Their items are quoted one by one; the server takes a text with commas as one name.
postgresql_set_is_list() {
  case $p_name in
    search_path | temp_tablespaces | *_preload_libraries | unix_socket_directories | listen_addresses | log_destination | DateStyle) return 0 ;;
    *) return 1 ;;
  esac
}

# Sets postgresql_set_to: the value as it is compared with that of the server; postgresql_set_sql: the statement;
# postgresql_set_restart; postgresql_set_differs.
postgresql_set_wanted() {
  postgresql_set_restart=false postgresql_set_differs=false
  if [ "$p_reset" = true ]; then
    postgresql_set_sql="ALTER SYSTEM RESET $p_name"
    [ "$postgresql_set_initial" = t ] || postgresql_set_differs=true
    [ "$postgresql_set_context:$postgresql_set_differs" != postmaster:true ] || postgresql_set_restart=true
    return
  fi
  postgresql_set_to=$p_value
  case $p_value in
    *[!0-9]?b | ?b) ;;
    *mb) postgresql_set_to=${p_value%mb}MB ;;
    *gb) postgresql_set_to=${p_value%gb}GB ;;
    *tb) postgresql_set_to=${p_value%tb}TB ;;
  esac
  [ "$postgresql_set_context" != postmaster ] || postgresql_set_restart=true
  [ "$postgresql_set_to" = "$postgresql_set_before" ] || postgresql_set_differs=true
  postgresql_set_literal
  postgresql_set_sql="ALTER SYSTEM SET $p_name = $postgresql_set_literal"
}
postgresql_set_literal() {
  if [ "$postgresql_set_to" = default ]; then
    postgresql_set_literal=DEFAULT
  elif postgresql_set_is_list && [ -n "$postgresql_set_to" ]; then
    psql_text "$postgresql_set_to"
    # A literal has no commas but those of the list, and \ only after E, which each item then has.
    postgresql_set_literal=$(printf '%s\n' "$psql_text" | awk '
      { e = /^E/ ? "E" : ""; sub(/^E?\047/, ""); sub(/\047$/, ""); n = split($0, item, ",")
        for (i = 1; i <= n; i++) { gsub(/^[ \t]+|[ \t]+$/, "", item[i]); if (item[i] ~ /^".*"$/) item[i] = substr(item[i], 2, length(item[i]) - 2); printf "%s%s\047%s\047", (i > 1 ? "," : ""), e, item[i] } }')
  else
    psql_text "$postgresql_set_to"
    postgresql_set_literal=$psql_text
  fi
}

postgresql_set_predict() {
  if [ "$p_reset" = true ]; then result_null value_pretty; else result value_pretty "$postgresql_set_to"; fi
  result_json value "$postgresql_set_value"
  [ "$postgresql_set_differs" = true ] || return 0
  changed
  psql_said=$postgresql_set_sql$t_nl
}
postgresql_set_do() {
  if [ "$postgresql_set_differs" = true ]; then
    changed
    psql_said=$postgresql_set_sql$t_nl
    postgresql_set_back
    psql_back_by=$postgresql_set_undo
    psql_keep "$postgresql_set_sql" "$postgresql_set_back"
    psql_get "$postgresql_set_sql;"
    did
    result 'queries/[]' "$postgresql_set_sql"
    [ "$postgresql_set_context" = postmaster ] || postgresql_set_reload
  fi
  if [ "$postgresql_set_restart" = true ]; then
    result value_pretty "${postgresql_set_to-$postgresql_set_pretty}"
    return
  fi
  result value_pretty "$postgresql_set_pretty"
  result_json value "$postgresql_set_value"
}
# The server reads its files when it comes to it; a value that only is written in another way is no change.
postgresql_set_reload() {
  postgresql_set_was=$postgresql_set_loaded postgresql_set_n=0
  psql_get 'SELECT pg_reload_conf();'
  while [ "$postgresql_set_n" -lt 30 ]; do
    postgresql_set_n=$((postgresql_set_n + 1))
    postgresql_set_read
    [ "$postgresql_set_was" = "$postgresql_set_loaded" ] || break
    sleep 0.1 2>/dev/null || sleep 1
  done
  [ "$postgresql_set_pretty" = "$postgresql_set_before" ] || return 0
  unchanged
  psql_said=
}

# Sets postgresql_set_back: what postgresql.auto.conf has now.
postgresql_set_back() {
  psql_text "$p_name"
  if [ "$psql_version" -lt 90500 ]; then
    postgresql_set_back='' # the server does not tell what is in the file
    return
  fi
  postgresql_set_item=setting
  ! postgresql_set_is_list || postgresql_set_item="array_to_string(ARRAY(SELECT trim(both '\"' from trim(i)) FROM unnest(string_to_array(setting, ',')) AS i), '$postgresql_set_byte')"
  psql_get "SELECT format('ALTER SYSTEM SET %s = %s;', $psql_text, replace(quote_literal($postgresql_set_item), '$postgresql_set_byte', ''','''))
    FROM pg_file_settings WHERE lower(name) = lower($psql_text) AND sourcefile LIKE '%/postgresql.auto.conf' ORDER BY seqno DESC LIMIT 1;"
  postgresql_set_back="${run_stdout:-ALTER SYSTEM RESET $p_name;}${t_nl}SELECT pg_reload_conf();"
}
# ALTER SYSTEM cannot be in a transaction.
# shellcheck disable=SC2016
postgresql_set_undo=$psql_undo_there'said=$(printf "%s\n" "$2" "$3" | "$0" -X -q -w -v ON_ERROR_STOP=1 2>&1 >/dev/null) && exit
  printf "%s\n" "$said" >&2
  case $said in *"no password supplied"* | *"password authentication failed"*) printf "%s\n" "it needs a password; these statements take it back: $2 $3"; exit 77 ;; esac
  exit 1'
