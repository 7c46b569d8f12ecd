package io.hitless.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.event.Event;
import io.hitless.event.Event.Decision.Topic;
import io.hitless.event.Event.Decision.Verdict;
import io.hitless.module.ModuleCatalog;
import io.hitless.playbook.Play;
import io.hitless.playbook.load.PlainLoading;
import io.hitless.playbook.load.PlaybookLoader;
import io.hitless.run.MapScope;
import io.hitless.run.operator.Operator;
import io.hitless.run.policy.BatchPolicy;
import io.hitless.run.policy.HostStatus.State;
import io.hitless.run.rollback.RollbackResult;
import io.hitless.source.SourceFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutTest {
    private static final String GATE = "gate: [{ping: }], gate_timeout: 30ms, gate_delay: 10ms";
    private static final String TRAFFIC = "take_out: [{ping: }], bring_back: [{ping: }]";
    private static final String RUN = "run";
    private static final Map<String, String> H2_FAILS = Map.of("h2", "no answer");

    @TempDir
    Path dir;

    @Test
    void a_play_without_the_section_is_left_to_ansibles_rules() throws InterruptedException {
        FakeBatch batch = FakeBatch.live("h1", "h2");
        assertThat(conductor(null).afterBatch(batch)).isNull();
        assertThat(conductor(null).endsWhenBatchFails()).isTrue();
        assertThat(conductor(null).canaries(batch)).isEmpty();
        assertThat(batch.done).isEmpty();
    }

    @Test
    void a_batch_that_is_well_goes_on() throws InterruptedException {
        FakeBatch batch = FakeBatch.live("h1", "h2");
        assertThat(conductor("max_failed: {batch: 0}").afterBatch(batch)).isNull();
        assertThat(batch.told())
                .isEqualTo("batch 1 of 2: 0 of 2 hosts failed, none is allowed; rollout: 0 of 2: goes on");
        assertThat(batch.done).isEmpty();
    }

    @Test
    void hosts_are_taken_out_before_their_tasks_and_brought_back_between_gate_and_soak() throws InterruptedException {
        FakeBatch batch = FakeBatch.live("h1", "h2").stands("h3", State.UNREACHABLE);
        BatchPolicy policy = conductor(TRAFFIC + ", " + GATE + ", soak: 5ms");
        policy.beforeBatch(batch);
        assertThat(batch.done).containsExactly("take_out h1 h2");
        assertThat(batch.told()).isEqualTo("batch 1 of 2: taken out of traffic: h1, h2");
        assertThat(policy.afterBatch(batch)).isNull();
        assertThat(batch.done).startsWith("take_out h1 h2", "gate h1 h2", "bring_back h1 h2", "pause", "soak h1 h2");
        assertThat(batch.told()).contains("brought back into traffic: h1, h2").doesNotContain("out of traffic: a host");
    }

    @Test
    void a_host_that_can_not_be_taken_out_is_not_changed_and_comes_back() throws InterruptedException {
        FakeBatch batch = FakeBatch.live("h1", "h2");
        batch.tries.add(H2_FAILS);
        BatchPolicy policy = conductor(TRAFFIC);
        policy.beforeBatch(batch);
        assertThat(batch.done).containsExactly("take_out h1 h2", "bring_back h2", "fail h2");
        assertThat(batch.told()).contains("taken out of traffic: h1; not: h2 (no answer)");
        policy.afterBatch(batch);
        assertThat(batch.done).endsWith("bring_back h1");
        assertThat(batch.told()).doesNotContain("out of traffic: a host");
    }

    @Test
    void a_host_that_failed_stays_out_and_others_of_its_batch_come_back_if_the_gate_passes()
            throws InterruptedException {
        FakeBatch batch = FakeBatch.live("h1", "h2");
        BatchPolicy policy = conductor(TRAFFIC + ", " + GATE + ", max_failed: {batch: 0}");
        policy.beforeBatch(batch);
        batch.stands("h2", State.FAILED);
        assertThat(policy.afterBatch(batch)).isEqualTo("more hosts failed than are allowed");
        assertThat(batch.done).containsExactly("take_out h1 h2", "gate h1", "bring_back h1");
        assertThat(batch.told())
                .endsWith("h2 stays out of traffic: a host is not brought back before it is known to be healthy");
    }

    @Test
    void a_host_that_misses_the_gate_stays_out() throws InterruptedException {
        FakeBatch batch = FakeBatch.live("h2");
        BatchPolicy policy = conductor(TRAFFIC + ", gate: [{ping: }], gate_timeout: 0");
        policy.beforeBatch(batch);
        batch.tries.add(H2_FAILS);
        assertThat(policy.afterBatch(batch)).contains("was not passed on h2");
        assertThat(batch.done).containsExactly("take_out h2", "gate h2", "fail h2");
        assertThat(batch.told()).contains("h2 stays out of traffic");
    }

    @Test
    void a_host_that_was_rolled_back_comes_back_after_the_gate_even_if_nothing_was_to_be_undone()
            throws InterruptedException {
        FakeBatch batch = FakeBatch.live("h1", "h2");
        batch.undone.put("h2", RollbackResult.nothing("h2"));
        BatchPolicy policy = conductor(
                TRAFFIC + ", gate: [{ping: }], gate_timeout: 0, on_failure: rollback, max_failed: {batch: 1}");
        policy.beforeBatch(batch);
        batch.stands("h2", State.FAILED);
        assertThat(policy.afterBatch(batch)).isNull();
        assertThat(batch.done)
                .containsExactly(
                        "take_out h1 h2", "undo h2 run", "gate h2", "bring_back h2", "gate h1", "bring_back h1");
    }

    @Test
    void a_host_whose_rollback_misses_the_gate_stays_out() throws InterruptedException {
        FakeBatch batch = FakeBatch.live("h2");
        BatchPolicy policy = conductor(TRAFFIC + ", gate: [{ping: }], gate_timeout: 0, on_failure: rollback");
        policy.beforeBatch(batch);
        batch.stands("h2", State.FAILED);
        batch.tries.add(H2_FAILS);
        policy.afterBatch(batch);
        assertThat(batch.done).contains("undo h2 run", "gate h2").doesNotContain("bring_back h2");
        assertThat(batch.told()).contains("h2 stays out of traffic");
    }

    @Test
    void a_host_that_can_not_be_brought_back_ends_the_rollout() throws InterruptedException {
        FakeBatch batch = FakeBatch.live("h1", "h2");
        BatchPolicy policy = conductor(TRAFFIC);
        policy.beforeBatch(batch);
        batch.tries.add(H2_FAILS);
        assertThat(policy.afterBatch(batch)).isEqualTo("h2 could not be brought back into traffic");
        assertThat(batch.done).containsExactly("take_out h1 h2", "bring_back h1 h2", "fail h2");
    }

    @Test
    void a_resumed_run_knows_who_is_out() throws InterruptedException {
        FakeBatch batch = FakeBatch.live("h1", "h2");
        batch.recorded.add(new Event.Decision(1, Topic.TRAFFIC, Verdict.HALT, "h1", List.of("h1"), Map.of()));
        batch.recorded.add(new Event.Decision(2, Topic.TRAFFIC, Verdict.GO_ON, "h2", List.of("h2"), Map.of()));
        BatchPolicy policy = conductor(TRAFFIC);
        policy.beforeBatch(batch);
        assertThat(batch.done).contains("fail h2").doesNotContain("fail h1");
        assertThat(policy.afterBatch(batch)).isNull();
        assertThat(batch.done).endsWith("bring_back h1");
    }

    @Test
    void check_mode_moves_no_host() throws InterruptedException {
        FakeBatch batch = new FakeBatch(1, 2, true, "h1");
        BatchPolicy policy = conductor(TRAFFIC);
        policy.beforeBatch(batch);
        policy.afterBatch(batch);
        assertThat(batch.done).isEmpty();
    }

    @Test
    void the_gate_is_tried_until_it_passes_on_all_hosts() throws InterruptedException {
        FakeBatch batch = FakeBatch.live("h1", "h2");
        batch.tries.add(H2_FAILS);
        assertThat(conductor("gate: [{ping: }], gate_delay: 1ms").afterBatch(batch))
                .isNull();
        assertThat(batch.done).containsExactly("gate h1 h2", "pause", "gate h1 h2");
        assertThat(batch.told())
                .contains("not yet, on 1 of 2 (1 try, 60 s left): h2 (no answer)")
                .endsWith("passes on h1, h2 (2 tries, 0 s)");
    }

    @Test
    void a_gate_that_never_passes_makes_its_hosts_failed_and_ends_the_rollout() throws InterruptedException {
        FakeBatch batch = FakeBatch.live("h1", "h2");
        for (int i = 0; i < 99; i++) {
            batch.tries.add(H2_FAILS);
        }
        assertThat(conductor(GATE).afterBatch(batch)).isEqualTo("the gate of batch 1 of 2 was not passed on h2");
        assertThat(batch.done).contains("fail h2").doesNotContain("fail h1").noneMatch(act -> act.startsWith("undo"));
        assertThat(batch.told()).endsWith("halted at batch 1 of 2, and nothing was rolled back: h1 is done; h2 failed");
    }

    @Test
    void in_the_soak_one_miss_is_enough() throws InterruptedException {
        FakeBatch batch = FakeBatch.live("h1");
        batch.tries.addAll(List.of(Map.of(), Map.of(), Map.of("h1", "gone")));
        assertThat(conductor("gate: [{ping: }], gate_delay: 1ms, soak: 1h").afterBatch(batch))
                .contains("not passed on h1");
        assertThat(batch.done).containsExactly("gate h1", "pause", "soak h1", "pause", "soak h1", "fail h1");
    }

    @Test
    void a_soak_that_was_cut_off_goes_on_with_the_time_that_was_left() throws InterruptedException {
        FakeBatch batch = FakeBatch.live("h1");
        batch.recorded.add(decision(Topic.BUDGET, Verdict.GO_ON, Map.of()));
        batch.recorded.add(decision(Topic.GATE, Verdict.GO_ON, Map.of("elapsed", 5L)));
        batch.recorded.add(decision(Topic.SOAK, Verdict.AGAIN, Map.of("elapsed", 0L)));
        batch.recorded.add(decision(Topic.SOAK, Verdict.AGAIN, Map.of("elapsed", 3_599_980L)));
        assertThat(conductor("gate: [{ping: }], gate_delay: 1s, soak: 1h").afterBatch(batch))
                .isNull();
        assertThat(batch.done).containsExactly("gate h1", "pause", "soak h1", "pause", "soak h1");
        assertThat(batch.told()).endsWith("held for 1 h, the gate passed 2 times");
    }

    @Test
    void a_host_that_failed_within_the_budget_is_put_back_alone() throws InterruptedException {
        FakeBatch batch = FakeBatch.live("h1", "h2").stands("h2", State.FAILED, "reload");
        String policy = GATE + ", on_failure: rollback, max_failed: {batch: 1}";
        assertThat(conductor(policy).afterBatch(batch)).isNull();
        assertThat(batch.done).containsExactly("undo h2 run", "gate h2", "gate h1");
        assertThat(batch.told())
                .contains("rollback: h2 is rolled back to what it was before this run")
                .contains("rollback: h2 is rolled back: 1 path restored; 0 removed; handlers run: reload");
    }

    @Test
    void a_batch_that_failed_is_put_back_whole_the_last_host_first_and_each_is_shown_to_the_gate()
            throws InterruptedException {
        FakeBatch batch = FakeBatch.live("h1", "h2", "h3").stands("h2", State.UNREACHABLE);
        String policy = GATE + ", on_failure: rollback, max_failed: {rollout: 0}";
        assertThat(conductor(policy).afterBatch(batch)).isEqualTo("more hosts failed than are allowed");
        assertThat(batch.done)
                .containsExactly(
                        "undo h3 run",
                        "gate h3",
                        "undo h2 run",
                        "gate h2",
                        "undo h1 run",
                        "gate h1",
                        "retire h1",
                        "retire h3");
    }

    @Test
    void what_can_not_be_undone_is_listed_and_trouble_is_told() throws InterruptedException {
        FakeBatch batch = FakeBatch.live().stands("h1", State.FAILED).stands("h2", State.FAILED);
        batch.undone.put(
                "h1",
                new RollbackResult(
                        "h1",
                        List.of(),
                        List.of("/a"),
                        List.of("web started"),
                        List.of("command 'make'"),
                        List.of(),
                        null));
        batch.undone.put(
                "h2",
                new RollbackResult(
                        "h2", List.of("/b"), List.of(), List.of(), List.of(), List.of(), "the disk is full"));
        conductor("on_failure: rollback, max_failed: {batch: 0}").afterBatch(batch);
        assertThat(batch.told())
                .contains("rollback: h1 is rolled back: 0 paths restored; 1 removed; services: web started; not undone:"
                        + " command 'make'")
                .contains("rollback: h2 could not be rolled back: the disk is full (1 path restored; 0 removed)");
    }

    @Test
    void where_ansibles_rules_end_the_run_the_batch_failed() throws InterruptedException {
        FakeBatch batch = FakeBatch.live("h1").stands("h2", State.FAILED).stands("h3", State.STOPPED, "reload");
        batch.stopped = "any_errors_fatal: a host failed";
        assertThat(conductor("max_failed: {batch: 3}").afterBatch(batch)).isEqualTo("any_errors_fatal: a host failed");
        assertThat(batch.told())
                .contains("1 of 3 hosts failed, 3 are allowed")
                .contains("halts, as any_errors_fatal")
                .contains("h1 is done; h2 failed; h3 was stopped half way, handlers not run: reload");
    }

    @Test
    void in_check_mode_budgets_are_judged_and_nothing_else_is_done() throws InterruptedException {
        FakeBatch batch = new FakeBatch(1, 1, true, "h1").stands("h2", State.FAILED);
        BatchPolicy conductor = conductor(GATE + ", on_failure: rollback, max_failed: {batch: 0}, approve: each");
        assertThat(conductor.afterBatch(batch)).isEqualTo("more hosts failed than are allowed");
        assertThat(batch.done).isEmpty();
    }

    @Test
    void the_next_batch_waits_for_its_approval_and_the_last_for_none() throws InterruptedException {
        BatchPolicy refusing = conductor("approve: each");
        assertThat(refusing.afterBatch(FakeBatch.live("h1"))).isEqualTo("the next batch was not approved");
        assertThat(refusing.afterBatch(new FakeBatch(2, 2, false, "h2"))).isNull();
    }

    @Test
    void the_first_host_of_each_kind_is_a_canary_and_facts_are_gathered_where_they_are_missing()
            throws InterruptedException {
        FakeBatch play = FakeBatch.live("h1", "h2", "h3", "h4");
        play.values.putAll(Map.of("h1", "a", "h2", "a"));
        play.facts.put("h3", "b");
        assertThat(conductor("order: [kind]").canaries(play)).containsExactly("h1", "h3");
        assertThat(play.done).containsExactly("facts h3 h4");
        assertThat(play.told())
                .isEqualTo("canaries by kind: h1 (a), h3 (b); then 2 other hosts; not known of h4, so no canary stands"
                        + " for it");
    }

    @Test
    void hosts_have_the_time_that_is_written() {
        assertThat(conductor("host_timeout: 10m").hostLimit()).hasMinutes(10);
        assertThat(conductor("max_failed: {batch: 1}").hostLimit()).isNull();
    }

    private static Event.Decision decision(Topic topic, Verdict verdict, Map<String, Long> figures) {
        return new Event.Decision(0, topic, verdict, "as it was", List.of("h1"), figures);
    }

    private BatchPolicy conductor(@Nullable String policy) {
        String vars = policy == null ? "{}" : "{hitless: {" + policy + "}}";
        PlaybookLoader loader = PlainLoading.loader(ModuleCatalog.builtIn());
        Play play = loader.load(new SourceFile("site.yml", "- hosts: all\n  vars: " + vars + "\n"), Path.of("."))
                .getFirst();
        return Rollout.policies(new Approval(new Refusing(), () -> new ApprovalFiles(dir), RUN), RUN)
                .of(play, MapScope.EMPTY);
    }

    private record Refusing() implements Operator {
        @Override
        public boolean confirms(String task) {
            return true;
        }

        @Override
        public String ask(String prompt, boolean echo) {
            return "n";
        }
    }
}
