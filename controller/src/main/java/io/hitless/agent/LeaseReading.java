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
 * Reads what a host answers about its leases. It may answer anything: what is no such answer is an error of that host,
 * and says what was wrong.
 *
 * @param fields of the answer, or of a lease in it
 */
record LeaseReading(Map<?, ?> fields) {
    private static final int LONGEST = 1024;
    private static final long LATEST = Instant.parse("9999-12-31T00:00:00Z").getEpochSecond();
    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    /** Whether the run that asked has the lease. */
    boolean granted() throws IOException {
        return flag("granted", null);
    }

    /** What came of asking for the lease. */
    LeaseAnswer answer(LeaseRequest asked, HeldLease.Holder holder) throws IOException {
        Optional<HostLease> other =
                fields.get("other") == null ? Optional.empty() : Optional.of(lease(fields.get("other")));
        if (granted()) {
            HeldLease lease =
                    new HeldLease(asked.run(), number("epoch", 1, Long.MAX_VALUE), text("place"), asked.time(), holder);
            return new LeaseAnswer.Granted(lease, other.orElse(null), flag("alone", false));
        }
        return new LeaseAnswer.Refused(
                other.orElseThrow(() -> wrong("it refuses the lease without saying who has it")),
                fields.get("why") == null ? null : text("why"));
    }

    /** All leases that were found. */
    List<HostLease> leases() throws IOException {
        if (!(fields.get("leases") instanceof List<?> list)) {
            throw wrong("'leases' is no list");
        }
        List<HostLease> leases = new ArrayList<>();
        for (Object lease : list) {
            leases.add(lease(lease));
        }
        return leases;
    }

    private static HostLease lease(@Nullable Object value) throws IOException {
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong("a lease is no map");
        }
        return new LeaseReading(map).lease();
    }

    private HostLease lease() throws IOException {
        String bad = text("bad");
        String run = text("run");
        HostLease.State state = state(text("state"));
        if (!RUN.matcher(run).matches()
                && (state == HostLease.State.HELD || (state == HostLease.State.STALE && bad.isEmpty()))) {
            throw wrong("'run' is not the id of a run");
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
                .orElseThrow(() -> wrong("'state' is neither free, held nor stale"));
    }

    private String text(String name) throws IOException {
        if (fields.get(name) instanceof String text && text.length() <= LONGEST) {
            return text;
        }
        throw wrong("'" + name + "' is " + (fields.get(name) instanceof String ? "too long" : "no text"));
    }

    private long number(String name, long least, long most) throws IOException {
        if (fields.get(name) instanceof Long number && number >= least && number <= most) {
            return number;
        }
        throw wrong("'" + name + "' is no number that makes sense");
    }

    private boolean flag(String name, @Nullable Boolean otherwise) throws IOException {
        Object value = fields.get(name) == null ? otherwise : fields.get(name);
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw wrong("'" + name + "' is neither true nor false");
    }

    private static IOException wrong(String what) {
        return new IOException("the host's answer about its lease makes no sense: " + what);
    }
}
