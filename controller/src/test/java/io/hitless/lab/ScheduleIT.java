package io.hitless.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Schedules on a bastion of the lab, lb1, under its systemd: they look at lb2 over ssh. */
@OnLab
class ScheduleIT {
    private static final String PLAYBOOK = """
        - hosts: lb2
          gather_facts: false
          tasks:
            - name: the motd
              copy: {content: "kept\\n", dest: /etc/motd}
        """;

    @BeforeEach
    void lb1_is_a_bastion(Lab lab) throws Exception {
        String jdk = Path.of(System.getProperty("java.home")).toRealPath().toString();
        String checkout = Lab.CHECKOUT.toString();
        lab.hitless("config").endedWith(0); // so that it is built
        // To the same paths, so that the launcher's cache fits; without the larger parts that nothing here needs.
        String home = " ." + checkout;
        String pack = "cd / && tar -c --exclude='*/src.zip' --exclude='*/jmods' ." + jdk + home + "/hitless" + home
                + "/controller/src/launch" + home + "/controller/target/lib" + home + "/controller/target/hitless*.jar"
                + home + "/controller/target/*.aot ." + lab.inventory();
        lab.tool(
                        Duration.ofMinutes(2),
                        "/bin/bash",
                        "-c",
                        pack + " | " + checkout + "/hitless lab exec lb1 tar -x -C /")
                .endedWith(0);
        lab.on("lb1", "mkdir -p /root/site && cat >/root/site/site.yml <<'END'\n" + PLAYBOOK + "END");
        lab.on("lb2", "echo kept >/etc/motd");
    }

    private static Ran schedule(Lab lab, String words) throws Exception {
        return lab.lab("exec", "lb1", "sh", "-c", "cd /root/site && " + Lab.CHECKOUT + "/hitless schedule " + words);
    }

    private static String runs(Lab lab) throws Exception {
        return lab.on("lb1", Lab.CHECKOUT + "/hitless history 2>/dev/null | grep -c ' drift ' || :")
                .strip();
    }

    @Test
    void a_drift_check_runs_by_itself_and_leaves_metrics(Lab lab) throws Exception {
        schedule(
                        lab,
                        "add fleet --every 1m --jitter 0 --time-limit 2m -- drift -i " + lab.inventory()
                                + " site.yml --metrics /root/fleet.prom")
                .endedWith(0)
                .says("added fleet: next run ");
        schedule(lab, "list").endedWith(0).says("fleet  *-*-* *:00/1:00  waiting", "hitless drift -i ");
        schedule(lab, "add fleet --every 5m -- drift -i " + lab.inventory() + " site.yml")
                .endedWith(1)
                .says("there is already a schedule 'fleet'");

        lab.on("lb1", "i=0; until test -e /root/fleet.prom; do i=$((i + 1)); [ $i -lt 90 ] || exit 1; sleep 1; done");
        assertThat(lab.on("lb1", "cat /root/fleet.prom"))
                .contains("state=\"in_sync\"} 1\n")
                .contains("kind=\"drift\"");
        int before = Integer.parseInt(runs(lab));
        lab.on("lb2", "echo other >/etc/motd");
        schedule(lab, "run fleet").endedWith(3).says("lb2", "the motd");
        assertThat(Integer.parseInt(runs(lab))).isGreaterThan(before);
        assertThat(lab.on("lb1", "cat /root/fleet.prom; systemctl is-failed hitless-fleet.service || :"))
                .contains("hitless_run_exit_code", "state=\"drifted\"} 1")
                .as("drift is no failure of the check")
                .doesNotContain("\nfailed");
        assertThat(lab.on("lb2", "cat /etc/motd")).isEqualTo("other\n");

        schedule(lab, "remove fleet").endedWith(0);
        assertThat(lab.on(
                        "lb1",
                        "ls /etc/systemd/system | grep hitless || :; systemctl list-timers --all | grep hitless || :"))
                .isEmpty();
        schedule(lab, "list").says("no schedules");
    }

    @Test
    void a_run_that_takes_too_long_is_stopped_and_two_never_overlap(Lab lab) throws Exception {
        String slow = " -- exec -i " + lab.inventory() + " lb2 -m shell -a";
        schedule(lab, "add slow --every 1d --jitter 0 --time-limit 5s" + slow + " 'sleep 600; touch /run/never'")
                .endedWith(0);
        long began = System.nanoTime();
        schedule(lab, "run slow").endedWith(1).says("the run of slow did not finish: timeout");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(45));

        schedule(lab, "add twice --every 1d --jitter 0" + slow + " 'echo x >>/run/twice; sleep 3'")
                .endedWith(0);
        lab.on(
                "lb1",
                "systemctl start --no-block hitless-twice.service; sleep 1; systemctl start hitless-twice.service");
        assertThat(lab.on("lb2", "cat /run/twice")).isEqualTo("x\n");
        schedule(lab, "remove slow").endedWith(0);
        schedule(lab, "remove twice").endedWith(0);
    }
}
