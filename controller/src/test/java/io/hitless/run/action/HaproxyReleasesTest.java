package io.hitless.run.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.Needed;
import io.hitless.agent.Result;
import io.hitless.haproxy.live.HaproxyRelease;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of changes, carried out by the module {@code haproxy_config} in the HAProxy of this machine, or in those
 * that {@code -Dhaproxy.programs=PROGRAM,…} names. It tries some of them, or those that {@code -Dhaproxy.changes=REGEX}
 * names. Each change is put back when a later step fails, is made live or by a reload as the table says, and is what a
 * HAProxy that is started with the file has, too.
 */
@Tag("slow")
class HaproxyReleasesTest {
    private static final String CONFIG = """
        global
            stats socket DIR/sock level admin expose-fd listeners
            maxconn 500
            maxconnrate 50
        defaults
            mode http
            timeout connect 1s
            timeout client 5s
            timeout server 5s
            maxconn 100
        frontend web
            bind unix@DIR/web
            acl blocked src -f DIR/blocked.acl
            http-request deny if blocked
            use_backend %[base,map(DIR/hosts.map,app)]
            default_backend app
        frontend tls
            maxconn 90
            bind unix@DIR/tls ssl crt DIR/site.pem
            bind unix@DIR/list ssl crt-list DIR/sites.list
            bind unix@DIR/client ssl crt DIR/site.pem ca-file DIR/ca.pem verify optional
        backend app
            default-server inter 60s
            server a1 127.0.0.1:9 weight 5 maxconn 20 check port 9 agent-check agent-port 8 agent-inter 60s
            server a2 127.0.0.2:9 disabled
            server a3 127.0.0.3:9 track app/a1
        backend least
            balance leastconn
            server l1 127.0.0.1:1 init-addr last,libc
        backend empty
        backend hashed
            balance source
            server h1 127.0.0.1:1
        backend stable
            balance uri
            hash-type consistent
            server u1 127.0.0.1:1 id 1
        """;

    /** Of the changes, every so many is tried if none are named. */
    private static final int SHARE = 4;

    /** What makes a transition fail after all was done. */
    private static final String FAILING = ", probes: ['tcp://127.0.0.1:1']";

    @TempDir
    private Path temporary;

    private Optional<HaproxyHost> running = Optional.empty();
    private Path directory = Path.of("unset");

    private static List<String> programs() {
        return Stream.of(System.getProperty("haproxy.programs", "haproxy").split(",", -1))
                .filter(Predicate.not(String::isEmpty))
                .toList();
    }

    @TestFactory
    List<DynamicNode> a_change_is_made_put_back_and_there_after_a_restart() {
        Needed.programs("haproxy", "socat", "openssl");
        List<String> all = HaproxyChangeTable.LINES;
        String wanted = System.getProperty("haproxy.changes");
        List<String> changes = wanted == null
                ? IntStream.range(0, all.size())
                        .filter(i -> i % SHARE == 0)
                        .mapToObj(all::get)
                        .toList()
                : all.stream()
                        .filter(line -> Pattern.compile(wanted).matcher(line).find())
                        .toList();
        List<DynamicNode> out = new ArrayList<>();
        for (String program : programs()) {
            out.add(DynamicContainer.dynamicContainer(
                    program,
                    changes.stream()
                            .map(line -> DynamicTest.dynamicTest(
                                    line, () -> tryOut(program, HaproxyChangeTable.Change.of(line))))));
        }
        return out;
    }

    @AfterEach
    void end() throws Exception {
        close();
    }

    private void close() throws Exception {
        if (running.isPresent()) {
            running.get().end();
        }
        running = Optional.empty();
    }

    /** Starts a program with the configuration and files that each change begins with. */
    private HaproxyHost start(String program) throws Exception {
        directory = Files.createTempDirectory(temporary, "haproxy");
        HaproxyHost host = new HaproxyHost(
                directory,
                program,
                List.of("hosts.map", "blocked.acl", "site.pem", "ca.pem", "more.pem", "new.pem", "sites.list"));
        running = Optional.of(host);
        for (String name : List.of("SITE", "CA", "OTHER")) {
            host.certificate(name);
        }
        begin(host);
        Result result = host.apply(CONFIG, "");
        assertThat(result.fields()).as("%s", result).containsEntry("outcome", "live");
        return host;
    }

    private static void begin(HaproxyHost host) throws Exception {
        host.run.file("hosts.map", "a.example app\n");
        host.run.file("blocked.acl", "192.0.2.1\n");
        host.run.file("sites.list", host.text("DIR/site.pem\n"));
        host.sh("cp SITE site.pem; cp CA ca.pem; cp OTHER more.pem; rm -f new.pem");
    }

    private void tryOut(String program, HaproxyChangeTable.Change change) throws Exception {
        boolean starts = running.isEmpty() || !running.get().program().equals(program);
        if (starts) {
            close();
        }
        HaproxyHost host = starts ? start(program) : running.get();
        running = Optional.empty(); // what is left by a failure is nothing to begin with
        try {
            tryOut(host, change);
            running = Optional.of(host);
        } finally {
            if (running.isEmpty()) {
                host.end();
            }
        }
    }

    private void tryOut(HaproxyHost host, HaproxyChangeTable.Change change) throws Exception {
        boolean isLive = change.isLiveIn(release(host));
        String before = state(host);
        String worker = host.worker();
        String config = change.file().isPresent()
                ? CONFIG
                : CONFIG.replace(change.text(), change.instead().replace('|', '\n'));

        write(host, change);
        Result failed = host.apply(config, FAILING);
        assertThat(failed.fields()).as("%s", failed).containsEntry("outcome", "rolled_back");
        if (isLive) {
            assertThat(state(host)).isEqualTo(before);
            assertThat(host.worker()).as("%s", failed).isEqualTo(worker);
        } else if (change.file().isEmpty()) {
            assertThat(state(host)).isEqualTo(before);
            worker = host.worker();
        } else {
            // Only the configuration is put back: further files are what the host has.
            begin(host);
            Result back = host.apply(CONFIG, ", apply: reload");
            assertThat(back.fields()).as("%s", back).containsEntry("outcome", "live");
            write(host, change);
            worker = host.worker();
        }

        Result made = host.apply(config, "");
        assertThat(made.fields()).as("%s", made).containsEntry("outcome", "live");
        assertThat(host.worker().equals(worker)).as("%s", made).isEqualTo(isLive);
        assertThat(made.fields().containsKey("live")).as("%s", made).isEqualTo(isLive);
        String after = state(host);
        host.restart();
        assertThat(state(host)).as("after a restart").isEqualTo(after);
        Result again = host.apply(config, "");
        assertThat(again.changed()).as("%s", again).isFalse();

        begin(host);
        Result back = host.apply(CONFIG, "");
        assertThat(back.fields()).as("%s", back).containsEntry("outcome", "live");
        assertThat(state(host)).isEqualTo(before);
    }

    private static void write(HaproxyHost host, HaproxyChangeTable.Change change) throws Exception {
        if (change.file().isEmpty()) {
            return;
        }
        String name = change.file().get();
        if (name.endsWith(".pem")) {
            host.sh("cat " + change.instead() + " >" + name);
        } else {
            host.run.file(name, host.text(change.instead()).replace('|', '\n') + "\n");
            if (change.instead().contains("new.pem")) {
                host.sh("cp OTHER new.pem");
            }
        }
    }

    private static HaproxyRelease release(HaproxyHost host) throws Exception {
        return HaproxyRelease.of(line(host.ask("show info"), "Version: ")).orElseThrow();
    }

    private static String line(String answer, String name) {
        return answer.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()))
                .findFirst()
                .orElse("none");
    }

    /** What a process has of what the changes are about, without what changes by itself. */
    private static String state(HaproxyHost host) throws Exception {
        String limits = host.ask("show info")
                .lines()
                .filter(line ->
                        line.matches("(Maxconn|ConnRateLimit|SessRateLimit|SslRateLimit|CompressBpsRateLim): .*"))
                .collect(Collectors.joining("\n"));
        String slots = host.ask("show stat")
                .lines()
                .map(line -> line.split(",", -1))
                .filter(cells -> cells.length > 18)
                .filter(cells -> !cells[1].equals("BACKEND")) // what HAProxy derives from others
                .map(cells -> cells[0] + "/" + cells[1] + " limit " + cells[6])
                .sorted()
                .collect(Collectors.joining("\n"));
        String servers = host.ask("show servers state")
                .lines()
                .map(line -> line.split(" ", -1))
                .filter(cells -> cells.length > 18 && !cells[1].equals("MASTER")) // 2.2 shows the master's own
                .map(cells -> Arrays.asList(
                        cells[1], cells[3], cells[4], cells[18], cells[7], isInMaintenance(cells[6]), ports(cells)))
                .map(String::valueOf)
                .sorted()
                .collect(Collectors.joining("\n"));
        String files = host.ask(host.text("show map DIR/hosts.map;show acl DIR/blocked.acl;show ssl cert DIR/site.pem;"
                        + "show ssl ca-file DIR/ca.pem;show ssl crt-list -n DIR/sites.list"))
                .replaceAll("0x[0-9a-f]+ |(?m)^Status: .*$|(?<=[.]pem):[0-9]+", "");
        return String.join("\n\n", limits, slots, servers, files);
    }

    private static String isInMaintenance(String bits) {
        return bits.matches("\\d+") && (Integer.parseInt(bits) & 1) == 1 ? "maintenance" : "";
    }

    /** Ports of checks and agents; older releases do not show them. */
    private static String ports(String... cells) {
        return cells.length > 24 ? cells[21] + " " + cells[24] : "";
    }
}
