package io.hitless.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.hitless.agent.Result;
import io.hitless.event.Event;
import io.hitless.run.PlaybookRun.Verdict;
import io.hitless.run.lock.LockSettings;
import io.hitless.run.lock.LockSurvey.SurveyedHost;
import io.hitless.source.UserError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunAssemblyTest {
    private static final String HOSTS_OF_PLAY = "{name: '%s', debug: {msg: '{{ ansible_play_hosts_all | join }}"
            + " {{ ansible_play_hosts | join }} {{ ansible_play_batch | join }}'}}";

    private static String play(String keywords) {
        return "- {hosts: all, gather_facts: false, " + keywords + "}\n";
    }

    @Test
    void variables_name_the_hosts_of_the_play_and_of_its_batch_without_those_that_failed() {
        FakeRun run = new FakeRun(
                "a,b,c",
                play("serial: [2, 1], tasks: [" + HOSTS_OF_PLAY.formatted("before") + ", {name: one, ping: }, "
                        + HOSTS_OF_PLAY.formatted("after") + "]"));
        run.session("a").answering(_ -> Result.failed("no"));
        run.carryOut();
        assertThat(run.result("b", "before")).containsEntry("msg", "abc abc ab");
        assertThat(run.result("b", "after")).containsEntry("msg", "abc bc b");
        assertThat(run.result("c", "after")).containsEntry("msg", "abc bc c");
    }

    @Test
    void tasks_of_different_plays_and_batches_have_different_keys() {
        FakeRun run = new FakeRun(
                "a,b", play("serial: 1, tasks: [{name: one, debug: }]").repeat(2));
        run.carryOut();
        assertThat(run.events(Event.TaskStarted.class))
                .extracting(started -> started.task().key().split(" ", -1)[0])
                .containsExactly("1.1", "1.2", "2.1", "2.2");
    }

    @Test
    void each_batch_is_checked_before_it_begins() {
        List<List<String>> checked = new ArrayList<>();
        FakeRun run = new FakeRun("a,b,c", play("serial: 2, tasks: [{name: one, debug: }]"));
        run.checkedBy(hosts -> {
            if (hosts.contains("c")) {
                throw new UserError("not now");
            }
            checked.add(hosts);
        });
        assertThatThrownBy(run::carryOut).isInstanceOf(UserError.class).hasMessageContaining("not now");
        assertThat(checked).containsExactly(List.of("a", "b"));
        assertThat(run.ended()).containsExactlyInAnyOrder("a one OK", "b one OK");
        assertThat(((Event.RunEnded) run.events.getLast()).interrupted()).isFalse();
    }

    @Test
    void a_run_that_is_asked_to_stop_ends_after_its_batch() {
        FakeRun run = new FakeRun("a,b", play("serial: 1, tasks: [{name: one, ping: }, {name: two, ping: }]"));
        run.session("a").answering(_ -> {
            run.stopAfterBatch();
            return Result.ok(false, Map.of());
        });
        assertThat(run.carryOut()).isEqualTo(Verdict.INTERRUPTED);
        assertThat(run.ended()).containsExactly("a one OK", "a two OK");
    }

    @Test
    void locks_are_surveyed_on_the_hosts_of_a_play() throws Exception {
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.locking = new LockSettings("r1", "me", Duration.ofMinutes(1), Duration.ZERO, false, true, _ -> false);
        FakeRun run =
                new FakeRun("a,b,dead", "- {hosts: \"{{ ['b', 'dead'] }}\", gather_facts: false, tasks: []}\n", setup);
        assertThat(run.lockSurvey(_ -> false).survey())
                .extracting(SurveyedHost::host, SurveyedHost::problem)
                .containsExactly(tuple("b", null), tuple("dead", "no route to dead"));
    }
}
