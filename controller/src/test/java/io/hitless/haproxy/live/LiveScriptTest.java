package io.hitless.haproxy.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.haproxy.syntax.ConfigBytes;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a host tells of a change, and what it is sent. */
class LiveScriptTest {
    private static final HaproxyRelease RELEASE = new HaproxyRelease(2, 6);
    private static final String BEFORE = "frontend f\n bind :1 ssl crt-list /l\nbackend b\n server s 192.0.2.1:1\n";

    private static String part(String kind, String path, String content) {
        return kind + " " + ConfigBytes.bytes(content).length + " " + path + "\n" + content + "\n";
    }

    private static LiveFacts facts(String after, String... more) {
        String all = part("before", "/c", BEFORE) + part("after", "/c", after) + String.join("", more);
        return LiveFacts.read(ConfigBytes.bytes(all));
    }

    private static LivePlan plan(String after, String... more) {
        return facts(after, more).plan(RELEASE, Set.of("b/left"));
    }

    @Test
    void the_script_has_commands_with_what_takes_them_back_and_proofs() {
        LivePlan plan = plan(BEFORE.replace("192.0.2.1:1", "[2001:db8:0::9]:07 weight 003"));

        assertThat(ConfigBytes.text(LiveScript.of(
                        plan,
                        LivePlan.mark("proc.m", "cfg-1", "cfg-2", RELEASE).stream()
                                .toList())))
                .isEqualTo("""
                    step	server b/s: address, weight change
                    do	anything
                    =set server b/s addr 2001:db8:0::9 port 07
                    undo	anything
                    =set server b/s addr 192.0.2.1 port 1
                    do	silent
                    =set server b/s weight 003
                    undo	silent
                    =set server b/s weight 1
                    proof	row
                    ?show servers state b
                    where	be_name	b
                    where	srv_name	s
                    is	srv_addr	2001:db8::9
                    is	srv_port	7
                    proof	row
                    ?show servers state b
                    where	be_name	b
                    where	srv_name	s
                    is	srv_uweight	3
                    undone	row
                    ?show servers state b
                    where	be_name	b
                    where	srv_name	s
                    is	srv_addr	192.0.2.1
                    is	srv_port	1
                    undone	row
                    ?show servers state b
                    where	be_name	b
                    where	srv_name	s
                    is	srv_uweight	1
                    do	silent
                    =experimental-mode on;set var proc.m str(cfg-2)
                    undo	silent
                    =experimental-mode on;set var proc.m str(cfg-1)
                    proof	field
                    ?get var proc.m
                    is	proc.m	type=str value=<cfg-2>
                    end	38
                    """);
    }

    @Test
    void a_server_that_still_has_connections_can_not_be_added_again() {
        assertThat(plan(BEFORE + " server left 192.0.2.2:1\n").because())
                .containsExactly(
                        "server b/left is new: reload, because a server of that name was deleted, and still has"
                                + " connections");
        assertThat(plan(BEFORE + " server other 192.0.2.2:1\n").isLive()).isTrue();
    }

    @Test
    void a_file_of_which_nobody_knows_what_is_loaded_is_reloaded_if_it_was_used() {
        String list = part("was", "/l", "/old.pem\n") + part("is", "/l", "/old.pem\n");

        assertThat(plan(BEFORE, list, part("unknown", "/old.pem", "x")).because())
                .containsExactly(
                        "/old.pem is new in the list of files: reload, because it is not known what the process"
                                + " has loaded of it");
        assertThat(plan(BEFORE, part("unknown", "/l", "/old.pem\n")).isLive()).isFalse();
        assertThat(plan(BEFORE, list).items()).isEmpty();
    }

    private static final String PAIR = "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n"
            + "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n";

    @Test
    void a_new_certificate_in_a_directory_that_a_bind_reads_needs_a_reload() {
        String config = "frontend f\n bind :1 ssl crt /certs/\n";
        String facts = part("before", "/c", config)
                + part("after", "/c", config)
                + part("was", "/certs/a.pem", "")
                + part("is", "/certs/a.pem", PAIR);

        assertThat(LiveFacts.read(ConfigBytes.bytes(facts))
                        .plan(RELEASE, Set.of())
                        .because())
                .containsExactly("/certs/a.pem changes: reload, because a bind reads its directory of certificates at"
                        + " the start only");
    }

    @ParameterizedTest
    @CsvSource({"/a;b.pem", "/a\\b.pem", "/a@b.pem", "/a<<b.pem"})
    void a_name_that_the_api_reads_otherwise_needs_a_reload(String name) {
        String list = part("was", "/l", "/old.pem\n") + part("is", "/l", "/old.pem\n" + name + "\n");

        assertThat(plan(BEFORE, list).because())
                .containsExactly("/l changes: reload, because a name in it has another meaning in the runtime API");
        assertThat(plan(BEFORE, list, part("was", name, ""), part("is", name, PAIR))
                        .because())
                .contains(name + " changes: reload, because its name has another meaning in the runtime API");
    }

    @Test
    void a_list_can_only_name_certificates_that_the_process_has() {
        String list = part("was", "/l", "/old.pem\n") + part("is", "/l", "/old.pem\n/new.pem\n");

        assertThat(plan(BEFORE, list).because())
                .containsExactly("/l changes: reload, because the process has not loaded /new.pem");
        assertThat(plan(BEFORE, list, part("was", "/new.pem", ""), part("is", "/new.pem", PAIR))
                        .lines())
                .contains("/l changes: live");
        String used = BEFORE + "frontend g\n bind :2 ssl crt /new.pem\n";
        assertThat(LiveFacts.read(ConfigBytes.bytes(part("before", "/c", used) + part("after", "/c", used) + list))
                        .plan(RELEASE, Set.of())
                        .isLive())
                .isTrue();
    }

    @Test
    void a_long_acl_file_is_loaded_again_and_a_long_map_is_sent_in_pieces() {
        String config = "frontend f\n bind :1\n acl a src -f /acl\n use_backend %[base,map(/map,x)]\n";
        String head = part("before", "/c", config) + part("after", "/c", config);
        String many = "entry value\n".repeat(199);

        assertThat(LiveFacts.read(ConfigBytes.bytes(head + part("was", "/acl", "a\n") + part("is", "/acl", many)))
                        .plan(RELEASE, Set.of())
                        .because())
                .containsExactly("/acl changes: reload, because it would take more than 200 commands");
        assertThat(LiveFacts.read(ConfigBytes.bytes(head + part("was", "/map", "a b\n") + part("is", "/map", many)))
                        .plan(RELEASE, Set.of())
                        .isLive())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"before 3 /c", "before 99 /c", "other 1 /c", "before x /c", "''"})
    void facts_that_are_malformed_are_refused(String head) {
        assertThatThrownBy(() -> LiveFacts.read(ConfigBytes.bytes(head + "\nx\n")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("malformed");
        assertThat(LiveFacts.read(new byte[0]).plan(RELEASE, List.of()).items()).isEmpty();
    }

    @Test
    void a_line_feed_in_a_command_is_refused() {
        LiveVerdict.Live step = new LiveVerdict.Live(
                LiveVerdict.Phase.CHANGE,
                List.of(LiveAction.of(RuntimeCommand.silent("set\nserver"))),
                List.of(),
                List.of());

        assertThatThrownBy(() -> LiveScript.of(new LivePlan(List.of()), List.of(step)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "0:0:0:0:0:0:0:0, ::",
        "0::1, ::1",
        "fe80:0::, fe80::",
        "::ffff:192.0.2.1, ::ffff:192.0.2.1",
        "192.0.2.1, 192.0.2.1"
    })
    void an_address_is_as_haproxy_shows_it(String written, String shown) {
        assertThat(PlainAddress.shown(written)).contains(shown);
    }
}
