package io.hitless.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.Needed;
import io.hitless.cli.output.ExitCode;
import io.hitless.store.PostgresServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rollouts whose hosts are executed by workers on other bastions. */
class WorkersIT extends OverSsh {
    private final List<Bastion.Running> workers = new ArrayList<>();

    @Override
    int hosts() {
        return 6;
    }

    @BeforeEach
    void start() throws IOException {
        Needed.root();
        Needed.programs("unshare");
        bastion.set(
                "HITLESS_STATE",
                PostgresServer.shared().newState() + "?lease=4&options=-c%20idle_in_transaction_session_timeout%3D4s");
        bastion.set("PGPASSWORD", PostgresServer.shared().password());
        // Lookups run on the bastion that executes a task.
        bastion.write("site.yml", """
            - hosts: all
              gather_facts: false
              tasks:
                - name: first
                  shell: echo {{ inventory_hostname }} first {{ lookup('pipe', 'hostname') }} >> DIR/done
                - name: second
                  shell: ": > DIR/at-{{ inventory_hostname }}; until [ -e DIR/go ] || [ -e DIR/go-{{ inventory_hostname }} ]; do sleep 0.05; done; echo {{ inventory_hostname }} second {{ lookup('pipe', 'hostname') }} >> DIR/done; echo of {{ inventory_hostname }}"
                  register: said
                  notify: Reload
                - name: once
                  shell: echo all once {{ ansible_play_hosts | map('extract', hostvars, 'said') | map(attribute='stdout') | join(',') }} >> DIR/done
                  run_once: true
              handlers:
                - name: Reload
                  shell: echo {{ inventory_hostname }} reload >> DIR/done
            """);
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Bastion.Running worker : workers) {
            worker.kill();
        }
    }

    private Bastion.Running worker(String bastionName, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("worker"));
        words.addAll(List.of(options));
        Bastion.Running worker = bastion.startElsewhere(bastionName, words.toArray(String[]::new));
        worker.awaitSaid("waits for rollouts");
        workers.add(worker);
        return worker;
    }

    private Bastion.Running rollOutByWorkers(String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of("rollout", "--workers", "-i", "hosts.ini", "site.yml"));
        words.addAll(List.of(more));
        return bastion.startElsewhere("leader", words.toArray(String[]::new));
    }

    private static Stream<String> names() {
        return IntStream.rangeClosed(1, 6).mapToObj(number -> "h" + number);
    }

    private void assertThatAllWasDoneOnce() throws IOException {
        assertThat(bastion.lines("done").stream().map(line -> line.replaceFirst(" w\\d$", "")))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                names().flatMap(name -> Stream.of(name + " first", name + " second", name + " reload")),
                                Stream.of("all once of h1,of h2,of h3,of h4,of h5,of h6"))
                        .toList());
    }

    @Test
    void workers_share_the_hosts_and_the_process_that_leads_reports_them() throws Exception {
        worker("w1");
        worker("w2");
        bastion.write("go", "");

        Bastion.Ended ended = rollOutByWorkers().end();

        assertThat(ended.exit()).as(ended.said()).isZero();
        assertThatAllWasDoneOnce();
        assertThat(bastion.lines("done"))
                .filteredOn(line -> line.contains(" first "))
                .allMatch(line -> line.endsWith(" w1") || line.endsWith(" w2"));
        names().forEach(name ->
                assertThat(ended.said()).contains("changed: [" + name + "]").containsPattern(name + " +: ok=[34] "));
        assertThat(bastion.run("show", "last").said()).contains(": ok;");
        assertThat(bastion.run("state", "check").exit()).isZero();
        Bastion.Ended again = rollOutByWorkers().end();
        assertThat(again.exit()).as(again.said()).isEqualTo(ExitCode.OK);
    }

    private void awaitAllHosts() throws InterruptedException {
        for (String name : names().toList()) {
            bastion.await("at-" + name);
        }
    }

    @Test
    void what_a_worker_that_is_gone_has_begun_is_taken_over_by_another() throws Exception {
        Bastion.Running first = worker("w1");
        worker("w2");
        Bastion.Running run = rollOutByWorkers();
        awaitAllHosts();

        first.kill();
        bastion.write("go", "");
        Bastion.Ended ended = run.end();

        assertThat(ended.exit()).as(ended.said()).isZero();
        assertThatAllWasDoneOnce();
    }

    /** h1 is near, the others are far: so each of two workers has some. */
    private void zones() throws IOException {
        for (String name : names().toList()) {
            bastion.write("host_vars/" + name + ".yml", "hitless_zone: " + (name.equals("h1") ? "near" : "far") + "\n");
        }
    }

    /** The lease is longer than the test: the next one need not wait for its end. */
    @Test
    void a_worker_that_is_asked_to_end_gives_its_hosts_back() throws Exception {
        bastion.set("HITLESS_STATE", PostgresServer.shared().newState() + "?lease=300");
        zones();
        bastion.write("go-h1", "");
        Bastion.Running first = worker("w1", "--zone", "near");
        worker("w2", "--zone", "far");
        Bastion.Running run = rollOutByWorkers();
        awaitAllHosts();
        first.awaitSaid(
                "TASK [second] ******************************************************************\nchanged: [h1]");

        first.signalAll("TERM");
        assertThat(first.end().exit()).isEqualTo(ExitCode.INTERRUPTED);
        worker("w3");
        bastion.write("go", "");
        Bastion.Ended ended = run.end();

        assertThat(ended.exit()).as(ended.said()).isZero();
        assertThatAllWasDoneOnce();
    }

    @Test
    void a_worker_that_was_frozen_finds_its_hosts_taken_and_does_nothing_more_there() throws Exception {
        zones();
        Bastion.Running first = worker("w1", "--zone", "near");
        worker("w2", "--zone", "far");
        Bastion.Running run = rollOutByWorkers();
        awaitAllHosts();

        first.signalAll("STOP");
        worker("w3");
        bastion.write("go", "");
        Bastion.Ended ended = run.end();
        first.signalAll("CONT");
        first.awaitSaid("this worker has lost its hosts");

        assertThat(ended.exit()).as(ended.said()).isZero();
        assertThat(first.end().exit()).isNotZero();
        assertThatAllWasDoneOnce();
    }

    @Test
    void a_run_whose_leading_process_is_gone_is_led_by_another_bastion() throws Exception {
        worker("w1");
        worker("w2");
        Bastion.Running run = rollOutByWorkers();
        awaitAllHosts();

        run.kill();
        bastion.write("go", "");
        for (int i = 0; i < 400 && !bastion.run("show", "last").said().contains(": ok;"); i++) {
            Thread.sleep(100);
        }

        assertThat(bastion.run("show", "last").said()).contains(": ok;", "leg 2");
        assertThatAllWasDoneOnce();
    }

    @Test
    void a_worker_takes_hosts_of_its_zone_only() throws Exception {
        bastion.write("host_vars/h1.yml", "hitless_zone: far\n");
        worker("w1", "--zone", "near");
        bastion.write("go", "");
        Bastion.Running run = rollOutByWorkers();
        run.awaitSaid("h1 waits for a worker: start 'hitless worker --zone far' on a bastion");

        worker("w2", "--zone", "far");
        Bastion.Ended ended = run.end();

        assertThat(ended.exit()).as(ended.said()).isZero();
        assertThat(bastion.lines("done")).contains("h1 first w2", "h2 first w1");
        assertThatAllWasDoneOnce();
    }

    @Test
    void failures_and_decisions_are_the_same_for_all() throws Exception {
        worker("w1");
        worker("w2");
        bastion.write("site.yml", """
            - hosts: all
              strategy: free
              gather_facts: false
              serial: [2, 4]
              vars:
                hitless:
                  gate:
                    - command: test -e DIR/healthy-{{ inventory_hostname }}
                  gate_timeout: 0
                  max_failed: {batch: 1}
              tasks:
                - shell: echo {{ inventory_hostname }} first >> DIR/done; touch DIR/healthy-{{ inventory_hostname }}
                - include_tasks: more.yml
                  when: inventory_hostname != 'h5'
            - hosts: h1:h3
              gather_facts: false
              tasks:
                - shell: echo {{ inventory_hostname }} last {{ hostvars['h1'].answer }} >> DIR/done
            """);
        bastion.write("more.yml", """
            - block:
                - command: test {{ inventory_hostname }} != h2
                - set_fact: {answer: "from {{ inventory_hostname }}"}
              rescue:
                - shell: echo {{ inventory_hostname }} rescued >> DIR/done
            - command: test {{ inventory_hostname }} != h3
            """);

        Bastion.Ended ended = rollOutByWorkers().end();

        assertThat(ended.exit()).as(ended.said()).isEqualTo(ExitCode.FAILED_HOSTS);
        assertThat(bastion.lines("done"))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(names().map(name -> name + " first"), Stream.of("h2 rescued", "h1 last from h1"))
                                .toList());
        assertThat(ended.said())
                .containsPattern("h3 +: ok=\\d+ .* failed=1 ")
                .containsPattern("h2 +: .* rescued=1 ")
                .contains("gate of batch 1 of 2: passes on h1", "gate of batch 2 of 2: passes on");
    }

    @Test
    void without_a_shared_state_there_are_no_workers() throws Exception {
        bastion.set("HITLESS_STATE", bastion.file("state").toString());
        assertThat(rollOutByWorkers().end().said()).contains("--workers needs a state in PostgreSQL");
        Bastion.Ended refused = bastion.run("worker");
        assertThat(refused.exit()).isEqualTo(ExitCode.ERROR);
        assertThat(refused.said()).contains("workers need a state in PostgreSQL");
    }
}
