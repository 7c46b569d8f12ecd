package io.hitless.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The main job on two balancers, in short: HAProxy is built from source, configurations are rolled, and nothing is
 * dropped meanwhile. Each step stands on those before it. In full, with figures: {@code lab/hitless-proof}.
 */
@OnLab
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HaproxyIT {
    private static final String VERSION = "3.0.11";
    private static final String BUILD =
            Lab.CHECKOUT.resolve("playbooks/haproxy.yml").toString();
    private static final String CONFIGURE =
            Lab.CHECKOUT.resolve("playbooks/haproxy-config.yml").toString();
    private static final String SITE = "@" + PredictionIT.resource("/lab/haproxy/site.yml");
    private static final Duration BUILDING = Duration.ofMinutes(10);
    private static final Duration PROVING = Duration.ofMinutes(25);
    private static final String LIVE = "haproxy_config : Bring the configuration live, on ";

    /** The files of HAProxy but for its notes of what failed, and what the process says it runs. */
    private static final String WHAT_SERVES = """
        find /etc/haproxy -type f ! -name '*.failed' ! -name '*.journal' -printf '%p %M %u %g\\n' -exec sha256sum {} + | sort
        systemctl show -p MainPID,ActiveState haproxy
        echo 'show info' | socat -t 5 - UNIX-CONNECT:/run/haproxy/admin.sock 2>/dev/null | grep -E '^(Pid|description):' || :
        """;

    @BeforeAll
    static void haproxy_is_built_from_source(Lab lab) throws Exception {
        build(lab);
        lab.on("lb1", "/usr/local/sbin/haproxy -v | grep -q '^HAProxy version " + VERSION + "'");
    }

    private static Ran build(Lab lab) throws IOException, InterruptedException {
        return lab.startRollout(
                        BUILD,
                        "-e",
                        "haproxy_version=" + VERSION,
                        "-e",
                        "haproxy_build_once=true",
                        "-e",
                        "{\"haproxy_checksum\": \"{{ lab_haproxy_checksums[haproxy_version] }}\"}")
                .await(BUILDING)
                .endedWith(0);
    }

    private static Ran configure(Lab lab, String... more) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(CONFIGURE, "-e", "haproxy_version=" + VERSION, "-e", SITE));
        words.addAll(List.of(more));
        return lab.rollout(words.toArray(String[]::new));
    }

    private static String whatServes(Lab lab) throws IOException, InterruptedException {
        return lab.on("lb1", WHAT_SERVES) + lab.on("lb2", WHAT_SERVES);
    }

    @Test
    @Order(1)
    void a_second_build_changes_nothing(Lab lab) throws Exception {
        assertThat(build(lab).answers().values()).doesNotContain("changed");
    }

    @Test
    @Order(2)
    void a_first_configuration_that_cannot_be_loaded_leaves_nothing_behind(Lab lab) throws Exception {
        String before = whatServes(lab);
        configure(lab, "-e", "haproxy_maxconn=9000000")
                .endedWith(2)
                .says("Cannot raise FD limit", "HAProxy is stopped, as it was")
                .doesNotSay("lb2 ");
        assertThat(whatServes(lab)).isEqualTo(before);
    }

    @Test
    @Order(3)
    void the_first_configuration_goes_live_as_check_predicts_and_a_second_run_changes_nothing(Lab lab)
            throws Exception {
        goesLiveAsPredicted(lab, 0);
    }

    @Test
    @Order(4)
    void a_change_goes_live_as_check_predicts_and_a_second_run_changes_nothing(Lab lab) throws Exception {
        goesLiveAsPredicted(lab, 1);
        assertThat(lab.on("lb2", "curl -si http://127.0.0.1/"))
                .containsIgnoringCase("x-turn: 1")
                .contains("web1");
    }

    private static void goesLiveAsPredicted(Lab lab, int turn) throws IOException, InterruptedException {
        String before = whatServes(lab);
        Ran predicted = configure(lab, "-e", "turn=" + turn, "--check", "--diff")
                .endedWith(0)
                .says("+    http-response set-header X-Turn " + turn);
        assertThat(whatServes(lab)).isEqualTo(before);
        Ran ran = configure(lab, "-e", "turn=" + turn).endedWith(0);
        assertThat(predicted.answers())
                .isEqualTo(ran.answers())
                .containsEntry(LIVE + "lb1", "changed")
                .containsEntry(LIVE + "lb2", "changed");
        assertThat(configure(lab, "-e", "turn=" + turn).endedWith(0).answers().values())
                .doesNotContain("changed");
    }

    @Test
    @Order(5)
    void a_bind_that_is_taken_is_seen_before_anything_is_touched(Lab lab) throws Exception {
        lab.on("lb1", "systemd-run --quiet --collect --unit taken socat TCP-LISTEN:9999,fork PIPE");
        lab.await("lb1", "ss -Hltn 'sport = :9999' | grep -q .");
        String before = whatServes(lab);
        configure(lab, "-e", "turn=2", "-e", "{\"taken\": [\"*:9999\"]}")
                .endedWith(2)
                .says("the port is taken by socat", "Nothing was changed on this host")
                .doesNotSay("lb2 ");
        assertThat(whatServes(lab)).isEqualTo(before);
        lab.on("lb1", "systemctl stop taken");
    }

    @Test
    @Order(6)
    void a_balancer_whose_reload_fails_is_rolled_back_and_the_rollout_halts(Lab lab) throws Exception {
        String before = whatServes(lab);
        configure(lab, "-e", "turn=3", "-e", "haproxy_maxconn=9000000")
                .endedWith(2)
                .says("Cannot raise FD limit", "The node was rolled back", "the old worker still serves")
                .doesNotSay("lb2 ");
        assertThat(whatServes(lab)).isEqualTo(before);
        configure(lab, "-e", "turn=4").endedWith(0);
    }

    @Test
    @Order(7)
    void under_load_reloads_drop_nothing_and_the_controls_do(Lab lab) throws Exception {
        lab.tool(
                        PROVING,
                        "lab/hitless-proof",
                        "--as-is",
                        "--versions",
                        VERSION,
                        "--reloads",
                        "10",
                        "--pairs",
                        "2",
                        "--rate",
                        "200")
                .endedWith(0)
                .says("control: restarts");
    }
}
