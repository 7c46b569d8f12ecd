import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The measuring client: puts five kinds of load on HAProxy hosts and counts every request.
 *
 * <p>It never retries. A request without a complete, expected response is dropped; see {@link Drop}. Runs from source, without a build:
 * {@code java lab/proof/Load.java --target 10.0.0.1 --seconds 30}. Exits with 0 if nothing was dropped, otherwise with 1.
 */
public final class Load {
    private static final String USAGE = """
            usage: java Load.java --target HOST [--target HOST …] [option…]
              --http PORT         plain HTTP, default 80        --rate N        new connections per second in all, one request each (1000)
              --https PORT        TLS, 0 for none (443)         --keepalive N   clients that keep their connection, gaps of 0 to 2 s (50)
              --echo PORT         TCP echo, 0 for none (7)      --tls N         TLS clients, half of them with fresh sessions (20)
              --h2 N              HTTP/2 clients over TLS (10)  --streams N     TCP streams, a numbered line every 20 ms (10)
              --stream-life S     how long a stream lasts (20)  --seconds N     how long (30)
              --until FILE        stop when this file is there  --json FILE     write the account there
              --counters COMMAND  prints `NAME VALUE` lines of kernel counters; run before and after
              --drops FILE        a line for each drop there    --progress      a line each five seconds
              --self-test         prove that every kind of drop is seen
            """;

    private final Map<String, String> options = new HashMap<>();
    private final List<String> targets = new ArrayList<>();

    public static void main(String[] args) throws Exception {
        var load = new Load();
        var rest = List.of(args).iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--self-test" -> System.exit(SelfTest.run() ? 0 : 1);
                case "--progress" -> load.options.put("progress", "");
                case "--target" -> load.targets.add(rest.hasNext() ? rest.next() : "");
                default -> {
                    if (!option.startsWith("--") || !rest.hasNext()) {
                        System.err.print(USAGE);
                        System.exit(2);
                    }
                    load.options.put(option.substring(2), rest.next());
                }
            }
        }
        if (load.targets.isEmpty()) {
            System.err.print(USAGE);
            System.exit(2);
        }
        System.exit(load.run() ? 0 : 1);
    }

    private int number(String name, int otherwise) {
        return Integer.parseInt(options.getOrDefault(name, String.valueOf(otherwise)));
    }

    private boolean run() throws Exception {
        var tally = options.containsKey("drops") ? new Tally(new PrintWriter(options.get("drops"), StandardCharsets.UTF_8)) : new Tally();
        var before = counters();
        try (var traffic = new Traffic(tally)) {
            start(traffic);
            awaitEnd(tally);
        }
        var changed = difference(before, counters());
        System.out.print(tally.table());
        changed.forEach((name, by) -> System.out.printf("kernel %-28s +%d%n", name, by));
        if (changed.isEmpty() && !before.isEmpty()) {
            System.out.println("kernel counters: unchanged");
        }
        if (options.containsKey("json")) {
            Files.writeString(Path.of(options.get("json")), tally.json(changed));
        }
        return tally.dropped() == 0;
    }

    private void start(Traffic traffic) {
        int http = number("http", 80);
        int https = number("https", 443);
        int echo = number("echo", 7);
        for (String host : targets) {
            var plain = new InetSocketAddress(host, http);
            traffic.newConnections(plain, Math.max(1, number("rate", 1000) / targets.size()));
            traffic.keepAlive(plain, share("keepalive", 50, host));
            if (https > 0) {
                var tls = new InetSocketAddress(host, https);
                traffic.tls(tls, share("tls", 20, host));
                traffic.h2(tls, share("h2", 10, host));
            }
            if (echo > 0) {
                traffic.streams(new InetSocketAddress(host, echo), share("streams", 10, host), Duration.ofSeconds(number("stream-life", 20)));
            }
        }
    }

    /** The number of clients of one target: equal shares, and the remainder to the first ones. */
    private int share(String name, int otherwise, String host) {
        int all = number(name, otherwise);
        return all / targets.size() + (targets.indexOf(host) < all % targets.size() ? 1 : 0);
    }

    private void awaitEnd(Tally tally) throws InterruptedException {
        Path until = options.containsKey("until") ? Path.of(options.get("until")) : null;
        long end = System.nanoTime() + Duration.ofSeconds(number("seconds", until == null ? 30 : 86_400)).toNanos();
        long next = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (System.nanoTime() < end && (until == null || !Files.exists(until))) {
            Thread.sleep(100);
            if (options.containsKey("progress") && System.nanoTime() > next) {
                next += Duration.ofSeconds(5).toNanos();
                System.err.println(tally.line());
            }
        }
    }

    private Map<String, Long> counters() throws IOException, InterruptedException {
        var out = new LinkedHashMap<String, Long>();
        if (options.containsKey("counters")) {
            var process = new ProcessBuilder("sh", "-c", options.get("counters")).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            for (String line : process.inputReader().readAllLines()) {
                int blank = line.lastIndexOf(' ');
                out.put(line.substring(0, blank), Long.parseLong(line.substring(blank + 1)));
            }
            if (process.waitFor() != 0 || out.isEmpty()) {
                throw new IOException("the counters' command failed: " + options.get("counters"));
            }
        }
        return out;
    }

    private static Map<String, Long> difference(Map<String, Long> before, Map<String, Long> after) {
        var out = new LinkedHashMap<String, Long>();
        after.forEach((name, value) -> {
            long by = value - before.getOrDefault(name, 0L);
            if (by != 0) {
                out.put(name, by);
            }
        });
        return out;
    }
}
