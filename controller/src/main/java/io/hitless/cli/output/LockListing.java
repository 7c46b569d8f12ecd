package io.hitless.cli.output;

import io.hitless.agent.HostLease;
import io.hitless.run.lock.LockSurvey;
import io.hitless.source.Printable;
import io.hitless.wording.Durations;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The output of {@code hitless locks}: lines for people, values for JSON.
 *
 * @param broken the rollouts whose locks were just broken, by host
 */
public record LockListing(List<LockSurvey.SurveyedHost> found, Map<String, String> broken) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    public LockListing {
        found = List.copyOf(found);
        broken = Map.copyOf(broken);
    }

    /** Whether a host has a stale lock. */
    public static boolean anyStale(List<LockSurvey.SurveyedHost> found) {
        return found.stream()
                .map(LockSurvey.SurveyedHost::holder)
                .anyMatch(holder -> holder != null && holder.state() == HostLease.State.STALE);
    }

    /** @param allFree whether a remaining lock is a failure, as after {@code --break} */
    public int exitCode(boolean allFree) {
        if (found.stream().anyMatch(one -> !one.reached())) {
            return ExitCode.UNREACHABLE_HOSTS;
        }
        boolean failed = found.stream()
                .anyMatch(one -> !one.known() || (allFree && (one.holder() != null || one.problem() != null)));
        return failed ? ExitCode.FAILED_HOSTS : ExitCode.OK;
    }

    /** A line per host. */
    public List<String> lines() {
        int hostWidth =
                found.stream().mapToInt(one -> one.host().length()).max().orElse(1);
        int stateWidth =
                found.stream().mapToInt(one -> state(one).length()).max().orElse(1);
        String form = "%-" + hostWidth + "s  %-" + stateWidth + "s%s";
        return found.stream()
                .map(one -> String.format(form, one.host(), state(one), details(one))
                        .stripTrailing())
                .toList();
    }

    public List<Map<String, @Nullable Object>> values() {
        return found.stream().map(this::values).toList();
    }

    private static String state(LockSurvey.SurveyedHost one) {
        HostLease holder = one.holder();
        return !one.reached()
                ? "unreachable"
                : !one.known() ? "unknown" : word(holder == null ? HostLease.State.FREE : holder.state());
    }

    private static String word(HostLease.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private String details(LockSurvey.SurveyedHost one) {
        List<String> parts = new ArrayList<>();
        if (broken.containsKey(one.host())) {
            parts.add("lock of rollout " + broken.get(one.host()) + " removed");
        }
        HostLease holder = one.holder();
        if (holder != null) {
            parts.addAll(details(holder));
        }
        if (one.problem() != null) {
            parts.add(one.problem());
        }
        // most of the text comes from the host
        return parts.isEmpty() ? "" : "  " + Printable.line(String.join(", ", parts));
    }

    private static List<String> details(HostLease holder) {
        return holder.bad() != null
                ? List.of("owner unknown: " + holder.file() + " " + holder.bad())
                : List.of(
                        "rollout " + holder.run() + " of " + holder.owner(),
                        "since " + TIME.format(holder.taken()),
                        life(holder));
    }

    private static String life(HostLease holder) {
        if (holder.process() != 0) {
            return "a task is running (process " + holder.process() + ")";
        }
        if (holder.left().isNegative()) {
            return "not renewed: expired " + Durations.rough(holder.left().negated()) + " ago";
        }
        return holder.state() == HostLease.State.STALE
                ? "its process on this bastion is gone: 'hitless resume " + holder.run() + "' continues it"
                : "expires in " + Durations.rough(holder.left()) + " unless it is renewed";
    }

    private Map<String, @Nullable Object> values(LockSurvey.SurveyedHost one) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("host", one.host());
        out.put("state", state(one));
        out.put("why", one.problem());
        out.put("taken_from", broken.get(one.host()));
        out.put(
                "leases",
                one.leases().stream()
                        .filter(lease -> lease.epoch() > 0)
                        .map(LockListing::values)
                        .toList());
        return out;
    }

    private static Map<String, @Nullable Object> values(HostLease lease) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("file", lease.file());
        out.put("user", lease.user());
        out.put("state", word(lease.state()));
        out.put("run", lease.run());
        out.put("owner", lease.owner());
        out.put("taken", lease.taken().toString());
        out.put("epoch", lease.epoch());
        out.put("seconds_left", lease.left().toSeconds());
        out.put("process", lease.process() == 0 ? null : lease.process());
        out.put("unreadable", lease.bad());
        return out;
    }
}
