package io.hitless.run.task;

import io.hitless.playbook.Keyword;
import io.hitless.playbook.Step;
import io.hitless.playbook.Task;
import io.hitless.run.host.HostRun;
import io.hitless.source.UserError;

/**
 * Checks for keywords and modules that only work if all hosts run each task together. If each host runs at its own
 * pace, such a keyword has no effect and is reported once, and a module that acts once for all hosts is refused, as in
 * Ansible.
 */
public final class TogetherOnly {
    private final PlayRules play;
    private final TaskEnvironment run;

    public TogetherOnly(PlayRules play, TaskEnvironment run) {
        this.play = play;
        this.run = run;
    }

    /** @throws UserError if the task's module acts once for all hosts */
    void check(Task task, HostRun host) {
        if (!play.hostsAreIndependent()) {
            return;
        }
        if (run.tools().actions().of(task.module()).once()) {
            throw new UserError(
                    task.span(),
                    "module '" + task.action()
                            + "' acts once for all hosts, but in this play each host goes its own way",
                    "move the task to a play with 'strategy: linear'");
        }
        if (run.play().keywords(task, host).isKnownTrue(Keyword.ANY_ERRORS_FATAL)) {
            play.warn("'any_errors_fatal' has no effect, as in this play each host goes its own way", task.span());
        }
    }

    /** Returns whether a step runs once for all hosts; false if each host runs at its own pace. */
    public boolean isOnce(Step step, HostRun host) {
        reportRunOnce(step, host);
        return !play.hostsAreIndependent() && runOnce(step, host);
    }

    private void reportRunOnce(Step step, HostRun host) {
        if (play.hostsAreIndependent() && runOnce(step, host)) {
            play.warn(
                    "'run_once' has no effect, as in this play each host goes its own way: each does the task",
                    step.span());
        }
    }

    private boolean runOnce(Step step, HostRun host) {
        return run.play().keywords(step, host).isKnownTrue(Keyword.RUN_ONCE);
    }
}
