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
 * The last task of an inspection: how the managed services run. It is reported as a task of its own; its result has, as
 * {@code services}, what the module {@code service_state} found and the task that manages each service.
 */
public final class ServiceInspection {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final ManagedServices services;
    private final ModuleSpec module;
    private final PlayContext play;
    private final SessionPool sessions;
    private final Consumer<Event> events;

    public ServiceInspection(
            ManagedServices services,
            ModuleSpec module,
            PlayContext play,
            SessionPool sessions,
            Consumer<Event> events) {
        this.services = services;
        this.module = module;
        this.play = play;
        this.sessions = sessions;
        this.events = events;
    }

    /** @param among the hosts that took part; unreachable ones are skipped */
    public void run(Collection<HostRun> among, int forks) throws InterruptedException {
        List<String> hosts = among.stream()
                .filter(host -> !host.isUnreachable())
                .map(HostRun::name)
                .filter(services.hosts()::contains)
                .toList();
        if (hosts.isEmpty()) {
            return;
        }
        TaskRef ref = play.ownRef(
                "what runs",
                module.name(),
                services.of(hosts.getFirst()).iterator().next().at());
        events.accept(new Event.TaskStarted(ref, hosts));
        new ParallelHosts(forks).on(hosts, "asking what runs", host -> {
            Outcome outcome = inspect(host);
            events.accept(new Event.TaskEnded(ref, host, null, false, outcome));
            return outcome;
        });
    }

    private Outcome inspect(String host) throws InterruptedException {
        long began = System.nanoTime();
        Map<HostAccess, List<ManagedServices.ManagedService>> byAccess = new LinkedHashMap<>();
        services.of(host)
                .forEach(each -> byAccess.computeIfAbsent(each.access(), _ -> new ArrayList<>())
                        .add(each));
        List<Map<String, @Nullable Object>> found = new ArrayList<>();
        Outcome.Status status = Outcome.Status.OK;
        String msg = null;
        for (Map.Entry<HostAccess, List<ManagedServices.ManagedService>> each : byAccess.entrySet()) {
            try (SessionPool.Lease pooled = sessions.lease(each.getKey().target(), host)) {
                Result result = query(pooled.session(), each.getKey().become(), each.getValue());
                if (result.isFailed()) {
                    status = Outcome.Status.FAILED;
                    msg = String.valueOf(result.fields().get("msg"));
                }
                found.addAll(found(result, each.getValue()));
            } catch (IOException e) {
                status = Outcome.Status.UNREACHABLE;
                msg = Reason.of(e);
            }
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("changed", false);
        fields.put("services", found);
        if (msg != null) {
            fields.put("msg", msg);
        }
        return new Outcome(status, fields, List.of(), Duration.ofNanos(System.nanoTime() - began));
    }

    private Result query(HostSession session, @Nullable Become become, List<ManagedServices.ManagedService> wanted)
            throws IOException, InterruptedException {
        Map<String, @Nullable Object> args = Map.of(
                "services",
                wanted.stream().map(ManagedServices.ManagedService::unit).toList());
        return session.call(new ModuleCall(module, args, true, false, become, Map.of(), LIMIT));
    }

    private static List<Map<String, @Nullable Object>> found(
            Result result, List<ManagedServices.ManagedService> wanted) {
        List<Map<String, @Nullable Object>> out = new ArrayList<>();
        if (result.fields().get("services") instanceof Map<?, ?> found) {
            for (int i = 0; i < wanted.size(); i++) {
                if (found.get(String.valueOf(i + 1)) instanceof Map<?, ?> service) {
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
