package io.hitless.report.html;

import io.hitless.event.Counts;
import io.hitless.event.DriftReport;
import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.source.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A rollout that never was, of any size, always the same for a seed: batches of one host, a tenth and the rest, changes
 * that many hosts share, reloads, gates, a probe, hosts that fail and one that can't be reached. For tests of what
 * shows runs.
 */
public final class SyntheticRun {
    public static final Instant START = Instant.parse("2026-11-20T13:42:07Z");

    private static final String[] NAMES = {
        "Packages of the build",
        "Group of the service",
        "User of the service",
        "Directory of the configuration",
        "Sources are fetched",
        "Sources are unpacked",
        "Build options",
        "It is built",
        "It is installed",
        "Unit file",
        "Kernel parameters",
        "Certificates",
        "Error pages",
        "Log rotation",
        "Limits of files"
    };
    private static final String[] ACTIONS = {
        "package",
        "group",
        "user",
        "file",
        "get_url",
        "unarchive",
        "command",
        "make",
        "copy",
        "template",
        "copy",
        "copy",
        "copy",
        "template",
        "lineinfile"
    };

    private final int hosts;
    private final int tasks;
    private final Random random;
    private final String hostile;
    private final Map<String, Counts> recap = new LinkedHashMap<>();
    private final Set<String> lost = new HashSet<>();
    private BiConsumer<Instant, Event> sink = (_, _) -> {};
    private long now;
    private int ids;
    private int decisions;

    /**
     * @param hostile put into every text that comes from a host or a playbook: markup, say, that a page must show as
     *     text
     */
    public SyntheticRun(int hosts, int tasks, long seed, String hostile) {
        this.hosts = hosts;
        this.tasks = tasks;
        this.random = new Random(seed);
        this.hostile = hostile;
    }

    public SyntheticRun(int hosts, int tasks) {
        this(hosts, tasks, 7, "");
    }

    public List<String> hosts() {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= hosts; i++) {
            names.add("lb" + i + hostile);
        }
        return names;
    }

    /** Tells the run from its beginning to its end. */
    public void tell(BiConsumer<Instant, Event> to) {
        tell(to, Integer.MAX_VALUE);
    }

    /** Tells it as far as this task of the last batch: as a run that is under way. */
    public void tell(BiConsumer<Instant, Event> to, int until) {
        sink = to;
        List<String> all = hosts();
        tell(new Event.RunStarted(List.of("playbooks/haproxy-config.yml"), false));
        List<List<String>> batches = batches(all);
        tell(new Event.PlayStarted(1, "Balancers get their configuration" + hostile, all, batches.size(), at(2)));
        for (int b = 0; b < batches.size(); b++) {
            boolean last = b == batches.size() - 1;
            batch(b, batches.size(), batches.get(b), last ? until : Integer.MAX_VALUE);
            if (last && until < tasks) {
                return;
            }
        }
        all.forEach(host -> recap.putIfAbsent(host, Counts.NONE));
        tell(new Event.RunEnded(recap, false));
    }

    private static List<List<String>> batches(List<String> all) {
        if (all.size() <= 3) {
            return all.stream().map(List::of).toList();
        }
        int tenth = Math.max(2, all.size() / 10);
        List<List<String>> out = new ArrayList<>(List.of(all.subList(0, 1), all.subList(1, 1 + tenth)));
        int third = (all.size() - 1 - tenth) / 2;
        out.add(all.subList(1 + tenth, 1 + tenth + third));
        out.add(all.subList(1 + tenth + third, all.size()));
        return out;
    }

    private void batch(int number, int of, List<String> batch, int until) {
        tell(new Event.BatchStarted(number + 1, of, batch));
        for (int t = 0; t < Math.min(tasks, until); t++) {
            List<String> live =
                    batch.stream().filter(host -> !lost.contains(host)).toList();
            if (!live.isEmpty()) {
                task(number, t, live, t == until - 1);
            }
        }
        if (until < tasks) {
            return;
        }
        String what = "batch " + (number + 1) + " of " + of;
        now += 11_000;
        decide(
                Event.Decision.Topic.BUDGET,
                Event.Decision.Verdict.GO_ON,
                what + ": within its budget: checking its gate",
                batch);
        now += 5_000;
        decide(
                Event.Decision.Topic.GATE,
                Event.Decision.Verdict.GO_ON,
                "gate of " + what + ": passes (3 tries, 11 s)" + hostile,
                batch);
    }

    private void decide(Event.Decision.Topic topic, Event.Decision.Verdict verdict, String text, List<String> batch) {
        tell(new Event.Decision(++decisions, topic, verdict, text, batch, Map.of("elapsed", 11_000L)));
    }

    private Span at(int line) {
        return Span.at("playbooks/roles/haproxy_config/tasks/main.yml" + hostile, line, 3);
    }

    private TaskRef ref(int batch, int t) {
        boolean reload = t == tasks - 1;
        String name = reload
                ? "The configuration is brought live"
                : NAMES[t % NAMES.length] + (t < NAMES.length ? "" : ", part " + (t / NAMES.length + 1));
        String action = reload ? "haproxy_config" : ACTIONS[t % ACTIONS.length];
        return new TaskRef(
                ++ids,
                "1." + (batch + 1) + " main.yml:" + (t * 4 + 4) + ":3 1",
                "haproxy_config : " + name + hostile,
                action,
                false,
                at(t * 4 + 4));
    }

    private void task(int batch, int t, List<String> live, boolean cutOff) {
        TaskRef task = ref(batch, t);
        tell(new Event.TaskStarted(task, live));
        long begin = now;
        Map<String, Long> ends = new HashMap<>();
        long base = 30 + (t * 37L) % 400 + (t % 15 == 7 ? 21_000 : 0);
        live.forEach(host -> ends.put(host, begin + base + random.nextInt(1 + (int) base / 2)));
        for (String host : live.stream()
                .sorted((a, b) -> Long.compare(ends.get(a), ends.get(b)))
                .toList()) {
            if (cutOff && host.hashCode() % 3 == 0) {
                continue;
            }
            now = ends.get(host);
            Outcome outcome = outcome(t, host, Duration.ofMillis(now - begin));
            recap.merge(host, Counts.NONE.plus(outcome), (sum, _) -> sum.plus(outcome));
            tell(new Event.TaskEnded(task, host, null, false, outcome));
        }
    }

    private Outcome outcome(int t, String host, Duration took) {
        int of = Integer.parseInt(
                host.substring(2, hostile.isEmpty() ? host.length() : host.length() - hostile.length()));
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        if (t == 0 && of == 41) {
            lost.add(host);
            result.put("msg", "cannot connect to 10.0.3.41 port 22: timed out after 10 s" + hostile);
            return new Outcome(Outcome.Status.UNREACHABLE, result, List.of(), Duration.ofSeconds(10));
        }
        if (t == 7 && of % 50 == 3 && hosts > 3) {
            lost.add(host);
            result.put("msg", "non-zero return code" + hostile);
            result.put("rc", 2L);
            result.put("cmd", List.of("make", "-j2", "TARGET=linux-glibc", "USE_OPENSSL=1"));
            result.put("stdout", "  CC      src/ssl_sock.o\n  CC      src/quic_tls.o" + hostile);
            result.put(
                    "stderr",
                    "src/ssl_sock.c:62:10: fatal error: openssl/ssl.h: No such file or directory\n"
                            + "   62 | #include <openssl/ssl.h>\n"
                            + "compilation terminated.\n"
                            + "make: *** [Makefile:1012: src/ssl_sock.o] Error 1" + hostile);
            return new Outcome(Outcome.Status.FAILED, result, List.of(), took);
        }
        if (t % 6 == 4 && of % 5 != 0) {
            return new Outcome(
                    Outcome.Status.SKIPPED,
                    Map.of("skip_reason", "Conditional result was False"),
                    List.of(),
                    Duration.ofMillis(1));
        }
        if (t == tasks - 1) {
            return reload(of, took, result);
        }
        if (t == tasks - 2 && of == 1) {
            result.put(
                    "probe",
                    Map.of(
                            "asked",
                            1_284_311L,
                            "dropped",
                            hosts > 100 ? 3L : 0L,
                            "kinds",
                            List.of(
                                    Map.of(
                                            "name",
                                            "new connection per request",
                                            "asked",
                                            1_090_120L,
                                            "dropped",
                                            0L,
                                            "drops",
                                            Map.of()),
                                    Map.of(
                                            "name",
                                            "keep-alive",
                                            "asked",
                                            194_191L,
                                            "dropped",
                                            hosts > 100 ? 3L : 0L,
                                            "drops",
                                            hosts > 100 ? Map.of("reset", 3L) : Map.of()))));
        }
        boolean changed = t % 4 == 1 && of % (t % 3 + 2) != 0;
        result.put("changed", changed);
        if (t % 15 == 6) {
            result.put("stdout", "Feature list : +EPOLL +OPENSSL +LUA\nhost lb" + of + hostile);
        }
        return new Outcome(
                changed ? Outcome.Status.CHANGED : Outcome.Status.OK,
                result,
                changed ? List.of(diff(t, of)) : List.of(),
                took);
    }

    private Outcome reload(int of, Duration took, Map<String, @Nullable Object> result) {
        boolean bad = of % 50 == 7 && hosts > 3;
        List<Map<String, Object>> steps = new ArrayList<>();
        String[] names = {"plan", "baseline", "validate", "precheck", "save", "swap", "reload", "verify"};
        int[] millis = {20, 90, 310, 60, 40, 20, 410, 130};
        for (int i = 0; i < names.length; i++) {
            boolean fails = bad && i == names.length - 1;
            steps.add(Map.of(
                    "state",
                    names[i],
                    "ms",
                    (long) millis[i] + random.nextInt(60),
                    "detail",
                    fails
                            ? "failed: the process says it runs cfg-77e1, not cfg-a41c" + hostile
                            : i == 7 ? "new worker 4711, cfg-a41c, 2 listeners" + hostile : ""));
        }
        steps.add(
                bad
                        ? Map.of(
                                "state",
                                "rollback",
                                "ms",
                                620L,
                                "detail",
                                "the last good file is back; the old worker serves")
                        : Map.of("state", "soak", "ms", 10_000L, "detail", "0.00% errors, 2 of 2 servers up"));
        if (!bad) {
            steps.add(Map.of("state", "drain", "ms", (long) random.nextInt(8000), "detail", "old worker 4630 ended"));
        }
        result.put("changed", !bad);
        result.put("transition", steps);
        result.put("outcome", bad ? "rolled_back" : "live");
        result.put("host_state", bad ? "cfg-77e1, as before" : "cfg-a41c");
        if (bad) {
            result.put("msg", "rolled back: the process says it runs cfg-77e1, not cfg-a41c" + hostile);
        }
        Duration all = Duration.ofMillis(
                steps.stream().mapToLong(step -> (Long) step.get("ms")).sum());
        now += Math.max(0, (all.toMillis() - took.toMillis()) / Math.max(1, hosts / 4));
        return new Outcome(bad ? Outcome.Status.FAILED : Outcome.Status.CHANGED, result, List.of(configuration()), all);
    }

    private Outcome.Diff diff(int t, int of) {
        String region = t % 3 == 0 ? "\nregion = " + (of % 3 == 0 ? "north" : "south") : "";
        return new Outcome.Diff(
                "/etc/haproxy/part-" + t + ".conf" + hostile,
                "# managed\nworkers = 2\nlog = local0\nmaxconn = 2000\ntimeout = 30s\n" + hostile + "\n",
                "# managed\nworkers = 4\nlog = local0\nmaxconn = 4000\ntimeout = 30s" + region + "\n" + hostile
                        + "\nkeepalive = on\n");
    }

    private Outcome.Diff configuration() {
        String common = "global\n"
                + "    master-worker\n"
                + "    stats socket /run/haproxy/admin.sock level admin expose-fd listeners\n"
                + "    description cfg-";
        String rest = "\n\n"
                + "defaults\n"
                + "    mode http\n"
                + "    timeout connect 5s\n"
                + "    timeout client 30s\n"
                + "    timeout server 30s\n\n"
                + "frontend shop\n"
                + "    bind *:80\n";
        return new Outcome.Diff(
                "/etc/haproxy/haproxy.cfg" + hostile,
                common + "77e1" + rest
                        + "    default_backend shop\n\n"
                        + "backend shop\n"
                        + "    balance roundrobin\n"
                        + "    server web1 10.0.5.1:8080 check\n"
                        + hostile + "\n",
                common + "a41c" + rest
                        + "    bind *:443 ssl crt /etc/haproxy/certs/shop.pem alpn h2,http/1.1\n"
                        + "    default_backend shop\n\n"
                        + "backend shop\n"
                        + "    balance leastconn\n"
                        + "    option idle-close-on-response\n"
                        + "    server web1 10.0.5.1:8080 check\n"
                        + "    server web2 10.0.5.2:8080 check\n"
                        + hostile + "\n");
    }

    private void tell(Event event) {
        sink.accept(START.plusMillis(now), event);
    }

    /** What a drift check of the same fleet found. */
    public DriftReport drift() {
        return drift("20261120-134207-drft", START, 1);
    }

    /** @param share of the fleet on which drift is looked for at all, from 0 to 1 */
    public DriftReport drift(String id, Instant at, double share) {
        List<String> all = hosts();
        List<DriftReport.Check> checks = new ArrayList<>();
        for (int t = 0; t < tasks; t++) {
            Map<String, DriftReport.Finding> found = new LinkedHashMap<>();
            for (int i = 0; i < all.size(); i++) {
                found.put(all.get(i), i % 100 < share * 100 ? finding(t, i + 1) : inSync());
            }
            TaskRef task = ref(0, t);
            checks.add(new DriftReport.Check(
                    task.name(), task.action(), false, task.at().toString(), found));
        }
        return new DriftReport(
                id,
                List.of("playbooks/haproxy.yml"),
                at,
                Duration.ofSeconds(48),
                true,
                all,
                checks,
                "20261119-134207-befo",
                List.of(new DriftReport.Place(
                        all.getLast(),
                        NAMES[9] + hostile,
                        at(40).toString(),
                        START.minusSeconds(7200),
                        START.minusSeconds(3600))));
    }

    private static DriftReport.Finding inSync() {
        return new DriftReport.Finding(DriftReport.State.IN_SYNC, null, List.of(), List.of(), null, false, null);
    }

    private DriftReport.Finding finding(int t, int of) {
        Instant since = START.minus(Duration.ofHours(3L + t * 5L));
        if (t % 12 == 9 && of % 7 == 2) {
            DriftReport.Ignored rule = t == 9
                    ? null
                    : new DriftReport.Ignored(
                            "moved by hand until the switch is replaced" + hostile,
                            "2026-12-24",
                            "playbooks/haproxy.drift.yml:3:5");
            return new DriftReport.Finding(
                    DriftReport.State.DRIFTED, null, List.of(diff(t, of)), List.of(), since, of % 2 == 0, rule);
        }
        if (t == 3 && of % 11 == 5) {
            return new DriftReport.Finding(
                    DriftReport.State.DRIFTED,
                    "mode is 0777, not 0755" + hostile,
                    List.of(),
                    List.of(),
                    since,
                    false,
                    null);
        }
        if (t == 6 && of % 3 == 0) {
            return new DriftReport.Finding(
                    DriftReport.State.UNKNOWN,
                    "what this command would do can't be known before" + hostile,
                    List.of(),
                    List.of(),
                    since,
                    false,
                    null);
        }
        if (t == 8 && of == 17) {
            return new DriftReport.Finding(
                    DriftReport.State.FAILED,
                    "cannot read /etc/haproxy: input/output error" + hostile,
                    List.of(),
                    List.of(),
                    since,
                    true,
                    null);
        }
        return inSync();
    }
}
