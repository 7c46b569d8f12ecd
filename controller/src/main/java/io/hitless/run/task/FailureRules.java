package io.hitless.run.task;

import io.hitless.playbook.Keyword;
import io.hitless.playbook.Step;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.HostState;
import io.hitless.run.step.KeywordResolver;
import java.util.List;
import java.util.Map;

/**
 * Decides what a failure on some hosts means for all hosts of the batch: {@code any_errors_fatal},
 * {@code max_fail_percentage}.
 */
public final class FailureRules {
    private final PlayRules play;
    private final TaskEnvironment run;
    private final List<HostRun> batch;
    private final long lostBefore;

    public FailureRules(PlayRules play, TaskEnvironment run, List<HostRun> batch) {
        this.play = play;
        this.run = run;
        this.batch = batch;
        this.lostBefore = batch.stream().filter(HostRun::isLost).count();
    }

    /**
     * Must be called when a step has failed on a host of the batch.
     *
     * @param first the first host that executed the step
     * @param once whether the step ran once for all hosts
     * @param rescuable whether the block has a rescue for the failure
     */
    public void failed(Step step, HostRun first, boolean once, boolean rescuable) {
        if (play.hostsAreIndependent()) {
            return;
        }
        KeywordResolver keywords = run.play().keywords(step, first);
        boolean ignored = keywords.isKnownTrue(Keyword.IGNORE_ERRORS); // an include fails despite it, as in Ansible
        boolean anyIsFatal = !ignored && keywords.isKnownTrue(Keyword.ANY_ERRORS_FATAL);
        if (anyIsFatal) {
            failTheRest(step); // a rescue handles all of them
        }
        if (rescuable) {
            return;
        }
        if (anyIsFatal || (once && !ignored)) {
            failTheRest(step);
            play.stop(
                    anyIsFatal ? "any_errors_fatal: a host failed" : "a task that is run once for all hosts failed",
                    false);
            return;
        }
        Double limit = play.maxFailPercentage();
        long lost = batch.stream().filter(HostRun::isLost).count() - lostBefore;
        if (limit != null && lost * 100.0 / batch.size() > limit) {
            failTheRest(step);
            play.stop(
                    lost + " of " + batch.size() + " hosts of the batch failed, more than max_fail_percentage " + limit
                            + " allows",
                    true);
        }
    }

    private void failTheRest(Step step) {
        batch.forEach(host -> host.fail(new HostState.Failure(step, Map.of(), false)));
    }
}
