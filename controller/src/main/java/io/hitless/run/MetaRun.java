package io.hitless.run;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.ResultFields;
import io.hitless.event.TaskRef;
import io.hitless.playbook.Meta;
import io.hitless.playbook.Role;
import io.hitless.playbook.Step;
import io.hitless.run.host.HostRun;
import io.hitless.run.session.HostAccess;
import io.hitless.run.session.SessionPool;
import io.hitless.run.step.StepPurpose;
import io.hitless.run.step.WrittenNames;
import io.hitless.run.task.TaskEnvironment;
import io.hitless.run.task.UnexpectedError;
import io.hitless.source.UserError;
import io.hitless.value.UnknownValueError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Executes {@code meta} tasks, which control the run, for the hosts of a batch. */
final class MetaRun {
    /** The batch that a meta task controls. */
    interface Batch {
        boolean selects(Step step);

        Sections sections();

        void flushHandlers(boolean onFailedHosts) throws InterruptedException;

        /** Ends the batch. */
        void end();

        void endPlay();

        /** Fails a step other than a module's task on a host. */
        void fail(Step step, HostRun host, UserError why);
    }

    private final Batch batch;
    private final RunningPlay play;
    private final TaskEnvironment run;
    private final List<HostRun> hosts;

    MetaRun(Batch batch, RunningPlay play, TaskEnvironment run, List<HostRun> hosts) {
        this.batch = batch;
        this.play = play;
        this.run = run;
        this.hosts = hosts;
    }

    void carryOut(Meta meta, List<HostRun> live) throws InterruptedException {
        if (!batch.selects(meta)) {
            return;
        }
        // As in Ansible, if a task affects all hosts, only the condition of the first host counts.
        List<HostRun> asked = meta.kind().isForEachHost() ? live : live.subList(0, 1);
        List<HostRun> meant = new ArrayList<>();
        TaskRef ref = run.play().ref(meta, false, live.getFirst(), StepPurpose.PLAY);
        for (HostRun host : asked) {
            Boolean holds = meta.kind().isConditional() ? holds(meta, host) : Boolean.TRUE;
            if (Boolean.TRUE.equals(holds)) {
                meant.add(host);
            }
            if (holds != null) {
                report(meta, ref, host, holds);
            }
        }
        if (meant.isEmpty()) {
            return;
        }
        switch (meta.kind()) {
            case NOOP -> {}
            case FLUSH_HANDLERS -> batch.flushHandlers(false);
            case REFRESH_INVENTORY -> refreshInventory(meta);
            case CLEAR_FACTS -> play.hosts().forEach(host -> host.variables().clearFacts());
            case CLEAR_HOST_ERRORS -> play.clearErrors();
            case END_HOST -> meant.forEach(host -> host.end(batch.sections().areInRescueItself()));
            case END_BATCH -> batch.end();
            case END_PLAY -> batch.endPlay();
            case END_ROLE -> endRole(meta, meant);
            case RESET_CONNECTION -> {
                for (HostRun host : meant) {
                    resetConnection(meta, host);
                }
            }
        }
    }

    /** Reads the inventory again. New hosts take part from the next play on. */
    private void refreshInventory(Meta meta) {
        try {
            run.tools().control().refreshInventory();
            play.leaveOutMissing();
        } catch (UserError e) {
            throw new UserError(meta.span(), "the inventory can't be read again: " + e.getMessage());
        }
    }

    /** Closes the connection so that the next task connects again, for example to get new groups of the login user. */
    private void resetConnection(Meta meta, HostRun host) throws InterruptedException {
        HostAccess access = run.connections()
                .access()
                .of(host.name(), meta.settings(), run.play().scope(host, meta));
        try (SessionPool.Lease held = run.connections().sessions().lease(access.target(), host.name())) {
            held.drop();
        }
    }

    private static void endRole(Meta meta, List<HostRun> meant) {
        Role role = meta.place().role();
        if (role != null) { // outside a role, the task was refused when it was loaded
            meant.forEach(host -> host.roles().end(role));
        }
    }

    // As in Ansible, if hosts run at their own pace, a header is only shown above results.
    private void report(Meta meta, TaskRef ref, HostRun host, boolean holds) {
        if (!run.plan().isOn() && !(holds && play.hostsAreIndependent())) {
            run.events().publish(new Event.Meta(ref, host.name(), meta.kind().word(), holds ? null : skipped(meta)));
        }
    }

    private static Outcome skipped(Meta meta) {
        String kind = meta.kind().word();
        Map<String, @Nullable Object> fields =
                Map.of(ResultFields.MSG, kind, ResultFields.SKIP_REASON, "the condition of " + kind + " does not hold");
        return new Outcome(Outcome.Status.SKIPPED, fields, List.of(), Outcome.Detail.ON_REQUEST, Duration.ZERO, null);
    }

    /**
     * Returns whether the conditions are true; null if this is unknown or, after reporting it, if a condition is in
     * error.
     */
    private @Nullable Boolean holds(Meta meta, HostRun host) throws InterruptedException {
        var scope = run.play().scope(host, meta);
        String open = run.plan().doubts().of(host);
        try {
            boolean holds = UnexpectedError.contained(
                    () -> meta.settings().when().stream().allMatch(condition -> condition.holds(scope)));
            if (open == null || !holds) {
                return holds;
            }
        } catch (UnknownValueError e) {
            open = e.what();
        } catch (UserError e) {
            batch.fail(meta, host, e);
            return null;
        }
        markUnknownAfter(meta, host, open);
        return null;
    }

    // In a plan: whether these hosts reach the following steps is unknown from here on.
    private void markUnknownAfter(Meta meta, HostRun host, String why) {
        String open =
                "whether '" + WrittenNames.of(meta) + "' at " + meta.span() + " ends it before is not known: " + why;
        switch (meta.kind()) {
            case END_HOST, END_ROLE -> run.plan().doubts().forPlay(host, open);
            case END_BATCH, END_PLAY ->
                hosts.forEach(each -> run.plan().doubts().forPlay(each, open));
            case NOOP, FLUSH_HANDLERS, REFRESH_INVENTORY, CLEAR_FACTS, CLEAR_HOST_ERRORS, RESET_CONNECTION -> {}
        }
    }
}
