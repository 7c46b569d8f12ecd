package io.hitless.run;

import io.hitless.event.Event;
import io.hitless.playbook.Meta;
import io.hitless.playbook.Role;
import io.hitless.run.host.HostRun;
import io.hitless.run.step.StepNames;
import io.hitless.run.task.UnexpectedError;
import io.hitless.source.UserError;
import io.hitless.value.UnknownValueError;
import java.util.ArrayList;
import java.util.List;

/** {@code meta}: a word to the run itself, on the hosts of a batch. */
final class MetaRun {
    private final BatchRun batch;
    private final PlayRun play;
    private final RunContext run;
    private final List<HostRun> hosts;

    MetaRun(BatchRun batch, PlayRun play, RunContext run, List<HostRun> hosts) {
        this.batch = batch;
        this.play = play;
        this.run = run;
        this.hosts = hosts;
    }

    void carryOut(Meta meta, List<HostRun> live) throws InterruptedException {
        if (!batch.selects(meta)) {
            return;
        }
        // As in Ansible: what concerns all hosts is asked of the first.
        List<HostRun> asked = meta.kind().isForEachHost() ? live : live.subList(0, 1);
        List<HostRun> meant = new ArrayList<>();
        for (HostRun host : asked) {
            if (holds(meta, host)) {
                meant.add(host);
            }
        }
        if (meant.isEmpty()) {
            return;
        }
        switch (meta.kind()) {
            case NOOP -> {}
            case FLUSH_HANDLERS -> batch.flushHandlers(false);
            case REFRESH_INVENTORY ->
                run.tell(new Event.Warning(
                        "meta: refresh_inventory is not done within a run: start a new one", meta.span()));
            case CLEAR_FACTS -> play.hosts().forEach(host -> host.variables().clearFacts());
            case CLEAR_HOST_ERRORS -> play.pardon();
            case END_HOST -> meant.forEach(host -> host.end(batch.sections().areInRescueItself()));
            case END_BATCH -> batch.end();
            case END_PLAY -> batch.endPlay();
            case END_ROLE -> endRole(meta, meant);
            case RESET_CONNECTION -> {
                for (HostRun host : meant) {
                    run.resetConnection(meta, host);
                }
            }
        }
    }

    private static void endRole(Meta meta, List<HostRun> meant) {
        Role role = meta.place().role();
        if (role != null) { // elsewhere it was refused when it was read
            meant.forEach(host -> host.endRole(role));
        }
    }

    private boolean holds(Meta meta, HostRun host) throws InterruptedException {
        var scope = run.scope(host, meta);
        String open = run.foresight().doubt(host);
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
            return false;
        }
        endsPerhaps(meta, host, open);
        return false;
    }

    // In a plan: what comes after it for these hosts is open from here on.
    private void endsPerhaps(Meta meta, HostRun host, String why) {
        String open =
                "whether '" + StepNames.written(meta) + "' at " + meta.span() + " ends it before is not known: " + why;
        switch (meta.kind()) {
            case END_HOST, END_ROLE -> run.foresight().doubtForThePlay(host, open);
            case END_BATCH, END_PLAY -> hosts.forEach(each -> run.foresight().doubtForThePlay(each, open));
            case NOOP, FLUSH_HANDLERS, REFRESH_INVENTORY, CLEAR_FACTS, CLEAR_HOST_ERRORS, RESET_CONNECTION -> {}
        }
    }
}
