package io.hitless.serve;

import io.hitless.event.Event;
import io.hitless.report.html.SyntheticRun;
import io.hitless.store.GitState;
import io.hitless.store.Invoker;
import io.hitless.store.Journal;
import io.hitless.store.NewRun;
import io.hitless.store.RunId;
import io.hitless.store.RunJournal;
import io.hitless.store.RunRecord;
import io.hitless.store.StateDirectory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A state directory as a fleet of any size leaves one: rollouts, and drift checks that went before and after. For tests
 * of what is served, and for looking: {@code SampleState DIRECTORY HOSTS TASKS [live]}, where {@code live} goes on with
 * a rollout that takes its time.
 */
public final class SampleState {
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final int CHECKS = 36;

    private final StateDirectory state;
    private final String hostile;

    SampleState(Path directory, String hostile) {
        this.state = new StateDirectory(directory);
        this.hostile = hostile;
    }

    public static void main(String[] args) throws Exception {
        SampleState sample = new SampleState(Path.of(args[0]), "");
        int hosts = Integer.parseInt(args[1]);
        int tasks = Integer.parseInt(args[2]);
        if (args.length > 3) {
            sample.live(hosts, tasks, 1);
        } else {
            sample.write(hosts, tasks, CHECKS);
        }
    }

    StateDirectory state() {
        return state;
    }

    private NewRun newRun(String id, String kind) {
        GitState git = new GitState(kind.equals("drift") ? "827d01bb3f6e" : "1bce2e8a40c5", "main", false);
        return new NewRun(
                new RunId(id),
                kind,
                false,
                Path.of("/srv/fleet"),
                List.of("playbooks/haproxy.yml" + hostile),
                List.of("inventories/mine"),
                CompletableFuture.completedFuture(git),
                CompletableFuture.completedFuture("fingerprint"),
                "0.1.0",
                new Invoker(
                        "alice as root" + hostile,
                        "bastion1",
                        List.of(kind, "-i", "inventories/mine", "playbooks/haproxy.yml" + hostile)));
    }

    /** Writes two rollouts and these many drift checks, all of them over. */
    void write(int hosts, int tasks, int checks) throws SQLException {
        Instant now = Instant.now();
        List<Instant> starts = new ArrayList<>();
        try (Journal journal = Journal.open(state)) {
            for (int i = 0; i < checks; i++) {
                Instant at = now.minus(Duration.ofHours(4L * (checks - i))).minusSeconds(i * 97L % 600);
                starts.add(at);
                if (i == checks / 3 || i == checks - 1) {
                    starts.add(at.plus(Duration.ofHours(1)));
                }
                drift(
                        journal,
                        hosts,
                        tasks,
                        at,
                        i < checks / 3 ? 0.02 * i : i < checks - 6 ? 0.01 : 0.12 * (i - checks + 7));
                if (i == checks / 3 || i == checks - 1) {
                    rollout(
                            journal,
                            new SyntheticRun(hosts, tasks, i, hostile),
                            ID.format(at.plus(Duration.ofHours(1))) + "-roll");
                }
            }
        }
        backdate(starts);
    }

    private void drift(Journal journal, int hosts, int tasks, Instant at, double share) {
        String id = ID.format(at) + "-drif";
        try (RunJournal run = journal.begin(newRun(id, "drift"))) {
            run.on(new Event.RunStarted(List.of("playbooks/haproxy.yml"), false));
            run.finish(RunRecord.State.OK);
            journal.drift()
                    .store(
                            "scope",
                            new SyntheticRun(hosts, tasks, 7, hostile).drift(id, at, share),
                            List.of(),
                            List.of());
        }
    }

    private void rollout(Journal journal, SyntheticRun synthetic, String id) {
        try (RunJournal run = journal.begin(newRun(id, "rollout"))) {
            synthetic.tell((_, event) -> run.on(event));
            run.finish(RunRecord.State.FAILED);
        }
    }

    // Runs are written as they happen: these happened some time ago.
    private void backdate(List<Instant> starts) throws SQLException {
        try (Connection journal =
                DriverManager.getConnection("jdbc:sqlite:" + state.path().resolve("journal.db"))) {
            for (int i = 0; i < starts.size(); i++) {
                try (PreparedStatement leg = journal.prepareStatement(
                                "UPDATE leg SET started = ?1, ended = ?1 + ended - started + 40000 WHERE run = ?2");
                        PreparedStatement events = journal.prepareStatement(
                                "UPDATE event SET at = ?1 + (at - (SELECT min(at) FROM event WHERE run = ?2)) WHERE"
                                        + " run = ?2")) {
                    for (PreparedStatement update : List.of(leg, events)) {
                        update.setLong(1, starts.get(i).toEpochMilli());
                        update.setInt(2, i + 1);
                        update.executeUpdate();
                    }
                }
            }
        }
    }

    /** Carries a rollout out that does nothing, at this pace of its time, and stays at its end. */
    void live(int hosts, int tasks, double pace) throws InterruptedException {
        try (Journal journal = Journal.open(state);
                RunJournal run = journal.begin(newRun(ID.format(Instant.now()) + "-live", "rollout"))) {
            long[] last = {0};
            new SyntheticRun(hosts, tasks, 11, hostile).tell((at, event) -> {
                long due = Duration.between(SyntheticRun.START, at).toMillis();
                try {
                    Thread.sleep(Math.max(0, (long) ((due - last[0]) / pace)));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                last[0] = due;
                run.on(event);
            });
            run.finish(RunRecord.State.FAILED);
        }
    }
}
