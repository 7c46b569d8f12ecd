package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.RecoveredCall.Reply;
import io.hitless.agent.RecoveredCall.State;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Replies that a host has stored. */
class SpoolReaderTest {
    private static String record(char type, String name, String text) {
        return "1 " + type + " " + text.length() + " " + name + "\n" + text + "\n";
    }

    private static String begun(String key, String module) {
        return record('a', key, module);
    }

    private static String ended(String key, String module, String msg) {
        return begun(key, module) + record('s', "msg", msg) + record('e', "", "");
    }

    private static void read(SpoolReader spool, String text, boolean running) throws IOException {
        spool.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), running);
    }

    private static List<RecoveredCall> recovered(String text, boolean running, String... changing) throws IOException {
        SpoolReader spool = new SpoolReader(Set.of(changing));
        read(spool, text, running);
        return spool.recovered();
    }

    private static Result ok(String msg) {
        return Result.ok(false, Map.of("msg", msg));
    }

    @Test
    void an_answer_that_is_whole_is_the_call_s_result() throws IOException {
        assertThat(recovered(ended("8.0.0", "ping", "pong"), false))
                .containsExactly(
                        new RecoveredCall("8.0.0", List.of(new Reply("ping", ok("pong"))), State.ENDED, false));
    }

    @Test
    void modules_that_were_called_under_one_key_answer_one_after_the_other() throws IOException {
        assertThat(recovered(ended("8.0.0", "stat", "one") + ended("8.0.0", "copy", "two"), false))
                .containsExactly(new RecoveredCall(
                        "8.0.0",
                        List.of(new Reply("stat", ok("one")), new Reply("copy", ok("two"))),
                        State.ENDED,
                        false));
    }

    @Test
    void a_call_without_an_end_is_running_where_its_agent_is_and_cut_elsewhere() throws IOException {
        String open = begun("8.0.0", "ping") + record('s', "msg", "half");
        assertThat(recovered(open, true)).singleElement().satisfies(call -> {
            assertThat(call.state()).isEqualTo(State.RUNNING);
            assertThat(call.replies()).containsExactly(new Reply("ping", null));
        });
        assertThat(recovered(open, false))
                .singleElement()
                .extracting(RecoveredCall::state)
                .isEqualTo(State.CUT);
    }

    @Test
    void only_the_last_call_of_an_agent_can_be_running() throws IOException {
        assertThat(recovered(begun("8.0.0", "ping") + begun("8.1.0", "ping"), true))
                .extracting(RecoveredCall::key, RecoveredCall::state)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("8.0.0", State.CUT),
                        org.assertj.core.groups.Tuple.tuple("8.1.0", State.RUNNING));
    }

    @Test
    void an_agent_at_rest_has_no_call_that_runs() throws IOException {
        assertThat(recovered(ended("8.0.0", "ping", "pong"), true))
                .singleElement()
                .extracting(RecoveredCall::state)
                .isEqualTo(State.ENDED);
        assertThat(recovered("", true)).isEmpty();
    }

    @Test
    void an_answer_that_lacks_long_fields_does_not_count_and_the_next_one_does() throws IOException {
        String partial = begun("8.0.0", "ping") + record('p', "", "") + record('e', "", "");
        assertThat(recovered(partial + ended("8.1.0", "ping", "pong"), false))
                .containsExactly(
                        new RecoveredCall("8.0.0", List.of(new Reply("ping", null)), State.CUT, false),
                        new RecoveredCall("8.1.0", List.of(new Reply("ping", ok("pong"))), State.ENDED, false));
    }

    @Test
    void a_call_that_ended_early_has_failed() throws IOException {
        assertThat(recovered(begun("8.0.0", "ping") + record('q', "", "3"), false))
                .singleElement()
                .satisfies(call -> {
                    assertThat(call.state()).isEqualTo(State.ENDED);
                    assertThat(call.hasFailed()).isTrue();
                    assertThat(call.replies())
                            .extracting(Reply::result)
                            .singleElement()
                            .satisfies(result ->
                                    assertThat(result.fields()).containsEntry("msg", "module ping ended early"));
                });
    }

    @Test
    void what_the_host_notes_for_itself_is_no_part_of_an_answer() throws IOException {
        String noted = begun("8.0.0", "ping") + record('l', "lease", "x") + record('e', "", "");
        assertThat(recovered(noted, false))
                .containsExactly(new RecoveredCall(
                        "8.0.0", List.of(new Reply("ping", Result.ok(false, Map.of()))), State.ENDED, false));
    }

    @Test
    void records_before_the_first_call_belong_to_none() throws IOException {
        assertThat(recovered(record('s', "msg", "lost") + record('e', "", ""), false))
                .isEmpty();
    }

    @Test
    void a_call_that_a_later_agent_made_again_has_the_later_answers_only() throws IOException {
        SpoolReader spool = new SpoolReader(Set.of());
        read(spool, ended("8.0.0", "stat", "one") + ended("8.0.0", "copy", "two"), false);
        read(spool, ended("8.0.0", "stat", "again"), false);
        assertThat(spool.recovered())
                .containsExactly(
                        new RecoveredCall("8.0.0", List.of(new Reply("stat", ok("again"))), State.ENDED, false));
    }

    @Test
    void calls_of_several_agents_stand_side_by_side() throws IOException {
        SpoolReader spool = new SpoolReader(Set.of());
        read(spool, ended("8.0.0", "ping", "one"), false);
        read(spool, begun("9.0.0", "ping"), true);
        assertThat(spool.recovered()).extracting(RecoveredCall::key).containsExactly("8.0.0", "9.0.0");
    }

    @Test
    void a_call_under_which_something_was_kept_for_undo_changed_something() throws IOException {
        assertThat(recovered(ended("8.0.0", "ping", "pong") + ended("8.1.0", "ping", "pong"), false, "8.0.0"))
                .extracting(RecoveredCall::changing)
                .containsExactly(true, false);
    }

    @Test
    void such_a_call_is_known_also_where_its_answer_was_not_kept() throws IOException {
        assertThat(recovered("", false, "8.0.0"))
                .containsExactly(new RecoveredCall("8.0.0", List.of(), State.CUT, true));
    }

    @Test
    void a_call_without_a_result_has_not_failed_as_far_as_is_known() {
        assertThat(new RecoveredCall("8.0.0", List.of(), State.CUT, true).hasFailed())
                .isFalse();
        assertThat(new RecoveredCall("8.0.0", List.of(new Reply("ping", null)), State.CUT, true).hasFailed())
                .isFalse();
        assertThat(new RecoveredCall("8.0.0", List.of(new Reply("ping", ok("x"))), State.ENDED, true).hasFailed())
                .isFalse();
    }
}
