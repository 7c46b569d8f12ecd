# shellcheck shell=sh
# module: postgresql_schema  also=community.postgresql.postgresql_schema
# summary: keep a schema in a database of PostgreSQL
# check: full   diff: text   needs: awk   uses: sql psql reverse
# example: postgresql_schema: {name: shop, login_db: web, owner: shop}
# option: name          str   required  aliases=schema             the schema
# option: login_db      str   default=postgres  aliases=db,database  the database
# option: owner         str                                        role that owns it
# option: state         enum  present|absent  default=present      whether it must be there
# option: cascade_drop  bool  default=false                        with state=absent: also remove what is in it
# option: comment       str                                        comment on it; an empty text removes it
# option: session_role  str                                        role to change to after the login
# option: trust_input   bool  default=true                         accepted, without effect: names and texts are always quoted
# option-set: postgresql
# result: schema  the schema
# result: queries  the statements that were run

postgresql_schema_run() {
  psql_begin "$p_login_db"
  psql_as "${p_session_role-}"
  psql_text "$p_name"
  postgresql_schema_text=$psql_text
  psql_name "$p_name"
  postgresql_schema_name=$psql_name
  psql_text "${p_owner-}"
  postgresql_schema_owner=$psql_text
  psql_text "${p_comment-}"
  # What undo needs comes as statements: names never pass through the shell.
  psql_get "SELECT r.rolname = $postgresql_schema_owner, coalesce(obj_description(n.oid, 'pg_namespace'), '') = $psql_text,
      format('ALTER SCHEMA %I OWNER TO %I;', nspname, r.rolname), format('COMMENT ON SCHEMA %I IS %L;', nspname, obj_description(n.oid, 'pg_namespace')),
      format('CREATE SCHEMA IF NOT EXISTS %I AUTHORIZATION %I;', nspname, r.rolname) || (SELECT coalesce(string_agg(format('GRANT %s ON SCHEMA %I TO %s%s;', privilege_type, nspname,
        CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END, CASE WHEN is_grantable THEN ' WITH GRANT OPTION' END), ''), '') FROM aclexplode(nspacl))
    FROM pg_namespace AS n JOIN pg_roles AS r ON r.oid = nspowner WHERE nspname = $postgresql_schema_text;"
  postgresql_schema_was=$run_stdout
  result schema "$p_name"
  case $p_state:${postgresql_schema_was:+there} in
    present:) postgresql_schema_create ;;
    present:there) postgresql_schema_alter ;;
    absent:there) postgresql_schema_drop ;;
  esac
  diff_text "$p_name" '' "$psql_said"
  if ! checking && [ "$t_changed" = false ]; then result_json queries '[]'; fi
}
# postgresql_schema_do STATEMENT BACK: BACK takes it back.
postgresql_schema_do() {
  changed
  psql_said="$psql_said$1$t_nl"
  if checking; then return; fi
  psql_keep "the schema $p_name in the database $p_login_db: $1" "$2"
  psql_get "$1;"
  did
  result 'queries/[]' "$1"
}

postgresql_schema_create() {
  postgresql_schema_sql="CREATE SCHEMA $postgresql_schema_name"
  if [ -n "${p_owner-}" ]; then
    psql_name "$p_owner"
    postgresql_schema_sql="$postgresql_schema_sql AUTHORIZATION $psql_name"
  fi
  postgresql_schema_do "$postgresql_schema_sql" "DROP SCHEMA IF EXISTS $postgresql_schema_name;"
  [ -z "${p_comment-}" ] || postgresql_schema_comment ''
}
postgresql_schema_comment() {
  psql_text "$p_comment"
  postgresql_schema_do "COMMENT ON SCHEMA $postgresql_schema_name IS $psql_text" "$1"
}
# postgresql_schema_split: the fields of what was, as postgresql_schema_same_owner, _same_comment, _back_owner, _back_comment, _back.
postgresql_schema_split() {
  postgresql_schema_rest=$postgresql_schema_was
  postgresql_schema_byte=$(printf '\037')
  for postgresql_schema_field in same_owner same_comment back_owner back_comment; do
    eval "postgresql_schema_$postgresql_schema_field=\${postgresql_schema_rest%%\"\$postgresql_schema_byte\"*}"
    postgresql_schema_rest=${postgresql_schema_rest#*"$postgresql_schema_byte"}
  done
  postgresql_schema_back=$postgresql_schema_rest
}
postgresql_schema_alter() {
  postgresql_schema_split
  if [ -n "${p_owner-}" ] && [ "$postgresql_schema_same_owner" = f ]; then
    psql_name "$p_owner"
    postgresql_schema_do "ALTER SCHEMA $postgresql_schema_name OWNER TO $psql_name" "$postgresql_schema_back_owner"
  fi
  if [ "${p_comment+given}" ] && [ "$postgresql_schema_same_comment" = f ]; then postgresql_schema_comment "$postgresql_schema_back_comment"; fi
}
postgresql_schema_drop() {
  postgresql_schema_split
  postgresql_schema_sql="DROP SCHEMA $postgresql_schema_name"
  if [ "$p_cascade_drop" = true ]; then
    # What was in it cannot be made again.
    postgresql_schema_do "$postgresql_schema_sql CASCADE" ''
  else
    postgresql_schema_do "$postgresql_schema_sql" "$postgresql_schema_back $postgresql_schema_back_comment"
  fi
}
