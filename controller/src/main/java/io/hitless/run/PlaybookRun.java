package io.hitless.run;

import io.hitless.event.Counts;
import io.hitless.event.Event;
import io.hitless.inventory.HostPattern;
import io.hitless.playbook.Play;
import io.hitless.run.host.HostRun;
import io.hitless.run.plan.ServiceInspection;
import io.hitless.run.resume.HistoryExhausted;
import io.hitless.run.step.PlaybookNames;
import io.hitless.run.step.StartAt;
import io.hitless.run.task.TaskEnvironment;
import io.hitless.source.UserError;
import io.hitless.value.ComputeLimits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs playbooks: their plays one after another, each on the hosts that have not failed so far. */
public final class PlaybookRun {
    private final RunAssembly assembly;
    private final TaskEnvironment run;
    private final List<List<Play>> playbooks;
    private final List<PlayRun> played = new ArrayList<>();

    /**
     * @param playbooks the plays of each playbook; as in Ansible, a playbook does not start if hosts failed in an
     *     earlier one
     */
    public PlaybookRun(RunAssembly assembly, List<List<Play>> playbooks) {
        this.assembly = assembly;
        this.run = assembly.tasks();
        this.playbooks = List.copyOf(playbooks);
    }

    /** The result of a run, the best first; the exit code follows from it. */
    public enum Verdict {
        OK,
        FAILED_HOSTS,
        UNREACHABLE_HOSTS,
        INTERRUPTED
    }

    /** Asks the run, from another thread, to end when its current batch is done. */
    public void stopAfterBatch() {
        assembly.stopAfterBatch();
    }

    /**
     * Runs all plays. An interrupt of the thread ends the run after the work that must be completed, and is returned as
     * {@link Verdict#INTERRUPTED}.
     */
    public Verdict carryOut(List<String> names) {
        List<Integer> sizes = playbooks.stream().map(List::size).toList();
        run.events().publish(new Event.RunStarted(names, run.settings().check(), sizes));
        boolean interrupted = false;
        boolean ended = false;
        try {
            StartAt startAt = new StartAt(run.settings().startAtTask());
            if (assembly.rollback() != null) {
                rollBack(assembly.rollback(), startAt);
                ended = true;
                return verdict();
            }
            for (List<Play> plays : playbooks) {
                boolean goesOn = verdict() == Verdict.OK || run.plan().isOfCurrentState();
                if (!goesOn || !playbook(plays, startAt)) {
                    break;
                }
            }
            if (run.plan().isOfCurrentState()) {
                new ServiceInspection(
                                run.plan().services(),
                                run.tools().modules().internal("service_state"),
                                run.play(),
                                run.connections().sessions(),
                                run.events()::publish)
                        .run(assembly.hosts().hosts(), run.settings().forks());
            }
            ended = true;
            if (!startAt.isReached()) {
                run.events()
                        .publish(new Event.Warning(
                                "no task matches --start-at-task '"
                                        + run.settings().startAtTask() + "': nothing was run",
                                null));
            }
        } catch (InterruptedException | ComputeLimits.Interrupted _) {
            interrupted = true;
        } finally {
            leaveHosts(ended, interrupted);
            if (ended || interrupted || !recap().isEmpty()) { // otherwise an error has said everything
                run.events().publish(new Event.RunEnded(recap(), run.stats().soFar(), interrupted));
            }
        }
        return interrupted ? Verdict.INTERRUPTED : verdict();
    }

    // Hosts forget results only once the journal has them: until then they are the only ones.
    private void leaveHosts(boolean ended, boolean interrupted) {
        boolean recorded = (ended || interrupted) && run.events().flush(); // else the error may be that of the journal
        run.connections().locks().close(!ended || !recorded);
        if (recorded) {
            run.connections().sessions().close();
        } else {
            run.connections().sessions().closeUnrecorded();
        }
    }

    /** Replays the recorded run and rolls its hosts back, starting with the hosts of the last play. */
    private void rollBack(HostPattern wanted, StartAt startAt) throws InterruptedException {
        try {
            for (List<Play> plays : playbooks) {
                playbook(plays, startAt);
            }
        } catch (HistoryExhausted _) {
            // the run did not get further
        }
        run.resumption().replay().recallEnded();
        List<HostRun> selected = assembly.hosts().select(wanted).stream()
                .map(assembly.hosts()::host)
                .toList();
        Set<HostRun> meant =
                selected.stream().filter(host -> !host.changes().isEmpty()).collect(Collectors.toSet());
        Set<HostRun> locked = selected.stream()
                .filter(host -> run.resumption().history().locked().contains(host.name()))
                .collect(Collectors.toSet());
        locked.removeAll(meant);
        if (meant.isEmpty()) {
            run.events()
                    .publish(new Event.Warning(
                            "there is nothing to roll back: "
                                    + (selected.isEmpty()
                                            ? "no host of the inventory fits"
                                            : "these hosts are as they were before the run"),
                            null));
        }
        assembly.hosts().hosts().forEach(HostRun::reset);
        for (PlayRun play : played.reversed()) {
            List<HostRun> hosts = play.hosts().stream().filter(meant::remove).toList();
            if (!hosts.isEmpty()) {
                play.rollback().rollBack(hosts);
            }
        }
        for (PlayRun play : played.reversed()) {
            play.rollback().unlock(play.hosts().stream().filter(locked::remove).toList());
        }
    }

    /** Runs the plays of a playbook. Returns whether no play stopped the run. */
    private boolean playbook(List<Play> plays, StartAt startAt) throws InterruptedException {
        for (Play play : plays) {
            if (!play(play, startAt)) {
                return false;
            }
        }
        return true;
    }

    /** Runs a play. Returns whether the next play may start. */
    private boolean play(Play play, StartAt startAt) throws InterruptedException {
        assembly.endIfStopping();
        ResolvedPlay values = assembly.start(play);
        List<String> names = assembly.hosts().select(values.hosts());
        if (names.isEmpty()) {
            refuseNobody(play);
            run.events().publish(new Event.NoHosts(values.name(), null));
            return true;
        }
        List<HostRun> hosts = names.stream().map(assembly.hosts()::host).toList();
        PlayRun playRun = new PlayRun(play, assembly, values, startAt);
        hosts.forEach(host -> host.startPlay(playRun.hostLimit()));
        if (hosts.stream().noneMatch(HostRun::isLive)) {
            run.events().publish(new Event.NoHosts(values.name(), "all of its hosts failed before"));
            return true;
        }
        List<String> before = run.resumption().history().awaitHostsOf(assembly.playNumber());
        played.add(playRun);
        playRun.carryOut(
                hosts,
                before == null
                        ? ordered(hosts, values.order())
                        : before.stream().map(assembly.hosts()::host).toList());
        return !playRun.isStopped();
    }

    // A plan of no hosts shows nothing, so this is an error. Patterns without templates were checked against the
    // inventory before the run.
    private void refuseNobody(Play play) {
        boolean known = run.settings().limit() == null
                && playbooks.stream().flatMap(List::stream).noneMatch(PlaybookNames::addsHosts);
        if (run.plan().isOn() && known && !PlaybookNames.isFixed(play.hosts())) {
            throw new UserError(play.hosts().span(), "the play's pattern picks no host");
        }
    }

    private static List<HostRun> ordered(List<HostRun> hosts, @Nullable String order) {
        Comparator<HostRun> byName = Comparator.comparing(HostRun::name);
        List<HostRun> out = new ArrayList<>(hosts);
        switch (order == null ? "inventory" : order) {
            case "sorted" -> out.sort(byName);
            case "reverse_sorted" -> out.sort(byName.reversed());
            case "reverse_inventory" -> Collections.reverse(out);
            case "shuffle" -> Collections.shuffle(out);
            default -> {}
        }
        return out;
    }

    private Map<String, Counts> recap() {
        Map<String, Counts> recap = new LinkedHashMap<>();
        assembly.hosts().hosts().forEach(host -> {
            if (!host.counts().equals(Counts.NONE)) {
                recap.put(host.name(), host.counts());
            }
        });
        return recap;
    }

    // As with the exit codes 4 and 2 of ansible-playbook, unreachable hosts take precedence over failed ones.
    private Verdict verdict() {
        boolean unreachable = assembly.hosts().hosts().stream().anyMatch(HostRun::isUnreachable);
        boolean failed = assembly.hosts().hosts().stream().anyMatch(host -> host.isLost() && !host.isUnreachable());
        return unreachable ? Verdict.UNREACHABLE_HOSTS : failed ? Verdict.FAILED_HOSTS : Verdict.OK;
    }
}
