package io.hitless.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.Needed;
import io.hitless.cli.output.ExitCode;
import io.hitless.store.PostgresServer;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bastions that share a PostgreSQL database, and what becomes of their rollouts when one of them, or it, is gone. */
class SharedStateIT extends OverSsh {
    @BeforeEach
    void start() throws IOException {
        Needed.root();
        Needed.programs("unshare");
        bastion.write("site.yml", """
            - hosts: all
              gather_facts: false
              tasks:
                - name: first
                  shell: echo {{ inventory_hostname }} first >> DIR/done
                - name: second
                  shell: ": > DIR/at-{{ inventory_hostname }}; until [ -e DIR/go ]; do sleep 0.05; done; echo {{ inventory_hostname }} second >> DIR/done"
                  notify: Reload
                - name: third
                  shell: echo {{ inventory_hostname }} third >> DIR/done
              handlers:
                - name: Reload
                  shell: echo {{ inventory_hostname }} reload >> DIR/done
            """);
    }

    private void on(PostgresServer server, String options) {
        bastion.set("HITLESS_STATE", server.newState() + options);
        bastion.set("PGPASSWORD", server.password());
    }

    private void awaitBothHosts() throws InterruptedException {
        bastion.await("at-h1");
        bastion.await("at-h2");
    }

    private void assertThatAllWasDoneOnce() throws IOException {
        assertThat(bastion.lines("done"))
                .containsExactlyInAnyOrderElementsOf(Stream.of("first", "second", "third", "reload")
                        .flatMap(step -> Stream.of("h1 " + step, "h2 " + step))
                        .toList());
    }

    @Test
    void what_a_bastion_that_is_gone_began_is_resumed_by_another_once_its_lock_has_expired() throws Exception {
        on(PostgresServer.shared(), "?lease=8");
        Bastion.Running run = bastion.startElsewhere("bastion2", "rollout", "-i", "hosts.ini", "site.yml");
        awaitBothHosts();

        assertThat(bastion.run("history").said()).contains("running");
        Bastion.Ended refused = bastion.run("resume", "last");
        assertThat(refused.exit()).isEqualTo(ExitCode.ERROR);
        assertThat(refused.said())
                .containsPattern("run \\S+ is under way in process \\d+ of root@bastion2 since 2\\d+-\\S+Z");
        Bastion.Ended second = bastion.rollOut();
        assertThat(second.exit()).isEqualTo(ExitCode.ERROR);
        assertThat(second.said())
                .containsPattern("h1 is locked by run \\S+ of root@bastion2 since 2\\d+-\\S+Z")
                .contains("h2 is locked by run", "--lock-wait");

        run.kill();
        bastion.write("go", "");
        Thread.sleep(9000);
        assertThat(bastion.run("history").said()).contains("interrupted");
        Bastion.Ended resumed = bastion.run("resume", refused.run());
        assertThat(resumed.exit()).as(resumed.said()).isZero();
        assertThatAllWasDoneOnce();
        assertThat(bastion.run("show", refused.run()).said()).contains(": ok;", "leg 2", "on bastion2");
        assertThat(bastion.run("state", "check").said())
                .contains("runs 2, events")
                .doesNotContain("under way");
    }

    @Test
    void of_two_bastions_that_begin_the_same_rollout_at_once_exactly_one_runs() throws Exception {
        on(PostgresServer.shared(), "");
        bastion.write("go", "");
        String site = "- hosts: all\n  gather_facts: false\n  tasks:\n"
                + "    - shell: echo {{ inventory_hostname }} >> DIR/done; sleep 3\n";
        bastion.write("site.yml", site);

        List<Bastion.Running> both = List.of(
                bastion.startElsewhere("bastion1", "rollout", "-i", "hosts.ini", "site.yml"),
                bastion.startElsewhere("bastion2", "rollout", "-i", "hosts.ini", "site.yml"));
        List<Bastion.Ended> ended = List.of(both.get(0).end(), both.get(1).end());

        assertThat(ended)
                .as(ended::toString)
                .extracting(Bastion.Ended::exit)
                .containsExactlyInAnyOrder(ExitCode.OK, ExitCode.ERROR);
        assertThat(ended)
                .anySatisfy(each -> assertThat(each.said()).contains("h1 is locked by run", "h2 is locked by"));
        assertThat(bastion.lines("done")).containsExactlyInAnyOrder("h1", "h2");
        assertThat(bastion.run("history").said().lines())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("  ok  "),
                        line -> assertThat(line).contains("  refused  "));
    }

    @Test
    void a_database_that_is_gone_for_a_while_is_waited_for_and_nothing_is_begun_meanwhile() throws Exception {
        try (PostgresServer server = PostgresServer.start()) {
            on(server, "");
            Bastion.Running run = bastion.startRollout();
            awaitBothHosts();
            server.stop();
            bastion.write("go", "");
            run.awaitSaid("does not answer: nothing new is begun, and it is waited for, at most 5 min");
            assertThat(bastion.lines("done"))
                    .containsExactlyInAnyOrder("h1 first", "h2 first", "h1 second", "h2 second");
            Bastion.Ended meanwhile = bastion.run("history");
            assertThat(meanwhile.exit()).isEqualTo(ExitCode.ERROR);
            assertThat(meanwhile.said()).contains("can't be reached");

            server.begin();
            Bastion.Ended ended = run.end();
            assertThat(ended.exit()).as(ended.said()).isZero();
            assertThat(ended.said()).contains("answers again, after");
            assertThatAllWasDoneOnce();
            assertThat(bastion.run("state", "check").exit()).isZero();
        }
    }

    @Test
    void a_database_that_stays_away_ends_the_run_in_good_order_and_it_is_resumed() throws Exception {
        try (PostgresServer server = PostgresServer.start()) {
            on(server, "?wait=3&lease=3");
            Bastion.Running run = bastion.startRollout();
            awaitBothHosts();
            server.stop();
            bastion.write("go", "");
            Bastion.Ended ended = run.end();
            assertThat(ended.exit()).as(ended.said()).isEqualTo(ExitCode.FAILED_HOSTS);
            assertThat(ended.said())
                    .contains("can't be reached", "the run stops here", "hitless resume " + ended.run());
            assertThat(bastion.lines("done")).doesNotContain("h1 third", "h2 third");

            server.begin();
            Bastion.Ended resumed = bastion.run("resume", ended.run());
            assertThat(resumed.exit()).as(resumed.said()).isZero();
            assertThatAllWasDoneOnce();
        }
    }
}
