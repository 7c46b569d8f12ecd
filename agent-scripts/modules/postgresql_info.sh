# shellcheck shell=sh
# module: postgresql_info  also=community.postgresql.postgresql_info
# summary: read what a PostgreSQL server (9.5 or newer) says about itself
# check: full   diff: none   needs: awk   uses: sql psql
# example: postgresql_info: {filter: [version, settings]}
# option: filter        list/str                what to read: version, in_recovery, tablespaces, databases, replications, repl_slots, settings, roles; with * and ?, or ! before what is left out; default: all
# option: login_db      str                     database to connect to; default: that of the environment, or the one named like login_user
# option: session_role  str                     role to change to after the login
# option: trust_input   bool  default=true      accepted, without effect: names are always quoted
# option-set: postgresql
# result: version  version of the server: major, minor, patch, full, raw
# result: in_recovery  whether it is in recovery
# result: tablespaces  by name
# result: databases  by name, with their namespaces, extensions, languages, publications and subscriptions
# result: replications  by process
# result: repl_slots  by name
# result: settings  by name
# result: pending_restart_settings  names of settings that wait for a restart
# result: roles  by name

postgresql_info_run() {
  psql_begin "${p_login_db-}"
  psql_as "${p_session_role-}"
  psql_get 'SELECT current_database();' # and whether the server answers
  postgresql_info_here=$run_stdout
  postgresql_info_some=''
  each filter postgresql_info_kind
  result_json version '{}'
  result_null in_recovery
  for postgresql_info_part in tablespaces databases replications repl_slots settings roles; do result_json "$postgresql_info_part" '{}'; done
  result_json pending_restart_settings '[]'
  for postgresql_info_part in version in_recovery tablespaces replications repl_slots settings roles databases; do
    ! postgresql_info_wanted || "postgresql_info_$postgresql_info_part"
  done
}
postgresql_info_kind() { case $1 in \!* | '') ;; *) postgresql_info_some=true ;; esac }

# What is named to be left out counts only if nothing is named to be read.
postgresql_info_wanted() {
  if [ "$postgresql_info_some" ]; then postgresql_info_is=false; else postgresql_info_is=true; fi
  each filter postgresql_info_match
  [ "$postgresql_info_is" = true ]
}
# shellcheck disable=SC2254 # patterns
postgresql_info_match() {
  case $postgresql_info_some:$1 in
    true:\!* | *:) return 0 ;;
    true:*)
      case $postgresql_info_part in $1) postgresql_info_is=true ;; esac
      ;;
    *)
      case $postgresql_info_part in ${1#"${1%%[!\!]*}"}) postgresql_info_is=false ;; esac
      ;;
  esac
}

# postgresql_info_read RESULT EXPRESSION: sets the result to a value of jsonb.
postgresql_info_read() {
  postgresql_info_ask "$t_tmp.json" "SELECT $2;" || psql_failed
  result_json_file "$1" "$t_tmp.json"
}
postgresql_info_ask() { # FILE STATEMENT
  printf '%s\n' "$psql_role" "$2" >"$t_tmp.sql"
  psql_run_to "$1" psql -X -q -A -t -v ON_ERROR_STOP=1 -v VERBOSITY=default <"$t_tmp.sql"
}
postgresql_info_object() { # RESULT NAME VALUE FROM
  postgresql_info_read "$1" "coalesce(jsonb_object_agg($2, $3), '{}') FROM $4"
}

postgresql_info_version() {
  postgresql_info_read version "CASE WHEN n >= 100000
      THEN jsonb_build_object('major', n / 10000, 'minor', n % 10000, 'patch', NULL, 'full', (n / 10000) || '.' || (n % 10000), 'raw', version())
      ELSE jsonb_build_object('major', n / 10000, 'minor', n / 100 % 100, 'patch', n % 100, 'full', (n / 10000) || '.' || (n / 100 % 100) || '.' || (n % 100), 'raw', version()) END
    FROM (SELECT current_setting('server_version_num')::int) AS s (n)"
}
postgresql_info_in_recovery() { postgresql_info_read in_recovery 'to_jsonb(pg_is_in_recovery())'; }
postgresql_info_tablespaces() {
  postgresql_info_object tablespaces spcname "jsonb_build_object('spcowner', pg_get_userbyid(spcowner), 'spcacl', coalesce(spcacl::text, ''), 'spcoptions', coalesce(to_jsonb(spcoptions), '[]'))" pg_tablespace
}
postgresql_info_roles() {
  postgresql_info_object roles rolname "jsonb_build_object('superuser', rolsuper, 'canlogin', rolcanlogin, 'valid_until', coalesce(to_jsonb(rolvaliduntil), '\"\"'),
    'member_of', to_jsonb(ARRAY(SELECT g.rolname FROM pg_auth_members JOIN pg_roles AS g ON g.oid = roleid WHERE member = r.oid)))" "pg_roles AS r WHERE rolname !~ '^pg_'"
}
postgresql_info_replications() {
  postgresql_info_object replications pid::text "jsonb_build_object('usename', pg_get_userbyid(usesysid), 'app_name', coalesce(application_name, ''), 'client_addr', client_addr::text,
    'client_hostname', coalesce(client_hostname, ''), 'backend_start', backend_start::text, 'state', state)" pg_stat_replication
}
postgresql_info_repl_slots() {
  postgresql_info_object repl_slots slot_name "jsonb_build_object('plugin', plugin, 'slot_type', slot_type, 'database', database, 'active', active)" pg_replication_slots
}
postgresql_info_settings() {
  postgresql_info_object settings name "jsonb_build_object('setting', setting, 'unit', coalesce(unit, ''), 'context', context, 'vartype', vartype, 'boot_val', coalesce(boot_val, ''),
      'min_val', coalesce(min_val, ''), 'max_val', coalesce(max_val, ''), 'sourcefile', coalesce(sourcefile, ''), 'pretty_val', current_setting(name), 'pending_restart', pending_restart)
    || CASE unit WHEN 'kB' THEN jsonb_build_object('val_in_bytes', greatest(setting::bigint, 0) * 1024) WHEN '8kB' THEN jsonb_build_object('val_in_bytes', greatest(setting::bigint, 0) * 8192)
      WHEN 'MB' THEN jsonb_build_object('val_in_bytes', greatest(setting::bigint, 0) * 1048576) ELSE '{}' END" pg_settings
  postgresql_info_read pending_restart_settings "coalesce(jsonb_agg(name), '[]') FROM pg_settings WHERE pending_restart"
}

# Each database is asked for what is in it. It comes last, since the connection changes.
postgresql_info_databases() {
  psql_version
  psql_get "SELECT datname FROM pg_database WHERE datname <> 'template0' AND position(E'\\n' IN datname) = 0;"
  postgresql_info_each=$run_stdout$t_nl postgresql_info_sep='{'
  : >"$t_tmp.databases"
  postgresql_info_more=''
  [ "$psql_version" -lt 100000 ] || postgresql_info_more=" || $postgresql_info_logical"
  while [ "$postgresql_info_each" ]; do # each needs its own connection
    postgresql_info_name=${postgresql_info_each%%"$t_nl"*}
    postgresql_info_each=${postgresql_info_each#*"$t_nl"}
    psql_set PGDATABASE "$postgresql_info_name"
    psql_text "$postgresql_info_name"
    if ! postgresql_info_ask "$t_tmp.json" "SELECT $postgresql_info_base || $postgresql_info_inside$postgresql_info_more FROM $postgresql_info_from = $psql_text;"; then
      [ "$run_status" -eq 2 ] || psql_failed
      psql_set PGDATABASE "$postgresql_info_here"
      postgresql_info_ask "$t_tmp.json" "SELECT $postgresql_info_base || jsonb_build_object('namespaces', '{}'::jsonb, 'extensions', '{}'::jsonb, 'languages', '{}'::jsonb,
        'error', 'Could not connect to the database.') FROM $postgresql_info_from = $psql_text;" || psql_failed
    fi
    json_string "$postgresql_info_name"
    {
      printf '%s%s: ' "$postgresql_info_sep" "$j_text"
      cat -- "$t_tmp.json"
    } >>"$t_tmp.databases"
    postgresql_info_sep=', '
  done
  printf '}\n' >>"$t_tmp.databases"
  result_json_file databases "$t_tmp.databases"
}
postgresql_info_base="jsonb_build_object('owner', pg_get_userbyid(datdba), 'encoding', pg_encoding_to_char(encoding), 'collate', datcollate, 'ctype', datctype,
  'access_priv', coalesce(array_to_string(datacl, E'\\n'), ''), 'size', CASE WHEN has_database_privilege(datname, 'CONNECT') THEN pg_database_size(datname)::text ELSE 'No Access' END)"
postgresql_info_from='pg_database WHERE datname'
postgresql_info_inside="jsonb_build_object(
  'namespaces', (SELECT coalesce(jsonb_object_agg(nspname, jsonb_build_object('nspowner', pg_get_userbyid(nspowner), 'nspacl', coalesce(nspacl::text, ''))), '{}') FROM pg_namespace),
  'languages', (SELECT coalesce(jsonb_object_agg(lanname, jsonb_build_object('lanowner', pg_get_userbyid(lanowner), 'lanacl', coalesce(lanacl::text, ''))), '{}') FROM pg_language),
  'extensions', (SELECT coalesce(jsonb_object_agg(extname, jsonb_build_object('nspname', nspname, 'description', obj_description(e.oid, 'pg_extension'), 'extversion', jsonb_build_object('raw', extversion,
    'major', CASE WHEN numeric THEN nullif(split_part(one, '-', 1), '')::int END,
    'minor', CASE WHEN numeric THEN nullif(CASE WHEN one ~ '-' THEN split_part(one, '-', 2) ELSE split_part(split_part(extversion, '.', 2), '-', 1) END, '')::int END))), '{}')
    FROM pg_extension AS e LEFT JOIN pg_namespace AS n ON n.oid = extnamespace
      CROSS JOIN LATERAL (SELECT split_part(extversion, '.', 1), extversion ~ '^([0-9]+(-*[0-9]+)?[.])*[0-9]+(-*[0-9]+)?\$') AS v (one, numeric)))"
# Numbers of objects are texts in JSON, but not in Ansible.
postgresql_info_row() { # TABLE NAME OWNER
  printf '%s' "(SELECT jsonb_object_agg(key, CASE WHEN key IN ('oid', '$3', 'subdbid') THEN to_jsonb((value #>> '{}')::bigint) ELSE value END) FROM jsonb_each(to_jsonb($1) - '$2'))
    || jsonb_build_object('ownername', pg_get_userbyid($3)"
}
postgresql_info_logical="jsonb_build_object(
  'publications', (SELECT coalesce(jsonb_object_agg(pubname, $(postgresql_info_row p pubname pubowner))), '{}') FROM pg_publication AS p),
  'subscriptions', (SELECT coalesce(jsonb_object_agg(subname, $(postgresql_info_row s subname subowner))), '{}') FROM pg_subscription AS s WHERE s.subdbid = pg_database.oid))"
