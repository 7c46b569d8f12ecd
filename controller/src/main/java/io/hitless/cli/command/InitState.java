package io.hitless.cli.command;

import io.hitless.cli.option.StateOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.store.StateAdministration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hitless state init}. */
@Command(
        name = "init",
        description = {
            "Create the tables in a PostgreSQL database, or upgrade those of an earlier version.",
            "The user of the address becomes their owner. Other roles can be allowed to use them."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class InitState implements Callable<Integer> {
    @Mixin
    private StateOptions state = new StateOptions();

    @Option(
            names = "--readers",
            paramLabel = "ROLE",
            description = "a role that may read: history, show, logs, report, serve; can be given several times")
    private List<String> readers = new ArrayList<>();

    @Option(
            names = "--runners",
            paramLabel = "ROLE",
            description = "a role that may also run: rollout, drift, resume, approve; can be given several times")
    private List<String> runners = new ArrayList<>();

    @Override
    public Integer call() {
        StateAdministration.init(state.directory(), readers, runners).forEach(System.out::println);
        return ExitCode.OK;
    }
}
