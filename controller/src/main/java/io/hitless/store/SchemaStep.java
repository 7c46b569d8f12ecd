package io.hitless.store;

import java.sql.Statement;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

/** A step of a schema, for Flyway. */
record SchemaStep(int number, String sql) implements JavaMigration {
    /** @param after a statement that follows the step with this number, in its transaction */
    static JavaMigration[] of(List<String> steps, IntFunction<String> after) {
        return IntStream.rangeClosed(1, steps.size())
                .mapToObj(number -> new SchemaStep(number, steps.get(number - 1) + after.apply(number)))
                .toArray(JavaMigration[]::new);
    }

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion(String.valueOf(number));
    }

    @Override
    public String getDescription() {
        return "step " + number;
    }

    @Override
    public @Nullable Integer getChecksum() {
        return sql.hashCode();
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) throws Exception {
        try (Statement statement = context.getConnection().createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
