package io.hitless.run;

import io.hitless.agent.Become;
import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.inventory.InventoryReader;
import io.hitless.module.ModuleCatalog;
import io.hitless.playbook.Play;
import io.hitless.playbook.Tags;
import io.hitless.playbook.load.PlaybookLoader;
import io.hitless.run.host.HostRun;
import io.hitless.run.operator.Operator;
import io.hitless.run.resume.RunHistory;
import io.hitless.run.session.FakeSession;
import io.hitless.run.settings.Mode;
import io.hitless.run.settings.RunSettings;
import io.hitless.run.task.TaskEnvironment;
import io.hitless.source.SourceFile;
import io.hitless.transport.ConnectFailure;
import io.hitless.transport.Target;
import io.hitless.value.Redactor;
import io.hitless.vars.ResultCipher;
import io.hitless.vars.RunInfo;
import io.hitless.vars.Variables;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A run over hosts that answer as they are told to, and what came of it. */
public final class FakeRun {
    public final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, FakeSession> sessions = new ConcurrentHashMap<>();
    private final List<Play> plays;
    private final RunAssembly assembly;

    /** @param playbook whose hosts are among {@code hosts}; a host named {@code dead…} can't be reached */
    public FakeRun(String hosts, String playbook, Mode mode, RunHistory past) {
        PlaybookLoader loader = new PlaybookLoader(ModuleCatalog.builtIn(), file -> file, List.of(), Map.of(), _ -> {});
        plays = loader.load(new SourceFile("site.yml", playbook), Path.of("."));
        Variables variables = new Variables(
                InventoryReader.read(List.of(hosts + ","), file -> file),
                loader.templates(),
                Map.of(),
                RunInfo.plain(),
                Path.of("."));
        RunResources resources = new RunResources(
                ModuleCatalog.builtIn(), loader, this::open, new Redactor(), new ResultCipher(List.of()));
        assembly = new RunAssembly(
                settings(mode),
                resources,
                variables,
                Set.of(),
                NOBODY,
                events::add,
                new RunConstraints(RunConstraints.NONE.conductors(), null, past));
    }

    public FakeRun(String hosts, String playbook) {
        this(hosts, playbook, new Mode.Apply(), RunHistory.NONE);
    }

    private static final Operator NOBODY = new Operator() {
        @Override
        public boolean confirms(String task) {
            return true;
        }

        @Override
        public @Nullable String ask(String prompt, boolean echo) {
            return null;
        }
    };

    private static RunSettings settings(Mode mode) {
        return new RunSettings(
                5,
                mode,
                false,
                Tags.ALL,
                false,
                null,
                false,
                null,
                new RunSettings.Login(null, null, null, null, Map.of(), Duration.ofSeconds(1), 0),
                new RunSettings.Elevation(false, Become.Method.SUDO, "root", null),
                Duration.ofMinutes(1),
                0);
    }

    private FakeSession open(Target target) throws ConnectFailure {
        String host = ((Target.Ssh) target).host();
        if (host.startsWith("dead")) {
            throw new ConnectFailure.Unreachable("no route to " + host, null);
        }
        return session(host);
    }

    /** The session with a host, for telling it what to answer. */
    public FakeSession session(String host) {
        return sessions.computeIfAbsent(host, _ -> new FakeSession());
    }

    public PlaybookRun.Verdict carryOut() {
        return new PlaybookRun(assembly, List.of(plays)).carryOut(List.of("site.yml"));
    }

    /** The first play begins, as far as its tasks need it. */
    public Play begin() throws InterruptedException {
        Play play = plays.getFirst();
        List<HostRun> hosts = assembly.hosts().select(assembly.start(play).hosts()).stream()
                .map(assembly.hosts()::host)
                .toList();
        hosts.forEach(host -> host.startPlay(null));
        assembly.startBatch(1, hosts, hosts);
        return play;
    }

    public TaskEnvironment tasks() {
        return assembly.tasks();
    }

    public HostRun host(String name) {
        return assembly.hosts().host(name);
    }

    /** How tasks ended, in order, as {@code host name STATUS}. */
    public List<String> ended() {
        List<String> out = new ArrayList<>();
        for (Event event : List.copyOf(events)) {
            if (event instanceof Event.TaskEnded(var task, var host, var _, var _, var outcome, var _)) {
                out.add(host + " " + task.name() + " " + outcome.status());
            }
        }
        return out;
    }

    /** How a task ended on a host. */
    public Outcome outcome(String host, String name) {
        Outcome found = null;
        for (Event event : List.copyOf(events)) {
            if (event instanceof Event.TaskEnded(var task, var its, var _, var _, var outcome, var _)
                    && its.equals(host)
                    && task.name().equals(name)) {
                found = outcome;
            }
        }
        return Objects.requireNonNull(found, () -> name + " has not ended on " + host);
    }
}
