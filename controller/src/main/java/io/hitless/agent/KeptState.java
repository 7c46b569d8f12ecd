package io.hitless.agent;

import io.hitless.module.ModuleCatalog;
import io.hitless.module.ModuleSpec;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks the host for what outlives sessions there: its lease, and answers that may not have arrived. */
final class KeptState {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ModuleSpec LEASE = ModuleCatalog.builtInInternal("lease");
    private static final ModuleSpec RECOVER = ModuleCatalog.builtInInternal("recover");

    private final HostSession session;
    private final @Nullable Become become;

    KeptState(HostSession session, @Nullable Become become) {
        this.session = session;
        this.become = become;
    }

    private Result ask(ModuleSpec module, Map<String, @Nullable Object> args, Duration limit) throws IOException, InterruptedException {
        Result result = session.call(new ModuleCall(module, args, false, false, become, Map.of(), limit));
        if (result.isFailed()) {
            throw new IOException(module.name() + ": " + result.fields().get("msg"));
        }
        return result;
    }

    LeaseAnswer take(LeaseRequest request) throws IOException, InterruptedException {
        Map<String, @Nullable Object> args = new LinkedHashMap<>();
        args.put("action", "take");
        args.put("run", request.run());
        args.put("owner", request.owner());
        args.put("time", request.time().toSeconds());
        args.put("break_stale", request.breakStale());
        Result result = ask(LEASE, args, LIMIT);
        HostLease other = result.fields().get("other") instanceof Map<?, ?> fields ? HostLease.of(fields) : null;
        if (Boolean.TRUE.equals(result.fields().get("granted"))) {
            return new LeaseAnswer.Granted(number(result, "epoch"), other);
        }
        if (other == null) {
            throw new IOException("the host refused its lease without saying who has it");
        }
        return new LeaseAnswer.Refused(other);
    }

    boolean renew(String run, long epoch) throws IOException, InterruptedException {
        return tell(Map.of("action", "renew", "run", run, "epoch", epoch));
    }

    boolean release(String run, long epoch, boolean over) throws IOException, InterruptedException {
        return tell(Map.of("action", "release", "run", run, "epoch", epoch, "over", over));
    }

    private boolean tell(Map<String, @Nullable Object> what) throws IOException, InterruptedException {
        Result result = ask(LEASE, what, LIMIT);
        return Boolean.TRUE.equals(result.fields().get("granted"));
    }

    List<HostLease> leases() throws IOException, InterruptedException {
        List<HostLease> leases = new ArrayList<>();
        if (ask(LEASE, Map.of("action", "show"), LIMIT).fields().get("leases") instanceof List<?> list) {
            list.forEach(lease -> leases.add(HostLease.of((Map<?, ?>) lease)));
        }
        return leases;
    }

    /** Opens a file of the host. */
    @FunctionalInterface
    interface Opener {
        void open(String path, Reading reading) throws IOException, InterruptedException;
    }

    /** Reads what was opened. */
    @FunctionalInterface
    interface Reading {
        void read(InputStream in) throws IOException;
    }

    List<Recovered> recover(String run, Duration wait, Opener opener) throws IOException, InterruptedException {
        Result result = ask(RECOVER, Map.of("run", run, "wait", wait.toSeconds()), wait.plus(LIMIT));
        Set<String> changing = texts(result, "changing").stream().collect(Collectors.toSet());
        List<String> running = texts(result, "running");
        Spool spool = new Spool(changing);
        for (String slot : texts(result, "slots")) {
            opener.open(slot, in -> spool.read(in, running.contains(slot)));
        }
        return spool.recovered();
    }

    private static List<String> texts(Result result, String field) {
        return result.fields().get(field) instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
    }

    private static long number(Result result, String field) {
        return result.fields().get(field) instanceof Number number ? number.longValue() : 0;
    }
}
