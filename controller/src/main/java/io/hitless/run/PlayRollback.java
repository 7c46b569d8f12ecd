package io.hitless.run;

import io.hitless.event.Event;
import io.hitless.run.host.HostRun;
import io.hitless.run.policy.BatchPolicy;
import io.hitless.run.task.TaskEnvironment;
import io.hitless.vars.PlayVariables;
import java.util.List;

/** Undoes the changes of a play after the run, with the variables of that play. */
final class PlayRollback {
    private final RunningPlay play;
    private final RunAssembly assembly;
    private final TaskEnvironment run;
    private final Strategy strategy;
    private final BatchPolicy policy;
    private final PlayVariables variables;

    PlayRollback(
            RunningPlay play, RunAssembly assembly, Strategy strategy, BatchPolicy policy, PlayVariables variables) {
        this.play = play;
        this.assembly = assembly;
        this.run = assembly.tasks();
        this.strategy = strategy;
        this.policy = policy;
        this.variables = variables;
    }

    /** Rolls hosts back to their state before the run. This must be the last play of each of the hosts. */
    void rollBack(List<HostRun> meant) throws InterruptedException {
        PlayVariables before = run.play().switchTo(variables);
        try {
            assembly.startBatch(0, play.hosts(), meant, strategy);
            assembly.lock(meant, play.play());
            policy.rollBack(new PlayBatch(play, assembly, meant, play.hosts(), 1, 1));
        } finally {
            run.play().switchTo(before);
        }
    }

    /**
     * Releases hosts that the run locked but, as far as the journal knows, did not reach. A host that the run changed
     * nevertheless is marked as failed.
     */
    void unlock(List<HostRun> untouched) throws InterruptedException {
        PlayVariables before = run.play().switchTo(variables);
        try {
            for (HostRun host : run.connections().locks().release(untouched, play.play())) {
                String why = host.name()
                        + " is not rolled back: this run has changed it, and the journal does not know by what, as it"
                        + " has lost its end; resume the run, then roll it back";
                run.events().publish(new Event.Warning(why, play.play().span()));
                host.failBetween(why);
            }
        } finally {
            run.play().switchTo(before);
        }
    }
}
