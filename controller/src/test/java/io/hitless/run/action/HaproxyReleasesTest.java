package io.hitless.run.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.Needed;
import io.hitless.agent.Result;
import io.hitless.haproxy.live.HaproxyRelease;
import io.hitless.haproxy.live.LiveAbility;
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
 * A table of changes, carried out by the module {@code haproxy_config} in the HAProxy of this machine, or in those that
 * {@code -Dhaproxy.programs=PROGRAM,…} names. It tries some of them, or those that {@code -Dhaproxy.changes=REGEX}
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

    /**
     * What a release needs to make it live (NEVER: it is loaded again), the text, and what is there instead. Of a file,
     * its name and its new text; SITE, CA and OTHER are certificates.
     */
    private static final String CHANGES = """
        BASIC   ~ weight 5           ~ weight 7
        BASIC   ~ weight 5           ~
        BASIC   ~ maxconn 20         ~ maxconn 30
        BASIC   ~ maxconn 20         ~
        BASIC   ~ a1 127.0.0.1:9     ~ a1 127.0.0.9:2
        BASIC   ~ a1 127.0.0.1:9     ~ a1 [2001:db8:0::1]:2
        BASIC   ~ 127.0.0.2:9 disabled ~ 127.0.0.2:9
        BASIC   ~ l1 127.0.0.1:1     ~ l1 127.0.0.1:1 disabled
        BASIC   ~ u1 127.0.0.1:1     ~ u1 127.0.0.6:1
        BASIC   ~ maxconn 500        ~ maxconn 400
        BASIC   ~ maxconnrate 50     ~ maxconnrate 60
        BASIC   ~ maxconnrate 50     ~
        BASIC   ~ maxconnrate 50     ~ maxconnrate 50|maxsessrate 7|maxcomprate 9
        BASIC   ~ maxconnrate 50     ~ maxconnrate 50|maxsslrate 8
        BASIC   ~ maxconn 100        ~ maxconn 200
        BASIC   ~ maxconn 90         ~ maxconn 80
        BASIC   ~ FILE site.pem      ~ OTHER
        BASIC   ~ FILE sites.list    ~ DIR/site.pem|DIR/new.pem new.example *.new.example
        CHECK_ADDRESS ~ port 9 agent ~ port 10 agent
        AGENT_PORT ~ agent-port 8    ~ agent-port 10
        LISTS   ~ FILE hosts.map     ~ new.example app|other.example least
        LISTS   ~ FILE hosts.map     ~ # none
        LISTS   ~ FILE blocked.acl   ~ 192.0.2.1|198.51.100.0/24|2001:db8::/32
        AUTHORITIES ~ FILE ca.pem    ~ OTHER
        AUTHORITIES ~ FILE ca.pem    ~ CA OTHER
        SERVERS ~ track app/a1       ~ track app/a1|server n1 127.0.0.7:1
        SERVERS ~ track app/a1       ~ track app/a1|server n1 127.0.0.7:1 check weight 3 maxconn 4 disabled
        SERVERS ~ track app/a1       ~ track app/a1|server n1 127.0.0.7:1 check port 7 inter 60s
        SERVERS ~ track app/a1       ~ track app/a1|server n1 127.0.0.7:1 track app/a1
        SERVERS ~ track app/a1       ~ track app/a1|server n1 127.0.0.7:1 agent-check agent-port 5 agent-inter 60s
        SERVERS ~ track app/a1       ~ track app/a1|server n1 127.0.0.7:1 source 127.0.0.1 send-proxy-v2 no-check
        SERVERS ~ init-addr last,libc ~ init-addr last,libc|server l2 [2001:db8::7]:1 check
        SERVERS ~ backend empty      ~ backend empty|server e1 127.0.0.7:1|server e2 127.0.0.8:1 backup
        SERVERS ~ 127.0.0.1:1 id 1   ~ 127.0.0.1:1 id 1|server u2 127.0.0.7:1 id 2
        SERVERS ~ server a3 127.0.0.3:9 track app/a1 ~
        SERVERS ~ server a2 127.0.0.2:9 disabled ~
        SERVERS ~ server l1 127.0.0.1:1 init-addr last,libc ~
        SERVERS ~ server a2          ~ server a0 127.0.0.8:9|server a2
        SERVER_COOKIE ~ track app/a1 ~ track app/a1|server n1 127.0.0.7:1 cookie n1
        NEVER   ~ maxconn 500        ~ maxconn 600
        NEVER   ~ weight 5           ~ weight 5 backup
        NEVER   ~ h1 127.0.0.1:1     ~ h1 127.0.0.1:1|server h2 127.0.0.2:1
        NEVER   ~ timeout client 5s  ~ timeout client 6s
        NEVER   ~ backend empty      ~ backend empty|backend new
        NEVER   ~ bind unix@DIR/web  ~ bind unix@DIR/web|bind unix@DIR/web2
        NEVER   ~ balance leastconn  ~ balance roundrobin
        NEVER   ~ check port 9       ~ check inter 5s port 9
        NEVER   ~ FILE sites.list    ~ DIR/site.pem|DIR/more.pem more.example
        """;

    /** Of the changes, every so many is tried if none are named. */
    private static final int SHARE = 4;

    /** What makes a transition fail after all was done. */
    private static final String FAILING = ", probes: ['tcp://127.0.0.1:1']";

    private record Change(String since, String text, String instead) {
        static Change of(String line) {
            String[] cells = line.split("~", -1);
            return new Change(cells[0].strip(), cells[1].strip(), cells[2].strip());
        }

        Optional<String> file() {
            return text.startsWith("FILE ") ? Optional.of(text.substring("FILE ".length())) : Optional.empty();
        }

        boolean isLiveIn(HaproxyRelease release) {
            return !since.equals("NEVER") && LiveAbility.valueOf(since).isIn(release);
        }
    }

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
        List<String> all = CHANGES.lines().toList();
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
                            .map(line -> DynamicTest.dynamicTest(line, () -> tryOut(program, Change.of(line))))));
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

    private void tryOut(String program, Change change) throws Exception {
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

    private void tryOut(HaproxyHost host, Change change) throws Exception {
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

    private static void write(HaproxyHost host, Change change) throws Exception {
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
