package io.hitless.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hitless.cli.output.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who has a host, as the host itself knows it. */
class LocksIT extends OverSsh {
    private static final String GONE = "20260101-000000-gone";

    @BeforeEach
    void start() throws Exception {
        bastion.write("site.yml", """
            - hosts: h1
              gather_facts: false
              tasks:
                - shell: ": > DIR/begun; while [ ! -e DIR/go ]; do sleep 0.1; done; echo x >> DIR/done"
            """);
    }

    /** As a rollout leaves it that was killed long ago. */
    private void staleLock(String host) throws IOException {
        lock(host, 1, 1, Instant.now().getEpochSecond() - 4000);
    }

    /** For so many seconds, from a time that is given by the kernel's and by the clock. */
    private void lock(String host, int seconds, long uptime, long clock) throws IOException {
        Files.createDirectories(dir.resolve(host + "-state/runs"));
        bastion.write(
                host + "-state/lease.7",
                String.join(" ", GONE, "" + seconds, "" + uptime, "" + clock, Bastion.bootId(), "bob@other\n"));
    }

    @Test
    void a_host_is_held_while_a_rollout_is_at_it_and_free_before_and_after() throws Exception {
        assertThat(bastion.run("locks", "-i", "hosts.ini").said().lines()).containsExactly("h1  free", "h2  free");
        Bastion.Running rollout = bastion.startRollout();
        bastion.await("begun");

        Bastion.Ended held = bastion.run("locks", "-i", "hosts.ini");
        assertThat(held.exit()).isZero();
        assertThat(held.said())
                .containsPattern(
                        "(?m)^h1  held  rollout \\S+ of .+@.+, since .*, a task is running \\(process \\d+\\)\n"
                                + "h2  free$");

        Bastion.Ended other = bastion.rollOut();
        assertThat(other.exit()).isEqualTo(ExitCode.ERROR);
        assertThat(other.said()).contains("h1 is locked by rollout", "--lock-wait");

        Bastion.Ended broken = bastion.run("locks", "-i", "hosts.ini", "--break", "all");
        assertThat(broken.exit()).as("who is alive keeps it").isEqualTo(ExitCode.FAILED_HOSTS);
        assertThat(broken.said()).contains("h1  held");

        bastion.write("go", "");
        assertThat(rollout.end().exit()).isZero();
        assertThat(bastion.run("locks", "-i", "hosts.ini", "h1").said().lines()).containsExactly("h1  free");
    }

    @Test
    void a_stale_lock_is_broken_by_a_flag_alone_and_that_is_in_the_journal() throws Exception {
        staleLock("h1");
        bastion.write("go", "");
        Bastion.Ended refused = bastion.rollOut();
        assertThat(refused.exit()).isEqualTo(ExitCode.ERROR);
        assertThat(refused.said())
                .contains("h1 is still locked by rollout " + GONE + " of bob@other", "'hitless resume " + GONE + "'");
        JsonNode shown = new ObjectMapper()
                .readTree(bastion.run("locks", "-i", "hosts.ini", "--output", "json")
                        .said());
        assertThat(shown.get(0).path("state").asText()).isEqualTo("stale");
        assertThat(shown.get(0).path("leases").get(0).path("run").asText()).isEqualTo(GONE);
        assertThat(shown.get(1).path("state").asText()).isEqualTo("free");

        assertThat(bastion.run("locks", "-i", "hosts.ini", "--break").exit())
                .as("of which hosts?")
                .isEqualTo(ExitCode.ERROR);
        Bastion.Ended broken = bastion.run("locks", "-i", "hosts.ini", "--break", "h1");

        assertThat(broken.exit()).as(broken.said()).isZero();
        assertThat(broken.said().lines()).containsExactly("h1  free  lock of rollout " + GONE + " removed");
        assertThat(bastion.run("history", "-n", "1").said()).contains("  ok  ", "  locks  ", "hosts 1 changed 1");
        assertThat(bastion.run("show").said()).contains("hitless locks -i hosts.ini --break h1", "h1: " + GONE);
        assertThat(bastion.rollOut().exit()).isZero();
    }

    @Test
    void who_waits_for_a_rollout_that_is_gone_is_told_of_all_its_locks_also_those_that_run_out_later()
            throws Exception {
        staleLock("h1");
        long uptime = (long)
                Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ", 2)[0]);
        lock("h2", 6, uptime, Instant.now().getEpochSecond());
        bastion.write("site.yml", "- {hosts: all, gather_facts: false, tasks: [{ping: }]}\n");

        Bastion.Ended refused = bastion.rollOut("--lock-wait", "60");

        assertThat(refused.exit()).as(refused.said()).isEqualTo(ExitCode.ERROR);
        assertThat(refused.said())
                .contains("h1 is still locked by rollout " + GONE, "h2 is still locked by rollout " + GONE);
    }

    @Test
    void a_rollout_that_is_resumed_takes_its_own_locks_over() throws Exception {
        Bastion.Running rollout = bastion.startRollout();
        bastion.await("begun");
        rollout.kill();
        String run = bastion.run("history").said().lines().toList().getLast().substring(0, 20);
        Bastion.Ended refused = bastion.rollOut();
        assertThat(refused.exit()).isEqualTo(ExitCode.ERROR);
        assertThat(refused.said())
                .contains(
                        "h1 is locked by rollout " + run,
                        "whose process on this bastion is gone; its last call is still under way on the host")
                .contains("'hitless resume " + run + "' continues it")
                .doesNotContain("--lock-wait", "--break-lock");
        bastion.write("go", "");
        awaitNoCall("h1");
        assertThat(bastion.rollOut("--lock-wait", "60").said())
                .contains(
                        "h1 is still locked by rollout " + run,
                        "whose process on this bastion is gone",
                        "'hitless resume " + run + "'",
                        "--break-lock");
        assertThat(bastion.run("history", "-n", "1").said()).contains("  refused  ");

        Bastion.Ended resumed = bastion.run("resume", "last");

        assertThat(resumed.exit()).as(resumed.said()).isZero();
        assertThat(bastion.lines("done")).containsExactly("x");
        assertThat(bastion.run("locks", "-i", "hosts.ini", "h1").said().lines()).containsExactly("h1  free");
    }

    private void awaitNoCall(String host) throws Exception {
        for (int i = 0;
                i < 100 && bastion.run("locks", "-i", "hosts.ini", host).said().contains("under way");
                i++) {
            Thread.sleep(50);
        }
    }

    @Test
    void a_rollout_of_this_bastion_whose_process_is_gone_is_taken_over_from_at_once_if_that_is_wanted()
            throws Exception {
        Bastion.Running rollout = bastion.startRollout();
        bastion.await("begun");
        rollout.kill();
        bastion.write("go", "");
        awaitNoCall("h1");
        assertThat(bastion.run("locks", "-i", "hosts.ini", "h1").said())
                .contains("h1  stale", "its process on this bastion is gone");

        Bastion.Ended over = bastion.rollOut("--break-lock");

        assertThat(over.exit()).as(over.said()).isZero();
        assertThat(bastion.run("locks", "-i", "hosts.ini", "h1").said().lines()).containsExactly("h1  free");
    }

    @Test
    void a_host_whose_lock_tells_nobody_who_has_it_is_not_touched_until_that_is_broken() throws Exception {
        for (String garbled : new String[] {"", "garbled\n"}) {
            bastion.write("go", "");
            bastion.write("h1-state/lease.7", garbled);
            Bastion.Ended refused = bastion.rollOut();
            assertThat(refused.exit()).isEqualTo(ExitCode.ERROR);
            assertThat(refused.said())
                    .contains(
                            "h1 is locked by an unknown owner: " + bastion.file("h1-state/lease.7"),
                            "hitless locks --break h1");
            assertThat(bastion.file("begun")).doesNotExist();
            assertThat(bastion.run("locks", "-i", "hosts.ini", "h1").said()).contains("h1  stale  owner unknown");

            Bastion.Ended broken = bastion.run("locks", "-i", "hosts.ini", "--break", "h1");
            assertThat(broken.exit()).as(broken.said()).isZero();
            assertThat(bastion.rollOut().exit()).isZero();
            Files.delete(bastion.file("begun"));
            Files.delete(bastion.file("h1-state/lease.9"));
        }
    }

    @Test
    void a_host_that_can_keep_no_lock_fails_and_the_others_go_on_unless_locks_are_not_wanted() throws Exception {
        bastion.write(
                "site.yml",
                "- {hosts: all, gather_facts: false, tasks: [{shell: 'echo {{ inventory_hostname }} >>DIR/done',"
                        + " ignore_errors: true}]}\n");
        bastion.write("h1-state", "in the way");

        Bastion.Ended ran = bastion.rollOut();

        assertThat(ran.said()).contains("h1 could not be locked, so nothing was done: cannot save a lease on the host");
        assertThat(bastion.lines("done")).containsExactly("h2");
        assertThat(bastion.rollOut("--without-locks", "--break-lock").said()).contains("--without-locks locks no host");
        Files.delete(bastion.file("h1-state"));
        staleLock("h1");
        assertThat(bastion.rollOut("--without-locks").exit()).isZero();
        assertThat(bastion.lines("done")).containsExactlyInAnyOrder("h2", "h1", "h2");
    }

    @Test
    void
            a_rollout_that_was_stopped_in_the_middle_of_a_command_lets_go_of_the_host_and_a_resume_says_that_it_was_cut_off()
                    throws Exception {
        Bastion.Running rollout = bastion.startRollout();
        bastion.await("begun");
        rollout.signal("TERM");
        assertThat(rollout.end().exit()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(bastion.run("locks", "-i", "hosts.ini", "h1").said().lines()).containsExactly("h1  free");
        bastion.write("go", "");

        Bastion.Ended told = bastion.run("resume", "last");
        assertThat(told.exit()).as(told.said()).isEqualTo(ExitCode.FAILED_HOSTS);
        assertThat(told.said()).containsPattern("started before the run was cut off|ended early");
        assertThat(bastion.lines("done")).isEmpty();

        Bastion.Ended again = bastion.run("resume", "last");
        assertThat(again.exit()).as(again.said()).isZero();
        assertThat(bastion.lines("done")).containsExactly("x");
    }

    @Test
    void a_host_that_is_not_reached_is_named_beside_the_others() throws Exception {
        Files.writeString(
                bastion.file("hosts.ini"),
                Files.readString(bastion.file("hosts.ini")).replaceFirst("(h2 .*ansible_port=)\\d+", "$11"));

        Bastion.Ended asked = bastion.run("locks", "-i", "hosts.ini");

        assertThat(asked.exit()).isEqualTo(ExitCode.UNREACHABLE_HOSTS);
        assertThat(asked.said()).contains("h1  free", "h2  unreachable  ").contains("connection refused");
    }
}
