# shellcheck shell=sh
# What privileges PostgreSQL has on record, and the statements that lead from one record back to another. The server
# compares them: names never pass through the shell.

# Each of psql_privs_named, _schema and _default sets psql_privs_was to a statement for psql that remembers what is, and
# psql_privs_differ to one that answers t or f, whether that has changed since, and then with the statements back.

# psql_privs_named TYPE IDS: objects by name; IDS are literals with commas between them.
psql_privs_named() {
  case $1 in
    table) psql_privs_table TABLE r "c.oid IN (SELECT to_regclass(i) FROM unnest(ARRAY[$2]) AS i)" ;;
    sequence) psql_privs_table SEQUENCE s "c.oid IN (SELECT to_regclass(i) FROM unnest(ARRAY[$2]) AS i)" ;;
    function | procedure)
      psql_privs_routine "EXISTS (SELECT 1 FROM unnest(ARRAY[$2]) AS i, parse_ident(i) AS q
        WHERE p.proname = q[array_length(q, 1)] AND (array_length(q, 1) = 1 OR n.nspname = q[1]))"
      ;;
    type)
      psql_privs_acl "SELECT format('TYPE %I.%I', n.nspname, t.typname), t.typacl, acldefault('T', t.typowner)
        FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace WHERE t.oid IN (SELECT to_regtype(i) FROM unnest(ARRAY[$2]) AS i)"
      ;;
    database) psql_privs_simple DATABASE d pg_database dat datdba "$2" ;;
    schema) psql_privs_simple SCHEMA n pg_namespace nsp nspowner "$2" ;;
    language) psql_privs_simple LANGUAGE l pg_language lan lanowner "$2" ;;
    tablespace) psql_privs_simple TABLESPACE t pg_tablespace spc spcowner "$2" ;;
    foreign_data_wrapper) psql_privs_simple 'FOREIGN DATA WRAPPER' F pg_foreign_data_wrapper fdw fdwowner "$2" ;;
    foreign_server) psql_privs_simple 'FOREIGN SERVER' S pg_foreign_server srv srvowner "$2" ;;
    parameter)
      psql_privs_acl "SELECT format('PARAMETER %I', lower(i)), paracl, acldefault('p', 10)
        FROM unnest(ARRAY[$2]) AS i LEFT JOIN pg_parameter_acl ON parname = lower(i)"
      ;;
    group) psql_privs_group "$2" ;;
  esac
}
# psql_privs_schema TYPE SCHEMA: all of a schema, which is a literal.
psql_privs_schema() {
  case $1 in
    table) psql_privs_table TABLE r "n.nspname = $2 AND c.relkind IN ('r', 'p', 'v', 'm', 'f')" ;;
    sequence) psql_privs_table SEQUENCE s "n.nspname = $2 AND c.relkind = 'S'" ;;
    *) psql_privs_routine "n.nspname = $2" ;;
  esac
}
psql_privs_simple() { # WORD KIND TABLE PREFIX OWNER IDS
  psql_privs_acl "SELECT format('$1 %I', ${4}name), ${4}acl, acldefault('$2', $5) FROM $3 WHERE ${4}name = ANY (ARRAY[$6])"
}
psql_privs_table() { # WORD KIND WHICH
  psql_privs_acl "SELECT format('$1 %I.%I', n.nspname, c.relname), c.relacl, acldefault('$2', c.relowner)
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE $3"
}
psql_privs_routine() { # WHICH; servers before version 11 have no prokind
  psql_privs_acl "SELECT format('%s %I.%I(%s)', CASE to_jsonb(p)->>'prokind' WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END,
      n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)), p.proacl, acldefault('f', p.proowner)
    FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace WHERE $1"
}
psql_privs_acl() { # QUERY: its columns are the object, its privileges, and those that it has without any
  psql_privs_rows "SELECT '' AS pre, ' ON ' || what AS suf, acl, std FROM ($1) AS x (what, acl, std)"
}
# psql_privs_default MAKERS SCHEMA: privileges of objects that are made later. Without makers it is the current role.
psql_privs_default() {
  if [ -n "$1" ]; then psql_privs_makers="ANY (ARRAY[$1])"; else psql_privs_makers='current_user'; fi
  psql_privs_rows "SELECT format('ALTER DEFAULT PRIVILEGES FOR ROLE %I%s ', r.rolname, CASE WHEN $2 <> '' THEN format(' IN SCHEMA %I', $2) END),
      ' ON ' || k.word, d.defaclacl, CASE WHEN $2 = '' THEN acldefault(k.std::\"char\", r.oid) END
    FROM pg_roles AS r CROSS JOIN (VALUES ('TABLES', 'r', 'r'), ('SEQUENCES', 'S', 's'), ('FUNCTIONS', 'f', 'f'), ('TYPES', 'T', 'T'), ('SCHEMAS', 'n', 'n')) AS k (word, kind, std)
    LEFT JOIN pg_default_acl AS d ON d.defaclrole = r.oid AND d.defaclobjtype = k.kind::\"char\"
      AND d.defaclnamespace = coalesce((SELECT oid FROM pg_namespace WHERE nspname = $2), 0)
    WHERE r.rolname = $psql_privs_makers AND ($2 = '' OR k.kind <> 'n')"
}

# psql_privs_rows QUERY: its columns are what stands before and after a privilege in a statement, the list of
# privileges, and what counts where there is no list.
psql_privs_rows() {
  psql_privs_record "WITH o (pre, suf, acl, std) AS ($1)
    SELECT 'list' AS kind, pre, NULL AS what, suf, CASE WHEN acl IS NULL THEN 'none' ELSE (SELECT string_agg(i::text, ',' ORDER BY i::text) FROM unnest(acl) AS i) END AS grantee,
      NULL AS grantor, NULL AS word, false AS option FROM o
    UNION ALL SELECT 'one', pre, e.privilege_type, suf, CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END,
      quote_ident(pg_get_userbyid(e.grantor)), 'GRANT', e.is_grantable FROM o, aclexplode(coalesce(acl, std)) AS e"
}
psql_privs_group() {
  psql_privs_record "WITH o AS (SELECT quote_ident(g.rolname) AS what, quote_ident(pg_get_userbyid(member)) AS grantee,
      quote_ident(pg_get_userbyid(grantor)) AS grantor, admin_option FROM pg_auth_members JOIN pg_roles AS g ON g.oid = roleid WHERE g.rolname = ANY (ARRAY[$1]))
    SELECT k AS kind, '' AS pre, what, '' AS suf, grantee, grantor, 'ADMIN' AS word, admin_option AS option FROM o, (VALUES ('list'), ('one')) AS k (k)"
}
psql_privs_record() {
  psql_privs_was="SELECT coalesce(json_agg(s), '[]') AS hitless_was FROM ($1) AS s \\gset"
  psql_privs_columns='(kind text, pre text, what text, suf text, grantee text, grantor text, word text, option boolean)'
  psql_privs_differ="WITH is_ AS ($1), was AS (SELECT * FROM json_to_recordset(:'hitless_was') AS w $psql_privs_columns),
    back (n, sql) AS (
      SELECT 1, format('%sREVOKE %s OPTION FOR %s%s FROM %s;', i.pre, i.word, i.what, i.suf, i.grantee) FROM is_ AS i JOIN was AS w USING (kind, pre, what, suf, grantee, grantor)
        WHERE kind = 'one' AND i.option AND NOT w.option
      UNION ALL SELECT 2, format('%sREVOKE %s%s FROM %s;', pre, what, suf, grantee) FROM is_ AS i
        WHERE kind = 'one' AND NOT EXISTS (SELECT 1 FROM was AS w WHERE (w.kind, w.pre, w.what, w.suf, w.grantee, w.grantor) = (i.kind, i.pre, i.what, i.suf, i.grantee, i.grantor))
      UNION ALL SELECT 3, format('%sGRANT %s%s TO %s%s;', pre, what, suf, grantee, CASE WHEN option THEN ' WITH ' || word || ' OPTION' END) FROM was AS w
        WHERE kind = 'one' AND NOT EXISTS (SELECT 1 FROM is_ AS i
          WHERE (i.kind, i.pre, i.what, i.suf, i.grantee, i.grantor) = (w.kind, w.pre, w.what, w.suf, w.grantee, w.grantor) AND (i.option OR NOT w.option))
    )
    SELECT CASE WHEN EXISTS ((SELECT * FROM is_ WHERE kind = 'list' EXCEPT ALL SELECT * FROM was WHERE kind = 'list')
        UNION ALL (SELECT * FROM was WHERE kind = 'list' EXCEPT ALL SELECT * FROM is_ WHERE kind = 'list'))
      THEN 't' || coalesce((SELECT string_agg(sql, E'\\n' ORDER BY n, sql) FROM back), '') ELSE 'f' END;"
}
