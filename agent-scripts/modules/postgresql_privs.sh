# shellcheck shell=sh
# module: postgresql_privs  also=community.postgresql.postgresql_privs
# summary: grant or revoke privileges on objects of PostgreSQL, or memberships of roles
# check: full   diff: text   needs: awk   uses: sql psql psql_privs reverse
# example: postgresql_privs: {login_db: shop, privs: "SELECT,INSERT", objs: "orders,items", roles: web}
# option: login_db      str   required  aliases=db,database     database with the objects
# option: roles         str   required  aliases=role            roles that get or lose privileges, with commas between them; also PUBLIC, CURRENT_USER, SESSION_USER and CURRENT_ROLE
# option: privs         str   aliases=priv                      privileges with commas between them, or ALL
# option: objs          str   aliases=obj                       objects with commas between them; ALL_IN_SCHEMA are all of a schema, ALL_DEFAULT all kinds of default_privs; a function is written add(int:int); default for a database: login_db
# option: type          enum  table|sequence|function|procedure|database|schema|language|tablespace|type|parameter|foreign_data_wrapper|foreign_server|group|default_privs  default=table  what the objects are; default_privs: privileges of objects made later
# option: schema        str                                     schema of tables, sequences, functions, procedures and types, or of default_privs; default: public; not-specified: none
# option: state         enum  present|absent  default=present   whether the roles have the privileges; default_privs that are absent lose all privileges on tables, functions, sequences and types, as in Ansible
# option: grant_option  bool  aliases=admin_option              whether the roles may pass them on; default: as it is
# option: target_roles  str                                     for default_privs: roles that make the objects; default: the role of the session
# option: fail_on_role  bool  default=true                      fail if a role does not exist; false: leave it out
# option: session_role  str                                     role to change to after the login
# option: trust_input   bool  default=true                      accepted, without effect: names are always quoted
# option-set: postgresql
# result: queries  the statements, also if they change nothing

postgresql_privs_run() {
  postgresql_privs_check
  psql_begin "$p_login_db"
  psql_as "${p_session_role-}"
  postgresql_privs_roles
  if [ -z "$postgresql_privs_to" ]; then
    warn 'No valid roles provided, nothing to do'
    result_json queries '[]'
    done_with
  fi
  case $p_type in
    default_privs) postgresql_privs_default ;;
    group) postgresql_privs_group ;;
    *) postgresql_privs_objects ;;
  esac
  postgresql_privs_try
}

# ---- options ---------------------------------------------------------------------------------------------------------------------------

postgresql_privs_check() {
  [ -n "${p_objs-}" ] || [ "$p_type" != database ] || p_objs=$p_login_db
  [ -n "${p_objs-}" ] || fail "Argument \"objs\" is required for type \"$p_type\"."
  case $p_type in
    group) [ -z "${p_privs-}" ] || fail 'Argument "privs" is not allowed for type "group".' ;;
    *) [ -n "${p_privs-}" ] || fail "Argument \"privs\" is required for type \"$p_type\"." ;;
  esac
  postgresql_privs_given=${p_schema-}
  case $p_type in
    table | sequence | function | procedure | type | default_privs) : "${p_schema:=public}" ;;
    *) [ -z "${p_schema-}" ] || fail "Argument \"schema\" is not allowed for type \"$p_type\"." ;;
  esac
  p_schema=${p_schema-}
  if [ "$p_schema" = not-specified ]; then p_schema=; fi
  case $p_type:$p_objs in
    table:ALL_IN_SCHEMA | sequence:ALL_IN_SCHEMA | function:ALL_IN_SCHEMA | procedure:ALL_IN_SCHEMA)
      [ -n "$p_schema" ] || fail 'Argument "objs": ALL_IN_SCHEMA needs a schema'
      ;;
    *:ALL_IN_SCHEMA) fail "Argument \"objs\": ALL_IN_SCHEMA can be used only for type: table, sequence, function or procedure, $p_type was passed." ;;
  esac
  if [ -n "${p_target_roles-}" ] && [ "$p_type" != default_privs ]; then
    warn 'target_roles is ignored: it is only for type=default_privs'
    unset p_target_roles
  fi
  [ "$p_type" = group ] || postgresql_privs_words
}
postgresql_privs_words() { # sets postgresql_privs_list
  postgresql_privs_list='' postgresql_privs_rest=$(printf '%s' "$p_privs," | tr '[:lower:]' '[:upper:]')
  while [ -n "$postgresql_privs_rest" ]; do
    postgresql_privs_word=${postgresql_privs_rest%%,*} postgresql_privs_rest=${postgresql_privs_rest#*,}
    case $postgresql_privs_word in
      SELECT | INSERT | UPDATE | DELETE | TRUNCATE | REFERENCES | TRIGGER | CREATE | CONNECT | TEMPORARY | TEMP | EXECUTE | USAGE | ALL | SET | MAINTAIN) ;;
      ALTER_SYSTEM) postgresql_privs_word='ALTER SYSTEM' ;;
      *) fail "Invalid privileges specified: '$postgresql_privs_word'" ;;
    esac
    case ,$postgresql_privs_list, in
      *,"$postgresql_privs_word",*) ;;
      *) postgresql_privs_list="$postgresql_privs_list${postgresql_privs_list:+,}$postgresql_privs_word" ;;
    esac
  done
}

# postgresql_privs_each TEXT FUNCTION: calls FUNCTION with each part of TEXT between commas.
postgresql_privs_each() {
  postgresql_privs_rest=$1,
  while [ -n "$postgresql_privs_rest" ]; do
    postgresql_privs_part=${postgresql_privs_rest%%,*}
    postgresql_privs_rest=${postgresql_privs_rest#*,}
    "$2" "$postgresql_privs_part"
  done
}

# Sets postgresql_privs_to to the roles that are there.
postgresql_privs_roles() {
  postgresql_privs_to='' postgresql_privs_ask=''
  postgresql_privs_each "$p_roles" postgresql_privs_role_asked
  postgresql_privs_there=
  [ -z "$postgresql_privs_ask" ] || {
    psql_get "SELECT (SELECT count(*) FROM pg_catalog.pg_roles WHERE rolname = n) FROM (VALUES $postgresql_privs_ask) AS v (i, n) ORDER BY i;"
    postgresql_privs_there=$run_stdout$t_nl
  }
  postgresql_privs_each "$p_roles" postgresql_privs_role
}
postgresql_privs_special() { # whether it is a role that every server knows; sets postgresql_privs_word
  postgresql_privs_word=$(printf '%s' "$1" | tr '[:lower:]' '[:upper:]')
  case $postgresql_privs_word in PUBLIC | CURRENT_ROLE | CURRENT_USER | SESSION_USER) return 0 ;; esac
  return 1
}
postgresql_privs_i=0
postgresql_privs_role_asked() {
  if postgresql_privs_special "$1"; then return; fi
  psql_text "$1"
  postgresql_privs_i=$((postgresql_privs_i + 1))
  postgresql_privs_ask="$postgresql_privs_ask${postgresql_privs_ask:+, }($postgresql_privs_i, $psql_text)"
}
postgresql_privs_role() {
  if postgresql_privs_special "$1"; then
    postgresql_privs_to="$postgresql_privs_to${postgresql_privs_to:+,}$postgresql_privs_word"
    return
  fi
  postgresql_privs_count=${postgresql_privs_there%%"$t_nl"*}
  postgresql_privs_there=${postgresql_privs_there#*"$t_nl"}
  if [ "$postgresql_privs_count" = 0 ]; then
    [ "$p_fail_on_role" = false ] || fail "Role '$1' does not exist"
    warn "Role '$1' does not exist, pass it"
    return
  fi
  psql_name "$1"
  postgresql_privs_to="$postgresql_privs_to${postgresql_privs_to:+,}$psql_name"
}

# ---- statements ------------------------------------------------------------------------------------------------------------------------

# Each sets postgresql_privs_sql to the statements, and postgresql_privs_rows to the query of what they can change.
postgresql_privs_objects() {
  postgresql_privs_kind=$(printf '%s' "$p_type" | tr _ ' ')
  postgresql_privs_on='' postgresql_privs_ids=''
  if [ "$p_objs" = ALL_IN_SCHEMA ]; then
    psql_text "$p_schema"
    psql_get "SELECT count(*) FROM pg_catalog.pg_namespace WHERE nspname = $psql_text;"
    [ "$run_stdout" = 1 ] || fail "Schema \"$p_schema\" does not exist."
    psql_privs_schema "$p_type" "$psql_text"
    psql_name "$p_schema"
    postgresql_privs_on="ALL $(printf '%s' "$p_type" | tr '[:lower:]' '[:upper:]')S IN SCHEMA $psql_name"
  else
    postgresql_privs_each "$p_objs" postgresql_privs_object
    psql_privs_named "$p_type" "$postgresql_privs_ids"
    postgresql_privs_on="$postgresql_privs_kind $postgresql_privs_on"
  fi
  postgresql_privs_what="$postgresql_privs_list ON $postgresql_privs_on"
  postgresql_privs_statements GRANT
}
postgresql_privs_group() {
  postgresql_privs_on='' postgresql_privs_ids=''
  postgresql_privs_each "$p_objs" postgresql_privs_object
  postgresql_privs_what=$postgresql_privs_on
  psql_privs_named group "$postgresql_privs_ids"
  postgresql_privs_statements ADMIN
}
postgresql_privs_object() {
  case $p_type in
    function | procedure)
      case $1 in ?*\(*\)) ;; *) fail "Illegal function / procedure signature: \"$1\"." ;; esac
      postgresql_privs_args=${1#*\(}
      postgresql_privs_args=$(printf '%s' "${postgresql_privs_args%\)}" | tr : ,)
      # They are not quoted: types can be of several words.
      case $postgresql_privs_args in
        *[\;\'\\\(\)\$%]* | *--* | */\** | *"$t_nl"*) fail "Illegal function / procedure signature: \"$1\"." ;;
      esac
      postgresql_privs_qualified "${1%%\(*}"
      psql_text "$psql_name"
      psql_name="$psql_name($postgresql_privs_args)"
      ;;
    table | sequence | type)
      postgresql_privs_qualified "$1"
      psql_text "$psql_name"
      ;;
    *)
      psql_text "$1"
      psql_name "$1"
      ;;
  esac
  postgresql_privs_on="$postgresql_privs_on${postgresql_privs_on:+,}$psql_name"
  postgresql_privs_ids="$postgresql_privs_ids${postgresql_privs_ids:+, }$psql_text"
}
postgresql_privs_qualified() {
  if [ -z "$p_schema" ]; then
    psql_dotted "$1"
    return
  fi
  psql_name "$p_schema"
  postgresql_privs_in=$psql_name
  psql_name "$1"
  psql_name=$postgresql_privs_in.$psql_name
}
postgresql_privs_statements() { # WORD: the option that lets a role pass on what it has
  if [ "$p_state" = absent ]; then
    postgresql_privs_sql="REVOKE $postgresql_privs_what FROM $postgresql_privs_to;"
    return
  fi
  postgresql_privs_sql="GRANT $postgresql_privs_what TO $postgresql_privs_to"
  [ "${p_grant_option-}" != true ] || postgresql_privs_sql="$postgresql_privs_sql WITH $1 OPTION"
  postgresql_privs_sql="$postgresql_privs_sql;"
  [ "${p_grant_option-}" != false ] || postgresql_privs_sql="$postgresql_privs_sql${t_nl}REVOKE $1 OPTION FOR $postgresql_privs_what FROM $postgresql_privs_to;"
}

postgresql_privs_default() {
  postgresql_privs_objs=$(printf '%s' "$p_objs" | tr '[:lower:]' '[:upper:]')
  [ "$postgresql_privs_objs" != ALL_DEFAULT ] || postgresql_privs_objs=TABLES,SEQUENCES,FUNCTIONS,TYPES
  case $p_state:$postgresql_privs_given:$postgresql_privs_objs in present::*SCHEMAS*) p_schema= ;; esac
  postgresql_privs_each "$postgresql_privs_objs" postgresql_privs_default_known
  postgresql_privs_makers='' postgresql_privs_ids=''
  [ -z "${p_target_roles-}" ] || postgresql_privs_each "$p_target_roles" postgresql_privs_maker
  psql_text "$p_schema"
  psql_privs_default "$postgresql_privs_ids" "$psql_text"
  postgresql_privs_alter='ALTER DEFAULT PRIVILEGES'
  [ -z "$postgresql_privs_makers" ] || postgresql_privs_alter="$postgresql_privs_alter FOR ROLE $postgresql_privs_makers"
  if [ -n "$p_schema" ]; then
    psql_name "$p_schema"
    postgresql_privs_alter="$postgresql_privs_alter IN SCHEMA $psql_name"
  fi
  postgresql_privs_sql=
  if [ "$p_state" = absent ]; then
    postgresql_privs_each TABLES,FUNCTIONS,SEQUENCES,TYPES postgresql_privs_default_revoke
  else
    postgresql_privs_each "$postgresql_privs_objs" postgresql_privs_default_revoke
    postgresql_privs_each "$postgresql_privs_objs" postgresql_privs_default_grant
  fi
}
postgresql_privs_maker() {
  psql_name "$1"
  psql_text "$1"
  postgresql_privs_makers="$postgresql_privs_makers${postgresql_privs_makers:+,}$psql_name"
  postgresql_privs_ids="$postgresql_privs_ids${postgresql_privs_ids:+, }$psql_text"
}
postgresql_privs_default_known() {
  case $1 in
    TABLES) postgresql_privs_valid=SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER,MAINTAIN,ALL ;;
    SEQUENCES) postgresql_privs_valid=SELECT,UPDATE,USAGE,ALL ;;
    FUNCTIONS) postgresql_privs_valid=EXECUTE,ALL ;;
    TYPES) postgresql_privs_valid=USAGE,ALL ;;
    SCHEMAS) postgresql_privs_valid=CREATE,USAGE ;;
    *) fail "Invalid Object set specified: '$1'" ;;
  esac
  postgresql_privs_more=$postgresql_privs_list,
  while [ -n "$postgresql_privs_more" ]; do
    postgresql_privs_word=${postgresql_privs_more%%,*} postgresql_privs_more=${postgresql_privs_more#*,}
    case ,$postgresql_privs_valid, in
      *,"$postgresql_privs_word",*) ;;
      *) fail "Invalid priv specified: $1 do not have the privilege $postgresql_privs_word" ;;
    esac
  done
}
postgresql_privs_default_revoke() {
  postgresql_privs_sql="$postgresql_privs_sql${postgresql_privs_sql:+$t_nl}$postgresql_privs_alter REVOKE ALL ON $1 FROM $postgresql_privs_to;"
}
postgresql_privs_default_grant() {
  postgresql_privs_sql="$postgresql_privs_sql$t_nl$postgresql_privs_alter GRANT $postgresql_privs_list ON $1 TO $postgresql_privs_to"
  [ "${p_grant_option-}" != true ] || postgresql_privs_sql="$postgresql_privs_sql WITH GRANT OPTION"
  postgresql_privs_sql="$postgresql_privs_sql;"
}

# ---- the change ------------------------------------------------------------------------------------------------------------------------

# Runs the statements in a transaction that is rolled back: only the server knows whether they change something.
postgresql_privs_try() {
  printf '%s\n' 'BEGIN;' "$psql_role" "$psql_privs_was" "$postgresql_privs_sql" "$psql_privs_differ" 'ROLLBACK;' >"$t_tmp.sql"
  psql_ask || postgresql_privs_failed
  result 'queries/[]' "$postgresql_privs_sql"
  case $run_stdout in t*) ;; *) return 0 ;; esac
  changed
  diff_text "$p_login_db" '' "$postgresql_privs_sql$t_nl"
  if checking; then return; fi
  psql_keep "privileges in the database $p_login_db: $postgresql_privs_sql" "${run_stdout#t}"
  printf '%s\n' 'BEGIN;' "$psql_role" "$postgresql_privs_sql" 'COMMIT;' >"$t_tmp.sql"
  psql_ask || postgresql_privs_failed
  did
}
postgresql_privs_failed() {
  case $run_stderr in
    *'connection to server'* | *'could not connect'*) psql_failed ;;
  esac
  fail "Cannot execute SQL '$postgresql_privs_sql': $(printf '%s\n' "$run_stderr" | sed 's/^psql:[^ ]*: //; s/^ERROR: *//')"
}
