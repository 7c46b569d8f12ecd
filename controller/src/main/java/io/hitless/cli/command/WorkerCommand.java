package io.hitless.cli.command;

import io.hitless.cli.launch.WorkerLoop;
import io.hitless.cli.option.StateOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.store.Invoker;
import io.hitless.store.Journal;
import io.hitless.store.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** {@code hitless worker}: executes hosts of rollouts that other bastions lead. */
@Command(
        name = "worker",
        description = {
            "Execute hosts of rollouts that were started with --workers, here or on another bastion, until it is"
                    + " stopped.",
            "Start it in the directory of the playbooks: a checkout at the same path as on the bastion that starts the"
                    + " rollout, with the same content."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Options of rollout may follow, such as --vault-password-file, --private-key or --forks. They are added to"
                    + " those of each rollout."
        })
public final class WorkerCommand implements Callable<Integer> {
    @Mixin
    private StateOptions state = new StateOptions();

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "take only hosts of this zone (their variable hitless_zone), and hosts without one; may be"
                    + " repeated (default: hosts of all zones)")
    private List<String> zones = new ArrayList<>();

    @Unmatched
    private List<String> options = new ArrayList<>();

    @Override
    public Integer call() {
        Invoker caller = Invoker.current(System.getenv(), List.of("worker"));
        try (Journal journal = state.journal();
                Worker worker = journal.worker(caller)) {
            System.out.println("waits for rollouts with --workers in " + journal.state());
            new WorkerLoop(journal, worker, Set.copyOf(zones), state.words(), options).run();
            return ExitCode.OK;
        } catch (InterruptedException _) {
            return ExitCode.INTERRUPTED;
        }
    }
}
