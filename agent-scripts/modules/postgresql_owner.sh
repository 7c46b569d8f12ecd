# shellcheck shell=sh
# module: postgresql_owner  also=community.postgresql.postgresql_owner
# summary: give objects in a database of PostgreSQL another owner
# check: full   diff: text   needs: awk   uses: sql psql reverse
# example: postgresql_owner: {login_db: shop, obj_type: table, obj_name: orders, new_owner: shop}
# option: new_owner          str   required       role that is to own it
# option: obj_name           str                  the object, also as SCHEMA.NAME; an aggregate with its arguments, f(int); other functions only if several have the name
# option: obj_type           enum  aggregate|collation|conversion|database|domain|event_trigger|foreign_data_wrapper|foreign_table|function|language|large_object|matview|procedure|publication|routine|schema|sequence|server|statistics|table|tablespace|text_search_configuration|text_search_dictionary|type|view  aliases=type   what it is
# option: reassign_owned_by  list/str             roles of which all objects in this database get the new owner; always changes
# option: fail_on_role       bool  default=true   with reassign_owned_by: fail if there is no such role; otherwise warn
# option: login_db           str   aliases=db     database to connect to; default: that of the environment, or the one named like login_user
# option: session_role       str                  role to change to after the login
# option: trust_input        bool  default=true   accepted, without effect: names are always quoted
# option-set: postgresql
# exclusive: obj_name reassign_owned_by
# exclusive: obj_type reassign_owned_by
# exclusive: obj_name fail_on_role
# exclusive: obj_type fail_on_role
# result: queries  the statements that were run

postgresql_owner_run() {
  psql_begin "${p_login_db-}"
  psql_as "${p_session_role-}"
  postgresql_owner_exists "$p_new_owner" || fail "Role '$p_new_owner' does not exist"
  psql_name "$p_new_owner"
  postgresql_owner_new=$psql_name
  if [ "${p_reassign_owned_by_n:-0}" -gt 0 ]; then
    postgresql_owner_reassign
  elif [ -n "${p_obj_name-}" ]; then
    [ -n "${p_obj_type-}" ] || fail 'obj_name is given without obj_type'
    postgresql_owner_object
  fi
  psql_over "${p_obj_name-}"
}
postgresql_owner_exists() {
  psql_text "$1"
  psql_get "SELECT count(*) FROM pg_roles WHERE rolname = $psql_text;"
  [ "$run_stdout" != 0 ]
}

postgresql_owner_reassign() {
  postgresql_owner_list=
  each reassign_owned_by postgresql_owner_role
  [ -z "$postgresql_owner_list" ] || psql_change "REASSIGN OWNED BY $postgresql_owner_list TO $postgresql_owner_new"
}
postgresql_owner_role() {
  if postgresql_owner_exists "$1"; then
    psql_name "$1"
    postgresql_owner_list=$postgresql_owner_list${postgresql_owner_list:+,}$psql_name
  elif [ "$p_fail_on_role" = true ]; then
    fail "Role '$1' does not exist"
  else
    warn "Role '$1' does not exist, pass"
  fi
}

# The server names the object by its own id, so that a name with arguments, which has no quotes, is never part of a statement.
postgresql_owner_object() {
  postgresql_owner_kind
  postgresql_owner_shown
  psql_text "$p_new_owner"
  postgresql_owner_role=$psql_text
  postgresql_owner_find
  psql_get "SELECT pg_get_userbyid(o.owner) = $postgresql_owner_role,
      format('ALTER $postgresql_owner_kind %s OWNER TO %I', o.name, $postgresql_owner_role), format('ALTER $postgresql_owner_kind %s OWNER TO %I;', o.name, pg_get_userbyid(o.owner))
    FROM ($postgresql_owner_from) AS o (owner, name);"
  [ -n "$run_stdout" ] || fail "Cannot execute SQL '$postgresql_owner_said': there is no $(printf '%s' "$p_obj_type" | tr _ ' ') $p_obj_name"
  postgresql_owner_split "$run_stdout"
  [ "$postgresql_owner_same" = f ] || return 0
  postgresql_owner_change
}
postgresql_owner_kind() { # sets postgresql_owner_kind: the type in a statement
  postgresql_owner_kind=$(printf '%s' "$p_obj_type" | tr '[:lower:]_' '[:upper:] ')
  [ "$p_obj_type" != matview ] || postgresql_owner_kind='MATERIALIZED VIEW'
}
postgresql_owner_split() { # the fields of the answer
  postgresql_owner_byte=$(printf '\037')
  postgresql_owner_same=${1%%"$postgresql_owner_byte"*}
  postgresql_owner_sql=${1#*"$postgresql_owner_byte"}
  postgresql_owner_back=${postgresql_owner_sql#*"$postgresql_owner_byte"}
  postgresql_owner_sql=${postgresql_owner_sql%%"$postgresql_owner_byte"*}
}
# Like psql_change; the statement that the server sees has the name as it gave it. Check mode runs it, too, and takes it back, as
# in Ansible: only the server knows whether the login may do so.
postgresql_owner_change() {
  changed
  psql_said="$postgresql_owner_said$t_nl"
  if checking; then
    psql_get "BEGIN; $postgresql_owner_sql; ROLLBACK;"
  else
    psql_keep "$postgresql_owner_said" "$postgresql_owner_back"
    psql_get "$postgresql_owner_sql;"
    did
  fi
  result 'queries/[]' "$postgresql_owner_said"
}
postgresql_owner_shown() { # sets postgresql_owner_said: the statement as Ansible lists it
  case $p_obj_type in
    aggregate | function | language | large_object) psql_name=$p_obj_name ;;
    *) psql_dotted "$p_obj_name" ;;
  esac
  postgresql_owner_said="ALTER $postgresql_owner_kind $psql_name OWNER TO $postgresql_owner_new"
}

# Sets postgresql_owner_from: a query for the owner's id, and for the name as the server writes it.
postgresql_owner_find() {
  case $p_obj_type in
    table | view | matview | sequence | foreign_table) postgresql_owner_relation ;;
    function | procedure | routine | aggregate) postgresql_owner_routine ;;
    type | domain) postgresql_owner_by 'typowner, oid::regtype::text FROM pg_type WHERE oid = to_regtype(%)' ;;
    collation) postgresql_owner_in collation coll ;;
    conversion) postgresql_owner_in conversion con ;;
    statistics) postgresql_owner_in statistic_ext stx ;;
    text_search_configuration) postgresql_owner_in ts_config cfg ;;
    text_search_dictionary) postgresql_owner_in ts_dict dict ;;
    database) postgresql_owner_of database dat datdba ;;
    tablespace) postgresql_owner_of tablespace spc spcowner ;;
    schema) postgresql_owner_of namespace nsp nspowner ;;
    language) postgresql_owner_of language lan lanowner ;;
    event_trigger) postgresql_owner_of event_trigger evt evtowner ;;
    foreign_data_wrapper) postgresql_owner_of foreign_data_wrapper fdw fdwowner ;;
    server) postgresql_owner_of foreign_server srv srvowner ;;
    publication) postgresql_owner_of publication pub pubowner ;;
    large_object)
      case $p_obj_name in '' | *[!0-9]*) fail "no number of a large object: $p_obj_name" ;; esac
      postgresql_owner_from="SELECT lomowner, oid::text FROM pg_largeobject_metadata WHERE oid::text = '$p_obj_name'"
      ;;
  esac
}
postgresql_owner_by() { # QUERY with % for the name
  psql_dotted "$p_obj_name"
  psql_text "$psql_name"
  postgresql_owner_from="SELECT ${1%%\%*}$psql_text${1#*\%}"
}
postgresql_owner_relation() {
  postgresql_owner_by 'relowner, oid::regclass::text FROM pg_class WHERE oid = to_regclass(%)'
  case $p_obj_type in # ALTER TABLE takes all of them
    view) postgresql_owner_kinds="'v'" ;;
    matview) postgresql_owner_kinds="'m'" ;;
    sequence) postgresql_owner_kinds="'S'" ;;
    foreign_table) postgresql_owner_kinds="'f'" ;;
    *) postgresql_owner_kinds="'r', 'p', 'v', 'm', 'S', 'f'" ;;
  esac
  postgresql_owner_from="$postgresql_owner_from AND relkind IN ($postgresql_owner_kinds)"
}
postgresql_owner_routine() {
  psql_text "$p_obj_name"
  case $p_obj_name in
    *'('*) postgresql_owner_id="to_regprocedure($psql_text)" ;;
    *) postgresql_owner_id="to_regproc($psql_text)" ;;
  esac
  postgresql_owner_from="SELECT proowner, oid::regprocedure::text FROM pg_proc WHERE oid = $postgresql_owner_id"
}
postgresql_owner_of() { # CATALOG PREFIX OWNER: of objects that are in no schema
  psql_text "$p_obj_name"
  postgresql_owner_from="SELECT $3, quote_ident($2name) FROM pg_$1 WHERE $2name = $psql_text"
}
postgresql_owner_in() { # CATALOG PREFIX: of objects that are in one
  case $p_obj_name in
    ?*.?*)
      psql_text "${p_obj_name%%.*}"
      postgresql_owner_id="nspname = $psql_text"
      psql_text "${p_obj_name#*.}"
      ;;
    *)
      postgresql_owner_id="nspname = ANY (current_schemas(true))"
      psql_text "$p_obj_name"
      ;;
  esac
  postgresql_owner_from="SELECT $2owner, format('%I.%I', nspname, $2name) FROM pg_$1 AS c JOIN pg_namespace AS n ON n.oid = $2namespace WHERE $2name = $psql_text AND $postgresql_owner_id
    ORDER BY array_position(current_schemas(true), nspname) LIMIT 1"
}
