package io.hitless.haproxy.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.Needed;
import io.hitless.haproxy.syntax.ConfigBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Plans carried out by the agent in real processes: of the HAProxy of this machine, and of those that
 * {@code -Dhaproxy.programs=PROGRAM,…} names. Each change is proven, taken back, made again, and is what a process that
 * reads the new file has, too.
 */
class LiveProcessTest {
    private static final String CONFIG = """
        global
            stats socket DIR/NAME.sock level admin
            maxconn 500
            maxconnrate 50
        defaults
            mode http
            timeout connect 1s
            timeout client 1s
            timeout server 1s
            maxconn 100
        frontend web
            bind unix@DIR/NAME.web
            acl blocked src -f DIR/blocked.acl
            http-request deny if blocked
            use_backend %[req.hdr(host),map(DIR/hosts.map,app)]
            default_backend app
        backend app
            default-server inter 60s
            server a1 127.0.0.1:1 weight 5 maxconn 20 check port 9 agent-check agent-port 8 agent-inter 60s
            server a2 127.0.0.2:1 disabled
            server a3 127.0.0.3:1 track app/a1
        backend least
            balance leastconn
            server l1 127.0.0.1:1 init-addr last,libc
        backend empty
        """;

    @TempDir
    private Path dir;

    @BeforeEach
    void files() throws IOException {
        Needed.programs("haproxy");
        Files.writeString(dir.resolve("hosts.map"), "a.example app\n");
        Files.writeString(dir.resolve("blocked.acl"), "192.0.2.1\n");
    }

    private static List<String> programs() {
        List<String> programs = new ArrayList<>(List.of("haproxy"));
        Stream.of(System.getProperty("haproxy.programs", "").split(",", -1))
                .filter(program -> !program.isEmpty())
                .forEach(programs::add);
        return programs;
    }

    private String config(String text, String name) {
        return text.replace("DIR", dir.toString()).replace("NAME", name);
    }

    private static HaproxyRelease release(LiveProcess process) throws IOException {
        String version = process.ask("show info\n")
                .lines()
                .filter(line -> line.startsWith("Version: "))
                .findFirst()
                .orElseThrow();
        return HaproxyRelease.of(version.substring("Version: ".length())).orElseThrow();
    }

    /** @param ability what a release needs for all of it; one without has to reload */
    private void tryOut(String before, String after, List<ChangedFile> files, LiveAbility ability) throws Exception {
        for (String program : programs()) {
            if (before.contains(" ssl ") && !hasTls(program)) {
                continue;
            }
            try (LiveProcess process = LiveProcess.start(program, dir, "old", config(before, "old"))) {
                LivePlan plan = LivePlan.of(
                        LivePlanTest.config(config(before, "old")),
                        LivePlanTest.config(config(after, "old")),
                        files,
                        release(process));
                assertThat(plan.isLive()).as("%s: %s", program, plan.lines()).isEqualTo(ability.isIn(release(process)));
                if (plan.isLive()) {
                    tryOut(process, plan);
                    provenInNew(program, after, files, plan);
                }
            }
        }
    }

    private static void tryOut(LiveProcess process, LivePlan plan) throws Exception {
        List<LivePlan> steps = steps(plan);
        for (int round = 0; round < 2; round++) {
            for (LivePlan step : steps) {
                assertThat(process.prove(step)).as("%s", step).isNotEmpty();
                assertThat(process.make(step)).as("%s", step).isEmpty();
                assertThat(process.prove(step)).as("%s", step).isEmpty();
            }
            for (LivePlan step : steps.reversed()) {
                assertThat(process.takeBack(step)).as("%s", step).isEmpty();
            }
        }
    }

    /** Returns each step of a plan, in order, as a plan of its own. */
    private static List<LivePlan> steps(LivePlan plan) {
        return plan.ordered().stream().map(item -> new LivePlan(List.of(item))).toList();
    }

    /** A process that reads the new files gives the same proofs. */
    private void provenInNew(String program, String after, List<ChangedFile> files, LivePlan plan) throws Exception {
        for (ChangedFile file : files) {
            Files.write(Path.of(file.path()), file.after());
        }
        try (LiveProcess fresh = LiveProcess.start(program, dir, "new", config(after, "new"))) {
            assertThat(fresh.prove(plan)).as(program).isEmpty();
        }
        for (ChangedFile file : files) {
            Files.write(Path.of(file.path()), file.before());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
        BASIC   ~ weight 5           ~ weight 7
        BASIC   ~ maxconn 20         ~ maxconn 30
        BASIC   ~ maxconn 20         ~
        BASIC   ~ a1 127.0.0.1:1     ~ a1 127.0.0.9:2
        BASIC   ~ a1 127.0.0.1:1     ~ a1 [2001:db8:0::1]:2
        BASIC   ~ 127.0.0.2:1 disabled ~ 127.0.0.2:1
        BASIC   ~ 127.0.0.1:1 init-addr ~ 127.0.0.1:1 disabled init-addr
        BASIC   ~ maxconn 500        ~ maxconn 400
        BASIC   ~ maxconnrate 50     ~ maxconnrate 60
        BASIC   ~ maxconnrate 50     ~
        BASIC   ~ maxconnrate 50     ~ maxconnrate 50|maxsessrate 7|maxcomprate 9
        BASIC   ~ maxconn 100        ~ maxconn 200
        CHECK_ADDRESS ~ port 9       ~ port 10
        AGENT_PORT ~ agent-port 8    ~ agent-port 10
        SERVERS ~ track app/a1       ~ track app/a1|server n1 127.0.0.7:1
        SERVERS ~ track app/a1       ~ track app/a1|server n1 127.0.0.7:1 check weight 3 maxconn 4 slowstart 5s disabled
        SERVERS ~ track app/a1       ~ track app/a1|server n1 127.0.0.7:1 track app/a1
        SERVERS ~ track app/a1       ~ track app/a1|server n1 127.0.0.7:1 agent-check agent-port 5 agent-send 'a b;\\c'
        SERVERS ~ track app/a1       ~ track app/a1|server n1 127.0.0.7:1 source 127.0.0.1 send-proxy-v2 no-check
        SERVERS ~ init-addr last,libc ~ init-addr last,libc|server l2 [2001:db8::7]:1 check
        SERVERS ~ backend empty      ~ backend empty|server e1 127.0.0.7:1|server e2 127.0.0.8:1 backup
        SERVERS ~ server a3 127.0.0.3:1 track app/a1 ~
        SERVERS ~ server a2 127.0.0.2:1 disabled ~
        SERVERS ~ server l1 127.0.0.1:1 init-addr last,libc ~
        SERVER_COOKIE ~ track app/a1 ~ track app/a1|server n1 127.0.0.7:1 cookie n1
        """)
    void a_change_of_the_configuration(LiveAbility ability, String line, String changed) throws Exception {
        assertThat(CONFIG).contains(line);

        tryOut(CONFIG, CONFIG.replace(line, changed == null ? "" : changed.replace('|', '\n')), List.of(), ability);
    }

    private ChangedFile file(String name, String before, String after) throws IOException {
        Path file = Files.writeString(dir.resolve(name), before);
        return new ChangedFile(file.toString(), bytes(before), bytes(after));
    }

    private static byte[] bytes(String text) {
        return ConfigBytes.bytes(text);
    }

    @Test
    void a_map_of_thousands_of_entries_changes_at_once() throws Exception {
        StringBuilder many = new StringBuilder("# hosts\n\n");
        for (int i = 0; i < 3000; i++) {
            many.append("host")
                    .append(i)
                    .append(".example \t back\\slash and blanks ")
                    .append(i)
                    .append(" \n");
        }

        tryOut(CONFIG, CONFIG, List.of(file("hosts.map", "a.example app\n", many.toString())), LiveAbility.LISTS);
        tryOut(CONFIG, CONFIG, List.of(file("hosts.map", "a.example app\n", "# none\n")), LiveAbility.LISTS);
    }

    @Test
    void an_acl_file_changes_at_once() throws Exception {
        tryOut(
                CONFIG,
                CONFIG,
                List.of(file("blocked.acl", "192.0.2.1\n", " 192.0.2.1\n#192.0.2.2\n198.51.100.0/24\n2001:db8::/32\n")),
                LiveAbility.LISTS);
    }

    @Test
    void a_process_can_be_marked() throws Exception {
        for (String program : programs()) {
            try (LiveProcess process = LiveProcess.start(program, dir, "old", config(CONFIG, "old"))) {
                HaproxyRelease release = release(process);
                LiveVerdict.Live step = LivePlan.mark("proc.hitless_cfg", "cfg-1", "cfg-2", release)
                        .orElse(null);
                assertThat(step != null).isEqualTo(LiveAbility.MARK.isIn(release));
                if (step != null) {
                    LivePlan plan = new LivePlan(List.of(new LivePlan.Item("the mark", Optional.empty(), step)));
                    assertThat(process.make(plan)).isEmpty();
                    assertThat(process.prove(plan)).isEmpty();
                    assertThat(process.takeBack(plan)).isEmpty();
                    assertThat(process.prove(plan)).contains("type=str value=<cfg-1>, not type=str value=<cfg-2>");
                }
            }
        }
    }

    private static final String TLS = """
        frontend tls
            bind unix@DIR/NAME.tls ssl crt DIR/site.pem
            bind unix@DIR/NAME.list ssl crt-list DIR/sites.crt-list
            bind unix@DIR/NAME.client ssl crt DIR/site.pem ca-file DIR/ca.pem verify optional
        """;

    private byte[] certificate(String name) throws Exception {
        Path key = dir.resolve("key");
        Path pem = dir.resolve("pem");
        Process openssl = new ProcessBuilder(
                        ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9 -subj /CN="
                                        + name + " -keyout " + key + " -out " + pem)
                                .split(" ", -1))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(openssl.waitFor()).isZero();
        return bytes(Files.readString(pem) + "\n" + Files.readString(key));
    }

    private ChangedFile pem(String name, byte[] before, byte[] after) throws IOException {
        Path file = dir.resolve(name);
        if (before.length > 0) {
            Files.write(file, before);
        }
        return new ChangedFile(file.toString(), before, after);
    }

    private static boolean hasTls(String program) throws IOException {
        Process process = new ProcessBuilder(program, "-vv").start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).contains("+OPENSSL");
    }

    @Test
    void certificates_and_lists_of_them_change() throws Exception {
        Needed.programs("openssl");
        byte[] one = certificate("one.example");
        byte[] other = certificate("other.example");
        String sites = dir.resolve("sites.crt-list").toString();
        String first = dir.resolve("site.pem") + "\n";
        String second = dir.resolve("second.pem") + "   second.example  *.second.example\n";
        Files.writeString(Path.of(sites), first);
        Files.write(dir.resolve("site.pem"), one);
        Files.write(dir.resolve("ca.pem"), one);
        String config = CONFIG + TLS;
        ChangedFile list = new ChangedFile(sites, bytes(first), bytes("# more\n" + first + second));

        tryOut(config, config, List.of(pem("site.pem", one, other)), LiveAbility.BASIC);
        tryOut(config, config, List.of(pem("ca.pem", one, other)), LiveAbility.AUTHORITIES);
        tryOut(config, config, List.of(pem("ca.pem", one, bytes(text(one) + text(other)))), LiveAbility.AUTHORITIES);
        tryOut(config, config, List.of(pem("second.pem", new byte[0], other), list), LiveAbility.BASIC);
        Files.write(dir.resolve("second.pem"), other);
        Files.write(Path.of(sites), list.after());
        tryOut(config, config, List.of(new ChangedFile(sites, list.after(), list.before())), LiveAbility.BASIC);
    }

    private static String text(byte[] bytes) {
        return ConfigBytes.text(bytes);
    }
}
