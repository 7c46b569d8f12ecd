package io.hitless.cli.command;

import io.hitless.cli.option.StateOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.rollout.ApprovalChannel;
import io.hitless.source.UserError;
import io.hitless.store.Invoker;
import io.hitless.store.Journal;
import io.hitless.store.RunRecord;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hitless approve}: approves the next batch of a rollout, from another terminal or a script. */
@Command(
        name = "approve",
        description = "Approve the next batch of a rollout that waits for approval.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ApproveCommand implements Callable<Integer> {
    @Mixin
    private StateOptions state = new StateOptions();

    @Option(names = "--refuse", description = "refuse: the rollout halts")
    private boolean refuse;

    @Parameters(
            paramLabel = "RUN",
            description = "the run's id or the start of it, or 'last' for the newest one that is running")
    private String run = "";

    @Override
    public Integer call() {
        try (Journal journal = state.open()) {
            RunRecord found = journal.find(run, each -> each.isRollout() && each.state() == RunRecord.State.RUNNING);
            if (found.state() != RunRecord.State.RUNNING) {
                throw new UserError(
                        null,
                        "run " + found.id() + " is not under way",
                        "continue an interrupted one with: hitless resume " + found.id());
            }
            Invoker caller = Invoker.current(System.getenv(), List.of());
            String question =
                    ApprovalChannel.of(journal, found.id()).submit(!refuse, caller.user() + "@" + caller.bastion());
            System.out.println(found.id() + ": " + question + " " + (refuse ? "no" : "yes"));
            return ExitCode.OK;
        }
    }
}
