package io.hitless.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.playbook.Policy;
import io.hitless.playbook.Policy.Allowance;
import io.hitless.playbook.Policy.Unreachable;
import io.hitless.run.policy.HostStatus;
import io.hitless.run.policy.HostStatus.State;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private static final Allowance ONE = new Allowance(1, false);
    private static final Allowance TENTH = new Allowance(10, true);

    @Test
    void the_figures_are_told() {
        List<HostStatus> batch = hosts(State.LIVE, State.FAILED, State.LIVE);
        Budget.Judgement judged =
                new Budget(new Allowance(2, false), TENTH, Unreachable.COUNTS).check(batch, fleet(batch, 10));
        assertThat(judged.text()).isEqualTo("1 of 3 hosts failed, 2 are allowed; rollout: 1 of 10, 1 is allowed");
        assertThat(judged.within()).isTrue();
        assertThat(judged.figures())
                .containsEntry("batch_failed", 1L)
                .containsEntry("batch_total", 3L)
                .containsEntry("batch_allowed", 2L)
                .containsEntry("rollout_failed", 1L)
                .containsEntry("rollout_total", 10L)
                .containsEntry("rollout_allowed", 1L);
    }

    @Test
    void what_is_allowed_may_fail_and_no_more() {
        assertThat(judge(ONE, null, hosts(State.FAILED, State.LIVE))).isTrue();
        assertThat(judge(ONE, null, hosts(State.FAILED, State.FAILED))).isFalse();
    }

    @Test
    void the_rollout_counts_the_hosts_of_all_batches() {
        List<HostStatus> batch = hosts(State.FAILED);
        List<HostStatus> fleet = new ArrayList<>(fleet(batch, 10));
        fleet.set(9, standing("before", State.FAILED, false));
        assertThat(new Budget(null, TENTH, Unreachable.COUNTS)
                        .check(batch, fleet)
                        .within())
                .isFalse();
    }

    @Test
    void hosts_that_were_lost_before_the_batch_are_none_of_it() {
        List<HostStatus> batch = List.of(standing("h1", State.FAILED, true), standing("h2", State.LIVE, false));
        Budget.Judgement judged = new Budget(new Allowance(0, false), null, Unreachable.COUNTS).check(batch, batch);
        assertThat(judged.text()).startsWith("0 of 1 hosts failed, none is allowed");
        assertThat(judged.within()).isTrue();
    }

    @Test
    void quarantined_hosts_failed_and_stopped_ones_did_not() {
        assertThat(judge(ONE, null, hosts(State.QUARANTINED, State.FAILED))).isFalse();
        assertThat(judge(ONE, null, hosts(State.STOPPED, State.FAILED, State.ENDED)))
                .isTrue();
    }

    @Test
    void an_unreachable_host_counts_against_the_budget() {
        assertThat(judge(new Allowance(0, false), null, hosts(State.UNREACHABLE)))
                .isFalse();
    }

    @Test
    void an_unreachable_host_that_is_ignored_does_not_but_is_part_of_the_total() {
        Budget.Judgement judged = new Budget(new Allowance(50, true), null, Unreachable.IGNORE)
                .check(hosts(State.UNREACHABLE, State.FAILED), List.of());
        assertThat(judged.within()).isTrue();
        assertThat(judged.text())
                .startsWith("1 of 2 hosts failed, 1 is allowed")
                .endsWith("unreachable: 1, not counted");
    }

    @Test
    void an_unreachable_host_can_end_the_rollout_by_itself() {
        Budget budget = new Budget(new Allowance(100, true), null, Unreachable.HALT);
        assertThat(budget.check(hosts(State.UNREACHABLE, State.LIVE), List.of()).within())
                .isFalse();
        assertThat(budget.check(hosts(State.FAILED, State.LIVE), List.of()).within())
                .isTrue();
    }

    @Test
    void without_a_word_on_losses_ansibles_rules_stay() {
        assertThat(new Budget(null, null, Unreachable.COUNTS).hasLimits()).isFalse();
        assertThat(new Budget(null, ONE, Unreachable.COUNTS).hasLimits()).isTrue();
        assertThat(new Budget(null, null, Unreachable.IGNORE).hasLimits()).isTrue();
    }

    private static boolean judge(@Nullable Allowance batch, @Nullable Allowance rollout, List<HostStatus> hosts) {
        return new Budget(batch, rollout, Policy.Unreachable.COUNTS)
                .check(hosts, hosts)
                .within();
    }

    private static List<HostStatus> hosts(State... states) {
        return IntStream.range(0, states.length)
                .mapToObj(i -> standing("h" + (i + 1), states[i], false))
                .toList();
    }

    /** The batch, and so many hosts in all that are well. */
    private static List<HostStatus> fleet(List<HostStatus> batch, int all) {
        List<HostStatus> fleet = new ArrayList<>(batch);
        IntStream.range(batch.size(), all).forEach(i -> fleet.add(standing("other" + i, State.LIVE, false)));
        return fleet;
    }

    private static HostStatus standing(String host, State state, boolean before) {
        return new HostStatus(host, state, before, null, List.of());
    }
}
