# shellcheck shell=sh
# module: postgresql_ext  also=community.postgresql.postgresql_ext
# summary: keep an extension in a database of PostgreSQL
# check: full   diff: text   needs: awk   uses: sql psql reverse
# example: postgresql_ext: {name: hstore, login_db: shop}
# option: name          str   required  aliases=ext          the extension
# option: login_db      str   required  aliases=db           the database
# option: state         enum  present|absent  default=present  whether it must be there
# option: version       str                                  its version, or latest; default: the server's default for a new one
# option: schema        str                                  schema of the objects of a new one
# option: cascade       bool  default=false                  also install what it needs, or remove what needs it
# option: comment       str                                  comment on it; an empty text removes it
# option: session_role  str                                  role to change to after the login
# option: trust_input   bool  default=true                   accepted, without effect: names and texts are always quoted
# option-set: postgresql
# result: db  the database
# result: ext  the extension
# result: prev_version  its version before, or an empty text
# result: version  its version now
# result: queries  the statements that were run

postgresql_ext_run() {
  psql_begin "$p_login_db"
  psql_as "${p_session_role-}"
  [ -z "${p_version-}" ] || [ "$p_state" = present ] || warn 'Parameter version is ignored when state=absent'
  psql_text "$p_name"
  postgresql_ext_text=$psql_text
  psql_name "$p_name"
  postgresql_ext_name=$psql_name
  result db "$p_login_db"
  result ext "$p_name"
  postgresql_ext_version
  postgresql_ext_was=$run_stdout
  result prev_version "$postgresql_ext_was"
  if [ "$p_state" = absent ]; then
    postgresql_ext_real=
    if [ -n "$postgresql_ext_was" ]; then
      postgresql_ext_sql="DROP EXTENSION $postgresql_ext_name"
      [ "$p_cascade" = false ] || postgresql_ext_sql="$postgresql_ext_sql CASCADE"
      psql_change "$postgresql_ext_sql"
    fi
  else
    postgresql_ext_present
    postgresql_ext_comment
  fi
  if checking && [ "$t_changed" = true ]; then
    result version "$postgresql_ext_real"
  else
    postgresql_ext_version
    result version "$run_stdout"
  fi
  psql_over "$p_name"
}
postgresql_ext_version() { psql_get "SELECT extversion FROM pg_catalog.pg_extension WHERE extname = $postgresql_ext_text;"; }

postgresql_ext_present() {
  psql_get "SELECT count(*), max(default_version) FROM pg_catalog.pg_available_extensions WHERE name = $postgresql_ext_text;"
  postgresql_ext_real=${p_version:-latest}
  if [ "$postgresql_ext_real" = latest ]; then
    [ "${run_stdout%%[!0-9]*}" != 0 ] || fail "Extension $p_name is not available"
    postgresql_ext_real=${run_stdout#*[!0-9]}
    [ -n "$postgresql_ext_real" ] || fail "Passed version 'latest' but no default_version available in extension control file"
  fi
  case ${p_version:+given}:${postgresql_ext_was:+there} in
    given:there)
      [ "$postgresql_ext_was" != "$postgresql_ext_real" ] || return 0
      postgresql_ext_update
      ;;
    given: | :) postgresql_ext_create ;;
  esac
}
postgresql_ext_update() {
  psql_text "$postgresql_ext_was"
  postgresql_ext_from=$psql_text
  psql_text "$postgresql_ext_real"
  psql_get "SELECT count(path) FROM pg_extension_update_paths($postgresql_ext_text) WHERE source = $postgresql_ext_from AND target = $psql_text;"
  [ "$run_stdout" != 0 ] || fail "Passed version '$p_version' has no valid update path from the currently installed version '$postgresql_ext_was' or the passed version is not available"
  postgresql_ext_sql="ALTER EXTENSION $postgresql_ext_name UPDATE"
  [ "$p_version" = latest ] || postgresql_ext_sql="$postgresql_ext_sql TO $psql_text"
  psql_change "$postgresql_ext_sql"
}
postgresql_ext_create() {
  psql_text "$postgresql_ext_real"
  psql_get "SELECT count(*) FROM pg_catalog.pg_available_extension_versions WHERE name = $postgresql_ext_text AND version = $psql_text;"
  [ "$run_stdout" != 0 ] || fail "Passed version '$postgresql_ext_real' is not available"
  postgresql_ext_sql="CREATE EXTENSION $postgresql_ext_name"
  if [ -n "${p_schema-}" ]; then
    psql_name "$p_schema"
    postgresql_ext_sql="$postgresql_ext_sql WITH SCHEMA $psql_name"
  fi
  case ${p_version:-latest} in
    latest) ;;
    *) postgresql_ext_sql="$postgresql_ext_sql VERSION $psql_text" ;;
  esac
  psql_back="DROP EXTENSION IF EXISTS $postgresql_ext_name;"
  if [ "$p_cascade" = true ]; then
    postgresql_ext_sql="$postgresql_ext_sql CASCADE"
    postgresql_ext_needs
  fi
  psql_change "$postgresql_ext_sql"
}
postgresql_ext_needs() { # adds what comes with it to psql_back
  psql_get "WITH RECURSIVE need (name) AS (
      SELECT unnest(requires)::text FROM pg_available_extension_versions WHERE name = $postgresql_ext_text AND version = $psql_text
      UNION SELECT unnest(v.requires)::text FROM need JOIN pg_available_extensions AS a USING (name) JOIN pg_available_extension_versions AS v ON (v.name, v.version) = (a.name, a.default_version))
    SELECT string_agg(', ' || quote_ident(name), '' ORDER BY name) FROM need WHERE name NOT IN (SELECT extname FROM pg_extension);"
  psql_back="${psql_back%;}$run_stdout;"
}

postgresql_ext_comment() {
  [ "${p_comment+given}" ] || return 0
  psql_text "$p_comment"
  psql_get "SELECT count(*) FROM pg_catalog.pg_extension WHERE extname = $postgresql_ext_text AND coalesce(obj_description(oid, 'pg_extension'), '') = $psql_text;"
  [ "$run_stdout" = 0 ] || return 0
  postgresql_ext_says=$psql_text
  [ -n "$p_comment" ] || [ -n "$postgresql_ext_was" ] || return 0
  if [ -n "$postgresql_ext_was" ] && ! checking; then
    psql_get "SELECT format('COMMENT ON EXTENSION %I IS %L;', extname, obj_description(oid, 'pg_extension')) FROM pg_extension WHERE extname = $postgresql_ext_text;"
    psql_back=$run_stdout
  else
    psql_back='SELECT 1;' # it goes with the extension
  fi
  psql_change "COMMENT ON EXTENSION $postgresql_ext_name IS $postgresql_ext_says"
}
