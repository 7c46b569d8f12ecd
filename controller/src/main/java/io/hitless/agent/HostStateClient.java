package io.hitless.agent;

import io.hitless.module.ModuleCatalog;
import io.hitless.module.ModuleSpec;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads and changes the host's persistent state: its lease, and replies that may not have arrived. */
final class HostStateClient {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ModuleSpec LEASE = ModuleCatalog.builtInInternal("lease");
    private static final ModuleSpec RECOVER = ModuleCatalog.builtInInternal("recover");

    /** Executes a call. A failed become is thrown, not returned as a result. */
    @FunctionalInterface
    interface Caller {
        Result call(ModuleCall call) throws IOException, InterruptedException;
    }

    private final Caller caller;
    private final @Nullable Become become;

    HostStateClient(Caller caller, @Nullable Become become) {
        this.caller = caller;
        this.become = become;
    }

    private Result ask(ModuleSpec module, Map<String, @Nullable Object> args, Duration limit)
            throws IOException, InterruptedException {
        Result result = caller.call(new ModuleCall(module, args, false, false, become, Map.of(), limit));
        if (result.isFailed()) {
            throw new IOException(String.valueOf(result.fields().get("msg")));
        }
        return result;
    }

    private LeaseReading lease(Map<String, @Nullable Object> args) throws IOException, InterruptedException {
        return new LeaseReading(ask(LEASE, args, LIMIT).fields());
    }

    LeaseReply take(LeaseRequest request) throws IOException, InterruptedException {
        Map<String, @Nullable Object> args = new LinkedHashMap<>();
        args.put("action", "take");
        args.put("run", request.run());
        args.put("owner", request.owner());
        args.put("time", request.time().toSeconds());
        args.put("break_stale", request.breakStale());
        args.put("gone", request.gone());
        return lease(args).reply(request, new HeldLease.Holder(become));
    }

    boolean renew(HeldLease lease, long process) throws IOException, InterruptedException {
        return lease(about(lease, "renew", "process", process)).granted();
    }

    boolean release(HeldLease lease, boolean over) throws IOException, InterruptedException {
        return lease(about(lease, "release", "over", over)).granted();
    }

    private static Map<String, @Nullable Object> about(HeldLease lease, String action, String option, Object value) {
        return Map.of(
                "action", action, "run", lease.run(), "epoch", lease.epoch(), "place", lease.place(), option, value);
    }

    List<HostLease> leases() throws IOException, InterruptedException {
        return lease(Map.of("action", "show")).leases();
    }

    /** Opens a file on the host. */
    @FunctionalInterface
    interface Opener {
        void open(String path, Reading reading) throws IOException, InterruptedException;
    }

    /** Reads an open file. */
    @FunctionalInterface
    interface Reading {
        void read(InputStream in) throws IOException;
    }

    List<RecoveredCall> recover(String run, Duration wait, Opener opener) throws IOException, InterruptedException {
        Result result = ask(RECOVER, Map.of("run", run, "wait", wait.toSeconds()), wait.plus(LIMIT));
        Set<String> changing = texts(result, "changing").stream().collect(Collectors.toSet());
        List<String> running = texts(result, "running");
        SpoolReader spool = new SpoolReader(changing);
        for (String slot : texts(result, "slots")) {
            opener.open(slot, in -> spool.read(in, running.contains(slot)));
        }
        return spool.recovered();
    }

    private static List<String> texts(Result result, String field) {
        return result.fields().get(field) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
