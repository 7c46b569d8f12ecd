package io.hitless.agent;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a host's reply about its leases. Hosts are not trusted: an invalid reply is an error of that host, with what
 * was wrong.
 *
 * @param fields of the reply, or of a lease in it
 */
record LeaseReading(Map<?, ?> fields) {
    private static final int LONGEST = 1024;
    private static final long LATEST = Instant.parse("9999-12-31T00:00:00Z").getEpochSecond();
    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    /** Whether the requesting run holds the lease. */
    boolean granted() throws IOException {
        return flag("granted", null);
    }

    /** The reply to the request. */
    LeaseReply reply(LeaseRequest asked, HeldLease.Holder holder) throws IOException {
        Optional<HostLease> other =
                fields.get("other") == null ? Optional.empty() : Optional.of(lease(fields.get("other")));
        if (granted()) {
            HeldLease lease =
                    new HeldLease(asked.run(), number("epoch", 1, Long.MAX_VALUE), text("place"), asked.time(), holder);
            return new LeaseReply.Granted(lease, other.orElse(null), flag("alone", false));
        }
        return new LeaseReply.Refused(
                other.orElseThrow(() -> invalid("it refuses the lease without saying who has it")),
                fields.get("why") == null ? null : text("why"));
    }

    /** All leases in the reply. */
    List<HostLease> leases() throws IOException {
        if (!(fields.get("leases") instanceof List<?> list)) {
            throw invalid("'leases' is not a list");
        }
        List<HostLease> leases = new ArrayList<>();
        for (Object lease : list) {
            leases.add(lease(lease));
        }
        return leases;
    }

    private static HostLease lease(@Nullable Object value) throws IOException {
        if (!(value instanceof Map<?, ?> map)) {
            throw invalid("a lease is not a map");
        }
        return new LeaseReading(map).lease();
    }

    private HostLease lease() throws IOException {
        String bad = text("bad");
        String run = text("run");
        HostLease.State state = state(text("state"));
        if (!RUN.matcher(run).matches()
                && (state == HostLease.State.HELD || (state == HostLease.State.STALE && bad.isEmpty()))) {
            throw invalid("'run' is not the id of a run");
        }
        return new HostLease(
                text("file"),
                text("user"),
                state,
                number("epoch", 0, Long.MAX_VALUE),
                run,
                text("owner"),
                Instant.ofEpochSecond(number("taken", 0, LATEST)),
                Duration.ofSeconds(number("left", -LATEST, LATEST)),
                number("process", 0, Long.MAX_VALUE),
                bad.isEmpty() ? null : bad);
    }

    private static HostLease.State state(String word) throws IOException {
        return Arrays.stream(HostLease.State.values())
                .filter(state -> state.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> invalid("'state' is neither free, held nor stale"));
    }

    private String text(String name) throws IOException {
        if (fields.get(name) instanceof String text && text.length() <= LONGEST) {
            return text;
        }
        throw invalid("'" + name + "' is " + (fields.get(name) instanceof String ? "too long" : "no text"));
    }

    private long number(String name, long least, long most) throws IOException {
        if (fields.get(name) instanceof Long number && number >= least && number <= most) {
            return number;
        }
        throw invalid("'" + name + "' is not a valid number");
    }

    private boolean flag(String name, @Nullable Boolean otherwise) throws IOException {
        Object value = fields.get(name) == null ? otherwise : fields.get(name);
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw invalid("'" + name + "' is neither true nor false");
    }

    private static IOException invalid(String what) {
        return new IOException("the host's answer about its lease makes no sense: " + what);
    }
}
