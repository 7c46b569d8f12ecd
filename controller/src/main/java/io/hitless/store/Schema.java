package io.hitless.store;

import java.util.List;

/** The tables of the journal. */
final class Schema {
    /** The migration from version n to n + 1. Add new steps at the end and never change one. */
    static final List<String> STEPS = List.of("""
        CREATE TABLE run (
          key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, checks INTEGER NOT NULL, directory TEXT NOT NULL,
          playbooks TEXT NOT NULL, inventories TEXT NOT NULL, git_commit TEXT, git_branch TEXT, git_dirty INTEGER, fingerprint TEXT,
          version TEXT NOT NULL, damaged INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE leg (
          run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE, number INTEGER NOT NULL, started INTEGER NOT NULL, ended INTEGER,
          state TEXT NOT NULL, user TEXT NOT NULL, bastion TEXT NOT NULL, command TEXT NOT NULL, pid INTEGER NOT NULL, since TEXT NOT NULL,
          PRIMARY KEY (run, number));
        CREATE TABLE host (
          run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE, name TEXT NOT NULL, ok INTEGER NOT NULL, changed INTEGER NOT NULL,
          unreachable INTEGER NOT NULL, failed INTEGER NOT NULL, skipped INTEGER NOT NULL, rescued INTEGER NOT NULL,
          ignored INTEGER NOT NULL, PRIMARY KEY (run, name));
        CREATE TABLE event (
          run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE, seq INTEGER NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL,
          crc INTEGER NOT NULL, PRIMARY KEY (run, seq));
        """, """
        CREATE TABLE drift_check (
          run INTEGER PRIMARY KEY REFERENCES run ON DELETE CASCADE, scope TEXT NOT NULL, at INTEGER NOT NULL, report TEXT NOT NULL);
        CREATE INDEX drift_check_of_scope ON drift_check (scope, at);
        CREATE TABLE drift_sighting (
          scope TEXT NOT NULL, host TEXT NOT NULL, place TEXT NOT NULL, state TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
          PRIMARY KEY (scope, host, place));
        """, """
        CREATE TABLE drift_service (
          scope TEXT NOT NULL, host TEXT NOT NULL, service TEXT NOT NULL, start TEXT NOT NULL, files TEXT NOT NULL, at INTEGER NOT NULL,
          PRIMARY KEY (scope, host, service));
        """, """
        ALTER TABLE run ADD COLUMN scope TEXT;
        ALTER TABLE leg ADD COLUMN why TEXT;
        ALTER TABLE drift_check ADD COLUMN found TEXT;
        UPDATE drift_check SET found = (SELECT json_group_object(state, n) FROM (
          SELECT value ->> '$.state' AS state, count(*) AS n FROM json_each(report, '$.hosts') GROUP BY 1));
        CREATE TABLE drift_host (
          scope TEXT NOT NULL, host TEXT NOT NULL, run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE, state TEXT NOT NULL,
          findings INTEGER NOT NULL, PRIMARY KEY (scope, host));
        CREATE INDEX drift_host_of_run ON drift_host (run);
        INSERT OR REPLACE INTO drift_host
          SELECT scope, host, run, state, findings FROM (
            SELECT c.scope, h.key AS host, c.run, h.value ->> '$.state' AS state,
              (h.value ->> '$.drifted') + (h.value ->> '$.unknown') + (h.value ->> '$.failed') + (h.value ->> '$.unreachable') AS findings,
              h.value ->> '$.in_sync' AS in_sync, c.at
            FROM drift_check AS c, json_each(c.report, '$.hosts') AS h)
          WHERE findings + in_sync > 0 ORDER BY at;
        """);

    private Schema() {}
}
