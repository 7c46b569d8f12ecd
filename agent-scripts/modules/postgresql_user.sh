# shellcheck shell=sh
# module: postgresql_user  also=community.postgresql.postgresql_user
# summary: keep a role of PostgreSQL that can log in
# check: full   diff: text   needs: awk   uses: sql psql reverse
# example: postgresql_user: {name: shop, password: "{{ shop_password }}", role_attr_flags: "NOSUPERUSER,NOCREATEDB"}
# option: name                 str   required  aliases=user      the role
# option: state                enum  present|absent  default=present  whether it must be there
# option: password             str   secret                      its password, plain or as PostgreSQL keeps it (md5…, SCRAM-SHA-256$…); an empty text removes it
# option: encrypted            bool  default=true                the password is kept as a hash, as PostgreSQL always does since version 10
# option: no_password_changes  bool  default=false               leave the password of a role that is there
# option: role_attr_flags      str                               what it may do: SUPERUSER, CREATEDB, CREATEROLE, INHERIT, LOGIN, REPLICATION, BYPASSRLS, or each with NO before it; with commas between them
# option: expires              str                               when the password ends to be valid
# option: conn_limit           int                               how many connections it may have at once
# option: comment              str                               comment on it; an empty text removes it
# option: configuration        dict                              settings of its sessions
# option: reset_unspecified_configuration  bool  default=false   reset all other settings
# option: quote_configuration_values       bool  default=true    write values as texts; false: as they are, for lists
# option: fail_on_user         bool  default=true  aliases=fail_on_role  fail if it can't be removed
# option: login_db             str   aliases=db                  database to connect to; default: that of the environment, or the one named like login_user
# option: session_role         str                               role to change to after the login
# option: trust_input          bool  default=true                accepted, without effect: names and texts are always quoted
# option-set: postgresql
# result: user  the role
# result: queries  the statements that were run, without passwords
# result: user_removed  whether it was removed

postgresql_user_run() {
  psql_begin "${p_login_db-}"
  psql_as "${p_session_role-}"
  psql_version
  result user "$p_name"
  postgresql_user_flags
  postgresql_user_names
  psql_get "SELECT count(*) FROM pg_roles WHERE rolname = $postgresql_user_text;"
  postgresql_user_there=$run_stdout
  [ "$p_name" != PUBLIC ] || postgresql_user_there=1
  if [ "$p_state" = absent ]; then
    [ "$postgresql_user_there" = 0 ] || postgresql_user_drop
  else
    if [ "$postgresql_user_there" = 0 ]; then postgresql_user_create; else postgresql_user_alter; fi
    postgresql_user_comment
    postgresql_user_settings
  fi
  psql_over "$p_name"
}

postgresql_user_names() { # a name can be given in its quotes
  case $p_name in
    \"?*\") postgresql_user_plain=$(printf '%s\n' "$p_name" | sed 's/^"//; s/"$//; s/""/"/g') ;;
    \"* | *\") fail "a name that begins or ends with a quote must do both: $p_name" ;;
    *) postgresql_user_plain=$p_name ;;
  esac
  psql_text "$postgresql_user_plain"
  postgresql_user_text=$psql_text
  psql_name "$postgresql_user_plain"
  postgresql_user_name=$psql_name
}

postgresql_user_flags() { # sets postgresql_user_flags, with blanks between them
  postgresql_user_flags=$(printf '%s\n' "${p_role_attr_flags-}" | tr ',' '\n' | tr '[:lower:]' '[:upper:]' | awk 'NF && !seen[$1]++ { printf "%s%s", n++ ? " " : "", $1 }')
  for postgresql_user_flag in $postgresql_user_flags; do
    case ${postgresql_user_flag#NO} in
      SUPERUSER | CREATEROLE | CREATEDB | INHERIT | LOGIN | REPLICATION | BYPASSRLS) ;;
      *) fail "Invalid role_attr_flags specified: $postgresql_user_flag" ;;
    esac
  done
}

# postgresql_user_clauses [password]: sets postgresql_user_sql and postgresql_user_shown to what follows the name.
postgresql_user_clauses() {
  postgresql_user_sql='' postgresql_user_shown=''
  postgresql_user_crypt=ENCRYPTED
  # Since version 10 there is no other way.
  [ "$p_encrypted" = true ] || [ "$psql_version" -ge 100000 ] || postgresql_user_crypt=UNENCRYPTED
  if [ "${1-}" = password ]; then
    if [ -n "$p_password" ]; then
      psql_text "$p_password"
      postgresql_user_sql=" WITH $postgresql_user_crypt PASSWORD $psql_text"
      postgresql_user_shown=" WITH $postgresql_user_crypt PASSWORD '********'"
    else
      postgresql_user_sql=' WITH PASSWORD NULL' postgresql_user_shown=' WITH PASSWORD NULL'
    fi
    postgresql_user_rest=${postgresql_user_flags:+ $postgresql_user_flags}
  else
    postgresql_user_rest=${postgresql_user_flags:+ WITH $postgresql_user_flags}
  fi
  if [ "${p_expires+given}" ]; then
    psql_text "$p_expires"
    postgresql_user_rest="$postgresql_user_rest VALID UNTIL $psql_text"
  fi
  [ -z "${p_conn_limit-}" ] || postgresql_user_rest="$postgresql_user_rest CONNECTION LIMIT $p_conn_limit"
  postgresql_user_sql=$postgresql_user_sql$postgresql_user_rest
  postgresql_user_shown=$postgresql_user_shown$postgresql_user_rest
}

postgresql_user_create() {
  if [ -n "${p_password-}" ]; then postgresql_user_clauses password; else postgresql_user_clauses; fi
  psql_back="DROP ROLE IF EXISTS $postgresql_user_name;"
  psql_change "CREATE USER $postgresql_user_name$postgresql_user_sql" "CREATE USER $postgresql_user_name$postgresql_user_shown"
}

# ---- a role that is there --------------------------------------------------------------------------------------------------------------

postgresql_user_alter() {
  if [ "$p_name" = PUBLIC ]; then
    [ -z "${p_password+given}" ] || fail 'cannot change the password for PUBLIC user'
    [ -z "$postgresql_user_flags" ] || fail 'cannot change the role_attr_flags for PUBLIC user'
    return
  fi
  postgresql_user_what='true' postgresql_user_back="format('ALTER ROLE %I'"
  for postgresql_user_flag in $postgresql_user_flags; do
    case ${postgresql_user_flag#NO} in
      SUPERUSER) postgresql_user_column=rolsuper ;;
      LOGIN) postgresql_user_column=rolcanlogin ;;
      *) postgresql_user_column=rol$(printf '%s' "${postgresql_user_flag#NO}" | tr '[:upper:]' '[:lower:]') ;;
    esac
    postgresql_user_back="$postgresql_user_back || CASE WHEN $postgresql_user_column THEN ' ' ELSE ' NO' END || '${postgresql_user_flag#NO}'"
    case $postgresql_user_flag in
      NO*) postgresql_user_what="$postgresql_user_what AND NOT $postgresql_user_column" ;;
      *) postgresql_user_what="$postgresql_user_what AND $postgresql_user_column" ;;
    esac
  done
  if [ "$p_no_password_changes" = false ]; then
    if [ "${p_expires+given}" ]; then
      psql_text "$p_expires"
      postgresql_user_what="$postgresql_user_what AND rolvaliduntil IS NOT DISTINCT FROM $psql_text::timestamptz"
      postgresql_user_back="$postgresql_user_back || format(' VALID UNTIL %L', coalesce(rolvaliduntil, 'infinity'))"
    fi
    if [ -n "${p_conn_limit-}" ]; then
      postgresql_user_what="$postgresql_user_what AND rolconnlimit = $p_conn_limit"
      postgresql_user_back="$postgresql_user_back || ' CONNECTION LIMIT ' || rolconnlimit"
    fi
  else
    unset p_password p_expires p_conn_limit
  fi
  psql_get "SELECT $postgresql_user_what, $postgresql_user_back || ';', rolname) FROM pg_roles WHERE rolname = $postgresql_user_text;"
  postgresql_user_right=${run_stdout%"${run_stdout#?}"} postgresql_user_back=${run_stdout#??}
  if [ "${p_password+given}" ] && ! postgresql_user_password; then
    postgresql_user_clauses password
    # A former password, even as a hash, is not kept.
    if [ -z "$postgresql_user_flags${p_expires+given}${p_conn_limit-}" ]; then
      postgresql_user_back=''
    elif ! checking; then
      note postgresql "the password of the role $p_name"
    fi
  elif [ "$postgresql_user_right" = t ]; then
    return
  else
    postgresql_user_clauses
  fi
  psql_back=$postgresql_user_back
  psql_change "ALTER USER $postgresql_user_name$postgresql_user_sql" "ALTER USER $postgresql_user_name$postgresql_user_shown"
}

postgresql_user_password() { # whether it is right; if nobody may see it, it counts as wrong
  psql_get "SELECT has_table_privilege('pg_authid', 'select');"
  [ "$run_stdout" = t ] || return 1
  psql_text "$p_password"
  postgresql_user_given=$psql_text
  psql_text "$p_password$postgresql_user_plain"
  psql_get "SELECT CASE
    WHEN $postgresql_user_given = '' THEN (rolpassword IS NULL)::text
    WHEN rolpassword IS NULL THEN 'false'
    WHEN $postgresql_user_given ~ '^SCRAM-SHA-256[\$][0-9]+:[A-Za-z0-9+/=]+[\$][A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+\$' THEN (rolpassword = $postgresql_user_given)::text
    WHEN rolpassword ~ '^SCRAM-SHA-256[\$]' THEN 'scram'
    WHEN $postgresql_user_given ~ '^md5.{32}\$' OR NOT $p_encrypted THEN (rolpassword = $postgresql_user_given)::text
    WHEN current_setting('password_encryption') IN ('md5', 'on') THEN (rolpassword = 'md5' || md5(convert_to($psql_text, 'UTF8')))::text
    ELSE 'false' END FROM pg_authid WHERE rolname = $postgresql_user_text;"
  [ "$run_stdout" = scram ] || {
    [ "$run_stdout" = true ]
    return
  }
  [ "$psql_version" -ge 110000 ] || return 1 # there is no sha256 in the server
  postgresql_user_scram
}

# Computes the server's key of the password (RFC 5802) in the server, and compares it.
postgresql_user_scram() {
  postgresql_user_norm=$postgresql_user_given
  case $p_password in
    *[!\ -~]*) [ "$psql_version" -lt 130000 ] || postgresql_user_norm="normalize($postgresql_user_given, NFKC)" ;;
  esac
  psql_text "
    DECLARE
      part text[] := (SELECT regexp_match(rolpassword, '^SCRAM-SHA-256[\$]([0-9]+):([^\$]+)[\$]([^:]+):(.+)\$') FROM pg_authid WHERE rolname = $postgresql_user_text);
      k bytea := convert_to($postgresql_user_norm, 'UTF8');
      ipad bytea; opad bytea; u bytea; acc bit(256);
    BEGIN
      IF length(k) > 64 THEN k := sha256(k); END IF;
      FOR step IN 1..2 LOOP
        k := k || decode(repeat('00', 64 - length(k)), 'hex');
        ipad := k; opad := k;
        FOR i IN 0..63 LOOP ipad := set_byte(ipad, i, get_byte(k, i) # 54); opad := set_byte(opad, i, get_byte(k, i) # 92); END LOOP;
        EXIT WHEN step = 2;
        u := sha256(opad || sha256(ipad || decode(part[2], 'base64') || decode('00000001', 'hex')));
        acc := ('x' || encode(u, 'hex'))::bit(256);
        FOR i IN 2..part[1]::int LOOP
          u := sha256(opad || sha256(ipad || u));
          acc := acc # ('x' || encode(u, 'hex'))::bit(256);
        END LOOP;
        k := u;
        FOR i IN 0..31 LOOP k := set_byte(k, i, substring(acc FROM i * 8 + 1 FOR 8)::bit(8)::int); END LOOP;
      END LOOP;
      u := sha256(opad || sha256(ipad || convert_to('Server Key', 'UTF8')));
      PERFORM set_config('hitless.same', (u = decode(part[4], 'base64'))::text, false);
    END"
  psql_get "DO LANGUAGE plpgsql $psql_text; SELECT current_setting('hitless.same');"
  [ "$run_stdout" = true ]
}

postgresql_user_comment() {
  [ "${p_comment+given}" ] || return 0
  psql_text "$p_comment"
  psql_get "SELECT count(*) FROM pg_roles WHERE rolname = $postgresql_user_text AND coalesce(shobj_description(oid, 'pg_authid'), '') = $psql_text;"
  [ "$run_stdout" = 0 ] || return 0
  [ -n "$p_comment" ] || [ "$postgresql_user_there" != 0 ] || return 0
  postgresql_user_says=$psql_text
  psql_get "SELECT format('COMMENT ON ROLE %I IS %L;', rolname, shobj_description(oid, 'pg_authid')) FROM pg_roles WHERE rolname = $postgresql_user_text;"
  postgresql_user_keep "$run_stdout"
  psql_text=$postgresql_user_says
  psql_change "COMMENT ON ROLE $postgresql_user_name IS $psql_text"
}

# postgresql_user_keep BACK: a new role takes everything with it.
postgresql_user_keep() { if [ "$postgresql_user_there" = 0 ]; then psql_back='SELECT 1;'; else psql_back=$1; fi; }
# postgresql_user_keep_setting: the same for a setting. Lists of names are kept with their quotes.
postgresql_user_keep_setting() {
  psql_text "$postgresql_user_key"
  psql_get "SELECT coalesce((SELECT format('ALTER ROLE %I SET %I TO ', rolname, $psql_text) || CASE
      WHEN $psql_text IN ('local_preload_libraries', 'search_path', 'session_preload_libraries', 'shared_preload_libraries', 'temp_tablespaces', 'unix_socket_directories') AND v <> '' THEN v
      ELSE quote_literal(v) END || ';' FROM (SELECT substr(c, strpos(c, '=') + 1) FROM unnest(rolconfig) AS c WHERE split_part(c, '=', 1) = $psql_text) AS s (v)),
    format('ALTER ROLE %I RESET %I;', rolname, $psql_text)) FROM pg_roles WHERE rolname = $postgresql_user_text;"
  postgresql_user_keep "$run_stdout"
}
postgresql_user_settings() {
  postgresql_user_known="''"
  postgresql_user_i=0
  while [ "$postgresql_user_i" -lt "${p_configuration_n:-0}" ]; do
    postgresql_user_i=$((postgresql_user_i + 1))
    eval "postgresql_user_key=\$p_configuration_${postgresql_user_i}_key postgresql_user_value=\$p_configuration_$postgresql_user_i"
    case $postgresql_user_key in *[\"\']*) fail 'The key of a configuration may not contain single or double quotes' ;; esac
    psql_text "$postgresql_user_key"
    postgresql_user_known="$postgresql_user_known, $psql_text"
    psql_text "$postgresql_user_key=$postgresql_user_value"
    psql_get "SELECT count(*) FROM pg_roles WHERE rolname = $postgresql_user_text AND $psql_text = ANY (rolconfig);"
    [ "$run_stdout" = 0 ] || continue
    checking || postgresql_user_keep_setting
    psql_text "$postgresql_user_value"
    if [ "$p_quote_configuration_values" = false ]; then
      case $postgresql_user_value in *[\;\\]* | *--* | */\** | '') fail "not a list of plain values: $postgresql_user_value" ;; esac
      psql_text=$postgresql_user_value
    fi
    psql_name "$postgresql_user_key"
    psql_change "ALTER ROLE $postgresql_user_name SET $psql_name TO $psql_text"
  done
  [ "$p_reset_unspecified_configuration" = true ] || return 0
  psql_get "SELECT name FROM (SELECT split_part(unnest(rolconfig), '=', 1) AS name FROM pg_roles WHERE rolname = $postgresql_user_text) AS s WHERE name NOT IN ($postgresql_user_known);"
  postgresql_user_others=$run_stdout
  for postgresql_user_key in $postgresql_user_others; do # names of settings have no blanks
    checking || postgresql_user_keep_setting
    psql_name "$postgresql_user_key"
    psql_change "ALTER ROLE $postgresql_user_name RESET $psql_name"
  done
}

postgresql_user_drop() {
  if checking; then
    changed
    result_bool user_removed true
    return
  fi
  printf '%s\n' "$psql_role" "DROP USER $postgresql_user_name;" >"$t_tmp.sql"
  note postgresql "DROP USER $postgresql_user_name"
  result 'queries/[]' "DROP USER $postgresql_user_name"
  if psql_ask; then
    changed
    did
    result_bool user_removed true
  else
    [ "$p_fail_on_user" = false ] || fail "Unable to remove user: $run_stderr"
    result_bool user_removed false
    done_with
  fi
}
