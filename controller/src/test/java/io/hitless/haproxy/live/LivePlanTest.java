package io.hitless.haproxy.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.haproxy.MutatedConfigs;
import io.hitless.haproxy.SampleConfigs;
import io.hitless.haproxy.compare.MeantConfig;
import io.hitless.haproxy.syntax.HaproxyConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which changes are made live in which release, and by which commands. */
class LivePlanTest {
    private static final List<String> RELEASES = List.of("2.2", "2.3", "2.4", "2.5", "2.6", "2.8", "3.0", "3.2");
    private static final int MUTANTS = Integer.getInteger("haproxy.mutants", 10_000);

    private static final String BEFORE = """
        global
            maxconn 1000
            maxconnrate 50
        defaults
            mode http
            maxconn 300
        frontend web
            bind :80
            default_backend app
        backend app
            server a1 192.0.2.1:80 weight 5 maxconn 20 check port 81 agent-check agent-port 82
            server a2 192.0.2.2:80 cookie a2 init-addr last,libc
            server a3 192.0.2.3:80 disabled
            server a4 name.example.org:80
            server a5 "${A5}:80"
        backend hashed
            balance source
            server h1 192.0.2.1:80
        backend stable
            balance uri
            hash-type consistent
            server u1 192.0.2.1:80 id 1
        backend ruled
            use-server r1 if TRUE
            server r1 192.0.2.1:80
            server r2 192.0.2.1:80 track app/a1
            server r3 192.0.2.1:80 on-marked-down shutdown-sessions
        backend tls
            server t1 192.0.2.1:443 ssl verify required ca-file /ca.pem
        backend off
            disabled
            server o1 192.0.2.1:80
        backend conditional
        .if feature(OPENSSL)
            balance source
        .endif
            server c1 192.0.2.1:80
        """;

    private static HaproxyRelease release(String text) {
        return HaproxyRelease.of(text).orElseThrow();
    }

    static MeantConfig config(String text) {
        return MeantConfig.of(HaproxyConfig.of("haproxy.cfg", text.getBytes(StandardCharsets.UTF_8)));
    }

    private static LivePlan plan(String after, String release, ChangedFile... files) {
        return LivePlan.of(config(BEFORE), config(after), List.of(files), release(release));
    }

    /** From which release on a change is live; "never" if it is in none. */
    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
        weight 5             ~ weight 6                          ~ 2.2
        weight 5             ~                                   ~ 2.2
        weight 5             ~ weight 5 backup                   ~ never
        weight 5             ~ weight 300                        ~ never
        maxconn 20           ~ maxconn 30                        ~ 2.2
        maxconn 20           ~ maxconn 30 minconn 1              ~ never
        maxconn 20           ~                                   ~ 2.2
        a1 192.0.2.1:80      ~ a1 192.0.2.9:80                   ~ 2.2
        a1 192.0.2.1:80      ~ a1 192.0.2.1:8080                 ~ 2.2
        a1 192.0.2.1:80      ~ a1 [2001:db8::1]:80               ~ 2.2
        a1 192.0.2.1:80      ~ a1 192.0.2.1                      ~ never
        a1 192.0.2.1:80      ~ a1 elsewhere.example.org:80       ~ never
        a1 192.0.2.1:80      ~ a1 192.0.2.1:+1                   ~ never
        a4 name.example.org:80 ~ a4 192.0.2.4:80                 ~ never
        ${A5}:80             ~ ${A5}:81                          ~ never
        a3 192.0.2.3:80 disabled ~ a3 192.0.2.3:80               ~ 2.2
        a2 192.0.2.2:80      ~ a2 192.0.2.2:80 disabled          ~ 2.2
        r3 192.0.2.1:80      ~ r3 192.0.2.1:80 disabled          ~ never
        port 81              ~ port 91                           ~ 2.4
        check port 81        ~ check                             ~ never
        agent-port 82        ~ agent-port 92                     ~ 2.4
        check port           ~ check inter 5s port               ~ never
        check port           ~ check brandnew port               ~ never
        init-addr last,libc  ~ init-addr last,libc\\n server n1 192.0.2.7:80     ~ 2.5
        "${A5}:80"           ~ "${A5}:80"\\n server n1 192.0.2.7:80 check ssl verify none ~ 2.5
        "${A5}:80"           ~ "${A5}:80"\\n server n1 192.0.2.7:80 cookie n1 ~ 3.0
        "${A5}:80"           ~ "${A5}:80"\\n server n1 192.0.2.7:80 redir http://x ~ never
        "${A5}:80"           ~ "${A5}:80"\\n server n1 192.0.2.7:80 nonsense ~ never
        "${A5}:80"           ~ "${A5}:80"\\n server n1 other.example.org:80 ~ never
        "${A5}:80"           ~ "${A5}:80"\\n server n1 192.0.2.7:80 track app/a1 ~ 2.5
        "${A5}:80"           ~ "${A5}:80"\\n server n1 192.0.2.7:80 track app/zz ~ never
        "${A5}:80"           ~ "${A5}:80"\\n server n1 192.0.2.7:80 init-addr none resolvers x ~ 2.5
        "${A5}:80"           ~ "${A5}:80"\\n server-template n 3 192.0.2.7:80 ~ never
        /ca.pem              ~ /ca.pem\\n server t2 192.0.2.7:443 ssl verify required ca-file /ca.pem ~ 2.5
        /ca.pem              ~ /ca.pem\\n server t2 192.0.2.7:443 ssl verify required ca-file /new.pem ~ never
        server h1 192.0.2.1:80 ~ server h1 192.0.2.1:80\\n server h2 192.0.2.2:80 ~ never
        server h1 192.0.2.1:80 ~ server h1 192.0.2.1:80 weight 3 ~ never
        80 id 1              ~ 80 id 1\\n server u2 192.0.2.2:80 id 2 ~ 2.5
        80 id 1              ~ 80 id 1\\n server u2 192.0.2.2:80  ~ never
        server a3 192.0.2.3:80 disabled ~                        ~ 2.5
        server r1 192.0.2.1:80 ~                                 ~ never
        server a1 192.0.2.1:80 weight 5 maxconn 20 check port 81 agent-check agent-port 82 ~ ~ never
        server r2 192.0.2.1:80 track app/a1 ~                    ~ 2.5
        server r3 192.0.2.1:80 on-marked-down shutdown-sessions ~ ~ never
        server c1 192.0.2.1:80 ~ server c1 192.0.2.1:80 weight 3 ~ never
        maxconn 1000         ~ maxconn 900                       ~ 2.2
        maxconn 1000         ~ maxconn 1100                      ~ never
        maxconn 1000         ~                                   ~ never
        maxconnrate 50       ~ maxconnrate 60                    ~ 2.2
        maxconnrate 50       ~                                   ~ 2.2
        maxconnrate 50       ~ maxconnrate 50\\n maxsessrate 5\\n maxsslrate 5\\n maxcomprate 5 ~ 2.2
        maxconn 300          ~ maxconn 400                       ~ 2.2
        maxconn 300          ~                                   ~ never
        bind :80             ~ bind :80\\n maxconn 400           ~ 2.2
        bind :80             ~ bind :81                          ~ never
        server o1 192.0.2.1:80 ~ server o1 192.0.2.2:80          ~ never
        server c1 192.0.2.1:80 ~ server c1 192.0.2.2:80          ~ never
        server r3            ~ server r4 192.0.2.4:80\\n server r3 ~ 2.5
        mode http            ~ mode tcp                          ~ never
        global               ~ global\\n log /dev/log local0     ~ never
        backend tls          ~ backend new\\nbackend tls         ~ never
        global               ~ global\\n description cfg-00aa    ~ 2.2
        """)
    void a_change_is_live_from_this_release_on(String line, String changed, String since) {
        assertThat(BEFORE).contains(line);
        String after = BEFORE.replace(line, changed == null ? "" : changed.replace("\\n", "\n"));

        for (String release : RELEASES) {
            LivePlan plan = plan(after, release);
            boolean isLive = !since.equals("never") && !release(release).isBefore(release(since));
            assertThat(plan.isLive()).as("%s: %s", release, plan.lines()).isEqualTo(isLive);
        }
        assertThat(plan(after, "2.0").isLive())
                .isEqualTo(plan(after, "2.0").items().isEmpty());
    }

    private static List<LiveVerdict.Live> steps(LivePlan plan) {
        return plan.ordered().stream()
                .map(item -> (LiveVerdict.Live) item.verdict())
                .toList();
    }

    private static List<String> commands(LivePlan plan) {
        return steps(plan).stream()
                .flatMap(step -> step.actions().stream())
                .map(action -> action.command().toString())
                .toList();
    }

    private static List<String> undo(LivePlan plan) {
        return steps(plan).reversed().stream()
                .flatMap(step -> step.actions().reversed().stream())
                .flatMap(action -> action.undo().stream())
                .map(RuntimeCommand::toString)
                .toList();
    }

    @Test
    void a_limit_that_others_follow_from_is_loaded_again() {
        String scaled = "frontend f\n bind :1\n maxconn 50\nbackend b\n server s 192.0.2.1:1 minconn 2 maxconn 9\n";

        assertThat(LivePlan.of(config(scaled), config(scaled.replace("50", "60")), List.of(), release("3.2"))
                        .because())
                .containsExactly("maxconn changes in frontend f: reload, because servers have minconn, and HAProxy"
                        + " derives the fullconn of their backend from it");
        String fixed = scaled.replace(" server", " fullconn 40\n server");
        assertThat(LivePlan.of(config(fixed), config(fixed.replace("50", "60")), List.of(), release("3.2"))
                        .isLive())
                .isTrue();
    }

    @Test
    void a_server_is_added_with_all_that_holds_for_it() {
        String after = BEFORE.replace(
                "backend hashed",
                "    default-server check agent-check agent-port 9 init-addr none\n"
                        + "    server n1 192.0.2.7:80 agent-send \"a b;\\n"
                        + "\"\n"
                        + "backend hashed");

        assertThat(commands(plan(after.replace("\\n\"", "\""), "2.6")))
                .containsExactly(
                        "add server app/n1 192.0.2.7:80 agent-check agent-port 9 agent-send a\\ b\\; check",
                        "enable health app/n1",
                        "enable agent app/n1",
                        "set server app/n1 state ready");
        assertThat(undo(plan(after.replace("\\n\"", "\""), "2.6")))
                .containsExactly("disable agent app/n1", "set server app/n1 state maint", "del server app/n1");
        assertThat(plan(after, "2.6").lines())
                .containsExactly(
                        "server app/n1 is new: reload, because only HAProxy itself knows the value of a variable on"
                                + " its line");
    }

    @Test
    void what_goes_goes_last_and_comes_back_first() {
        String after = BEFORE.replace("    server a3 192.0.2.3:80 disabled\n", "")
                .replace("weight 5", "weight 7")
                .replace("backend hashed", "    server n1 192.0.2.7:80\nbackend hashed");

        assertThat(commands(plan(after, "2.5")))
                .containsExactly(
                        "experimental-mode on;add server app/n1 192.0.2.7:80",
                        "set server app/n1 state ready",
                        "set server app/a1 weight 7",
                        "set server app/a3 state maint",
                        "experimental-mode on;del server app/a3");
        assertThat(undo(plan(after, "2.5")))
                .containsExactly(
                        "experimental-mode on;add server app/a3 192.0.2.3:80",
                        "set server app/a1 weight 5",
                        "set server app/n1 state maint",
                        "experimental-mode on;del server app/n1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
        2.6.12-1+deb12u4 ~ 2.6
        3.2.0            ~ 3.2
        3.5-dev5         ~ 3.5
        2.10             ~ 2.10
        """)
    void a_release_is_the_first_two_numbers(String version, String release) {
        assertThat(HaproxyRelease.of(version).orElseThrow()).hasToString(release);
        assertThat(HaproxyRelease.of("unknown")).isEmpty();
        assertThat(release("2.10").isBefore(release("2.9"))).isFalse();
    }

    @Test
    void a_private_key_is_not_shown() {
        RuntimeCommand command =
                new RuntimeCommand("set ssl cert /a.pem", List.of("secret", "more"), new RuntimeAnswer.Silence());

        assertThat(command.toString()).isEqualTo("set ssl cert /a.pem << (2 lines)");
        assertThat(command.text()).isEqualTo("set ssl cert /a.pem <<\nsecret\nmore\n\n");
    }

    @Test
    void damaged_configurations_are_planned_too() {
        MutatedConfigs mutants =
                new MutatedConfigs(77, List.copyOf(SampleConfigs.ours().values()));
        MutatedConfigs ours = new MutatedConfigs(78, List.of(BEFORE.getBytes(StandardCharsets.UTF_8)));
        MeantConfig before = config(BEFORE);
        for (int i = 0; i < MUTANTS; i++) {
            byte[] bytes = i % 2 == 0 ? mutants.next() : ours.next();
            MeantConfig mutant = MeantConfig.of(HaproxyConfig.of("mutant", bytes));
            LivePlan plan = LivePlan.of(
                    before, mutant, List.of(new ChangedFile("/ca.pem", bytes, bytes.clone())), release("3.2"));
            assertThat(plan.lines()).hasSameSizeAs(plan.items());
            for (LiveVerdict.Live step : steps(plan)) {
                for (LiveAction action : step.actions()) {
                    assertThat(action.command().line()).doesNotContain("\n");
                }
            }
        }
    }
}
