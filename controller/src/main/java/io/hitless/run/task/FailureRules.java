package io.hitless.run.task;

import io.hitless.playbook.Keyword;
import io.hitless.playbook.Step;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.HostState;
import io.hitless.run.step.KeywordResolver;
import java.util.List;
import java.util.Map;

/** What a failure on some hosts of a batch means for all: {@code any_errors_fatal}, {@code max_fail_percentage}. */
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
     * A step has failed on a host of the batch.
     *
     * @param first the first of the hosts that did the step
     * @param once whether it was done once for all hosts
     * @param rescuable whether a rescue waits for the failure
     */
    public void failed(Step step, HostRun first, boolean once, boolean rescuable) {
        if (play.hostsAreIndependent()) {
            return;
        }
        KeywordResolver keywords = run.play().keywords(step, first);
        boolean ignored = keywords.isKnownTrue(Keyword.IGNORE_ERRORS); // as in Ansible: an include fails all the same
        boolean anyIsFatal = !ignored && keywords.isKnownTrue(Keyword.ANY_ERRORS_FATAL);
        if (anyIsFatal) {
            failTheRest(step); // a rescue takes them all up
        }
        if (rescuable) {
            return;
        }
        if (anyIsFatal || (once && !ignored)) {
            failTheRest(step);
            play.stop(anyIsFatal ? "any_errors_fatal: a host failed" : "a task that is run once for all hosts failed");
            return;
        }
        Double limit = play.maxFailPercentage();
        long lost = batch.stream().filter(HostRun::isLost).count() - lostBefore;
        if (limit != null && lost * 100.0 / batch.size() > limit) {
            failTheRest(step);
            play.stop(lost + " of " + batch.size() + " hosts of the batch failed, more than max_fail_percentage "
                    + limit + " allows");
        }
    }

    private void failTheRest(Step step) {
        batch.forEach(host -> host.fail(new HostState.Failure(step, Map.of(), false)));
    }
}
