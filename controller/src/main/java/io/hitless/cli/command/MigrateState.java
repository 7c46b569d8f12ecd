package io.hitless.cli.command;

import io.hitless.cli.output.ExitCode;
import io.hitless.report.Warnings;
import io.hitless.store.StateCopy;
import io.hitless.store.StateDirectory;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hitless state migrate}. */
@Command(
        name = "migrate",
        description = {
            "Copy a state into another one that is empty, from a directory to PostgreSQL or back.",
            "The source is not changed. The number of rows is compared. The HTML pages of runs are not copied:"
                    + " 'hitless report' writes them again."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class MigrateState implements Callable<Integer> {
    @Option(
            names = "--from",
            required = true,
            paramLabel = "STATE",
            description = "the state to copy: a directory, or postgresql://USER@HOST/DATABASE")
    private String from = "";

    @Option(names = "--to", required = true, paramLabel = "STATE", description = "the state to copy to")
    private String to = "";

    @Override
    public Integer call() {
        Map<String, Long> rows = StateCopy.copy(
                StateDirectory.of(from, System.getenv()), StateDirectory.of(to, System.getenv()), Warnings::print);
        rows.forEach((table, number) -> System.out.println(table + ": " + number));
        return ExitCode.OK;
    }
}
