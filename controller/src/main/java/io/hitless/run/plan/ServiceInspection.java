package io.hitless.run.plan;

import io.hitless.agent.Become;
import io.hitless.agent.HostSession;
import io.hitless.agent.ModuleCall;
import io.hitless.agent.Result;
import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.module.ModuleSpec;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.ParallelHosts;
import io.hitless.run.host.PlayContext;
import io.hitless.run.session.HostAccess;
import io.hitless.run.session.SessionPool;
import io.hitless.source.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The last look of a run that only looks: how the services run that its tasks keep, which no file tells. Told as a task
 * of its own, with what the module {@code service_state} found of each service, and with the task that keeps it, as
 * {@code services}.
 */
public final class ServiceInspection {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final ManagedServices kept;
    private final ModuleSpec module;
    private final PlayContext play;
    private final SessionPool sessions;
    private final Consumer<Event> events;

    public ServiceInspection(
            ManagedServices kept, ModuleSpec module, PlayContext play, SessionPool sessions, Consumer<Event> events) {
        this.kept = kept;
        this.module = module;
        this.play = play;
        this.sessions = sessions;
        this.events = events;
    }

    /** @param among the hosts that took part; those that can't be reached are left out */
    public void carryOut(Collection<HostRun> among, int forks) throws InterruptedException {
        List<String> hosts = among.stream()
                .filter(host -> !host.isUnreachable())
                .map(HostRun::name)
                .filter(kept.hosts()::contains)
                .toList();
        if (hosts.isEmpty()) {
            return;
        }
        TaskRef ref = play.ownRef(
                "what runs",
                module.name(),
                kept.of(hosts.getFirst()).iterator().next().at());
        events.accept(new Event.TaskStarted(ref, hosts));
        new ParallelHosts(forks).on(hosts, "asking what runs", host -> {
            Outcome outcome = look(host);
            events.accept(new Event.TaskEnded(ref, host, null, false, outcome));
            return outcome;
        });
    }

    private Outcome look(String host) throws InterruptedException {
        long began = System.nanoTime();
        Map<HostAccess, List<ManagedServices.Kept>> byAccess = new LinkedHashMap<>();
        kept.of(host)
                .forEach(each -> byAccess.computeIfAbsent(each.access(), _ -> new ArrayList<>())
                        .add(each));
        List<Map<String, @Nullable Object>> services = new ArrayList<>();
        Outcome.Status status = Outcome.Status.OK;
        String msg = null;
        for (Map.Entry<HostAccess, List<ManagedServices.Kept>> each : byAccess.entrySet()) {
            try (SessionPool.Lease way = sessions.lease(each.getKey().target(), host)) {
                Result result = ask(way.session(), each.getKey().become(), each.getValue());
                if (result.isFailed()) {
                    status = Outcome.Status.FAILED;
                    msg = String.valueOf(result.fields().get("msg"));
                }
                services.addAll(found(result, each.getValue()));
            } catch (IOException e) {
                status = Outcome.Status.UNREACHABLE;
                msg = Reason.of(e);
            }
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("changed", false);
        fields.put("services", services);
        if (msg != null) {
            fields.put("msg", msg);
        }
        return new Outcome(status, fields, List.of(), false, Duration.ofNanos(System.nanoTime() - began));
    }

    private Result ask(HostSession session, @Nullable Become become, List<ManagedServices.Kept> wanted)
            throws IOException, InterruptedException {
        Map<String, @Nullable Object> args = Map.of(
                "services", wanted.stream().map(ManagedServices.Kept::unit).toList());
        return session.call(new ModuleCall(module, args, true, false, become, Map.of(), LIMIT));
    }

    private static List<Map<String, @Nullable Object>> found(Result result, List<ManagedServices.Kept> wanted) {
        List<Map<String, @Nullable Object>> out = new ArrayList<>();
        if (result.fields().get("services") instanceof Map<?, ?> services) {
            for (int i = 0; i < wanted.size(); i++) {
                if (services.get(String.valueOf(i + 1)) instanceof Map<?, ?> service) {
                    Map<String, @Nullable Object> one = new LinkedHashMap<>();
                    service.forEach((name, value) -> one.put(String.valueOf(name), value));
                    one.put("task", wanted.get(i).task());
                    one.put("at", Objects.toString(wanted.get(i).at()));
                    out.add(one);
                }
            }
        }
        return out;
    }
}
