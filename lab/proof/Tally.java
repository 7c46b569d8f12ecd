import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** The results of a run: for each kind of traffic the requests, responses and drops, and the times of the first drops. */
final class Tally {
    private static final int EXAMPLES = 200;

    /** One kind of traffic. */
    static final class Kind {
        final String name;
        final LongAdder asked = new LongAdder();
        final LongAdder answered = new LongAdder();
        final LongAdder connections = new LongAdder();
        final AtomicLong slowestMicros = new AtomicLong();
        final Map<Drop, LongAdder> drops = new EnumMap<>(Drop.class);

        Kind(String name) {
            this.name = name;
            for (Drop drop : Drop.values()) {
                drops.put(drop, new LongAdder());
            }
        }

        long dropped() {
            return drops.values().stream().mapToLong(LongAdder::sum).sum();
        }
    }

    private final long began = System.nanoTime();
    private final PrintWriter log;
    private final List<Kind> kinds = new ArrayList<>();
    private final List<String> examples = new ArrayList<>();

    Tally() {
        this(new PrintWriter(OutputStream.nullOutputStream()));
    }

    /** Also writes a line for each drop to the log, with its time in seconds since 1970. */
    Tally(PrintWriter log) {
        this.log = log;
    }

    synchronized Kind kind(String name) {
        return kinds.stream().filter(kind -> kind.name.equals(name)).findFirst().orElseGet(() -> {
            var kind = new Kind(name);
            kinds.add(kind);
            return kind;
        });
    }

    void drop(Kind kind, Drop drop, String where, String why) {
        kind.drops.get(drop).increment();
        synchronized (examples) {
            log.printf("%.3f %s %s %s: %s%n", System.currentTimeMillis() / 1e3, where, kind.name, drop, why);
            log.flush();
            if (examples.size() < EXAMPLES) {
                examples.add("%.3f %s %s %s: %s".formatted((System.nanoTime() - began) / 1e9, where, kind.name, drop, why));
            }
        }
    }

    synchronized long dropped() {
        return kinds.stream().mapToLong(Kind::dropped).sum();
    }

    private double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }

    synchronized String line() {
        return "%6.1f s  %,d asked  %,d dropped".formatted(seconds(), kinds.stream().mapToLong(k -> k.asked.sum()).sum(), dropped());
    }

    synchronized String table() {
        var out = new StringBuilder("%-28s %12s %12s %12s %10s %10s%n"
                .formatted("traffic", "asked", "answered", "connections", "slowest ms", "dropped"));
        for (Kind kind : kinds) {
            out.append("%-28s %,12d %,12d %,12d %,10d %,10d  %s%n".formatted(kind.name, kind.asked.sum(), kind.answered.sum(),
                    kind.connections.sum(), kind.slowestMicros.get() / 1000, kind.dropped(), drops(kind, "%s %d", ", ")));
        }
        long asked = kinds.stream().mapToLong(k -> k.asked.sum()).sum();
        out.append("%-28s %,12d %,12d %,12d %10s %,10d  in %.1f s%n".formatted("all", asked, kinds.stream().mapToLong(k -> k.answered.sum()).sum(),
                kinds.stream().mapToLong(k -> k.connections.sum()).sum(), "", dropped(), seconds()));
        examples.stream().limit(10).forEach(example -> out.append("  ").append(example).append('\n'));
        return out.toString();
    }

    private static String drops(Kind kind, String format, String between) {
        return kind.drops.entrySet().stream().filter(entry -> entry.getValue().sum() > 0)
                .map(entry -> format.formatted(entry.getKey().name().toLowerCase(), entry.getValue().sum()))
                .collect(Collectors.joining(between));
    }

    synchronized String json(Map<String, Long> counters) {
        return """
                {"seconds": %.1f, "asked": %d, "dropped": %d,
                 "kinds": [%s],
                 "kernel": {%s},
                 "examples": [%s]}
                """.formatted(seconds(), kinds.stream().mapToLong(k -> k.asked.sum()).sum(), dropped(),
                kinds.stream().map(kind -> "{\"name\": \"%s\", \"asked\": %d, \"answered\": %d, \"connections\": %d, \"dropped\": %d, \"slowest_ms\": %d, \"drops\": {%s}}"
                        .formatted(kind.name, kind.asked.sum(), kind.answered.sum(), kind.connections.sum(), kind.dropped(),
                                kind.slowestMicros.get() / 1000, drops(kind, "\"%s\": %d", ", ")))
                        .collect(Collectors.joining(",\n           ")),
                counters.entrySet().stream().map(entry -> "\"%s\": %d".formatted(entry.getKey(), entry.getValue())).collect(Collectors.joining(", ")),
                examples.stream().map(example -> '"' + example.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ") + '"')
                        .collect(Collectors.joining(",\n              ")));
    }
}
