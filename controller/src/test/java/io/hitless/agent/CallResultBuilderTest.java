package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How an answer's records become a result. */
class CallResultBuilderTest {
    private final CallResultBuilder builder = new CallResultBuilder("trial");

    private static AgentRecord record(char type, String name, String text) {
        return new AgentRecord(1, type, name, text, text.length(), false);
    }

    private void take(char type, String name, String text) throws IOException {
        assertThat(builder.add(record(type, name, text))).as("the last").isFalse();
    }

    private Result ended() throws IOException {
        assertThat(builder.add(record('e', "", ""))).as("the last").isTrue();
        assertThat(builder.endedEarly()).isNull();
        return builder.result();
    }

    @Test
    void each_type_of_value_has_its_letter() throws IOException {
        take('s', "text", " kept as it is ");
        take('i', "whole", "12\n");
        take('i', "long", "9223372036854775807");
        take('i', "huge", "-9223372036854775809");
        take('i', "real", " 1.5 ");
        take('b', "yes", "true\n");
        take('b', "no", "false");
        take('n', "nothing", "ignored");
        take('j', "structure", "{\"a\":[1,null]}");
        Map<String, Object> fields = ended().fields();
        assertThat(fields)
                .containsExactly(
                        entry("text", " kept as it is "),
                        entry("whole", 12L),
                        entry("long", Long.MAX_VALUE),
                        entry("huge", new BigInteger("-9223372036854775809")),
                        entry("real", 1.5),
                        entry("yes", true),
                        entry("no", false),
                        entry("nothing", null),
                        entry("structure", Map.of("a", Arrays.asList(1L, null))));
    }

    @Test
    void an_answer_without_more_is_ok_and_unchanged() throws IOException {
        assertThat(ended()).isEqualTo(Result.ok(false, Map.of()));
    }

    @Test
    void the_last_word_on_whether_something_changed_counts() throws IOException {
        take('u', "", "");
        take('c', "", "");
        assertThat(builder.result().changed()).isTrue();
        take('u', "", "");
        assertThat(ended().changed()).isFalse();
    }

    @Test
    void a_failure_and_a_skip_bring_their_reason() throws IOException {
        take('x', "", "disk full");
        assertThat(builder.result().status()).isEqualTo(Result.Status.FAILED);
        assertThat(builder.result().fields()).containsEntry("msg", "disk full");
        take('k', "", "nothing to do");
        assertThat(ended()).isEqualTo(Result.skipped("nothing to do"));
    }

    @Test
    void a_call_whose_shell_ended_by_itself_has_ended_early() throws IOException {
        take('c', "", "");
        take('w', "", "odd");
        assertThat(builder.add(record('q', "", "137"))).isTrue();
        assertThat(builder.endedEarly()).isEqualTo("137");
        Result failed = builder.failed("why");
        assertThat(failed.status()).isEqualTo(Result.Status.FAILED);
        assertThat(failed.changed()).isTrue();
        assertThat(failed.warnings()).containsExactly("odd");
        assertThat(failed.fields()).containsEntry("msg", "why");
    }

    @Test
    void three_records_are_a_diff() throws IOException {
        take('d', "", "/etc/motd");
        take('d', "", "old");
        assertThat(builder.result().diffs()).isEmpty();
        take('d', "", "new");
        for (String part : List.of("b", "1", "2")) {
            take('d', "", part);
        }
        assertThat(ended().diffs())
                .containsExactly(new Result.Diff("/etc/motd", "old", "new"), new Result.Diff("b", "1", "2"));
    }

    @Test
    void an_output_keeps_its_line_ends_or_loses_those_at_its_end() throws IOException {
        take('f', "stdout", "a\n\r\n");
        take('F', "stderr", "a\nb\r\n\n");
        take('F', "blank", "\n\r\n");
        assertThat(ended().fields())
                .containsExactly(entry("stdout", "a\n\r\n"), entry("stderr", "a\nb"), entry("blank", ""));
    }

    @Test
    void an_output_that_was_cut_says_so_and_keeps_what_came() throws IOException {
        assertThat(builder.add(new AgentRecord(1, 'F', "stdout", "a\n", 5_000_000, true)))
                .isFalse();
        Result result = ended();
        assertThat(result.fields())
                .containsExactly(
                        entry("stdout", "a\n"), entry("stdout_truncated", true), entry("stdout_bytes", 5_000_000L));
        assertThat(result.warnings()).containsExactly("stdout of 5000000 bytes was cut after the first 1048576");
    }

    @Test
    void a_table_has_a_value_a_line() throws IOException {
        take('t', "", "s\ta\ttab\tinside\ni\tb\t7\n\nb\td/e\ttrue\nn\tf\t\n");
        assertThat(ended().fields())
                .containsExactly(
                        entry("a", "tab\tinside"), entry("b", 7L), entry("d", Map.of("e", true)), entry("f", null));
    }

    @ParameterizedTest
    @CsvSource({"'s\tx'", "'no tab'", "'ss\tx\ty'", "'\tx\ty'"})
    void a_line_that_is_not_of_a_table_is_refused(String line) {
        assertThatThrownBy(() -> builder.add(record('t', "", line)))
                .isInstanceOf(IOException.class)
                .hasMessage("module trial sent a line that is not of a table: " + line);
    }

    @ParameterizedTest
    @CsvSource({
        "i,x,'For input string: \"x\"'",
        "i,'','For input string: \"\"'",
        "b,yes,'''yes'' is neither true nor false'",
        "b,True,'''True'' is neither true nor false'"
    })
    void a_value_that_is_not_of_its_type_is_refused(char type, String text, String why) {
        assertThatThrownBy(() -> builder.add(record(type, "x", text)))
                .isInstanceOf(IOException.class)
                .hasMessage("module trial sent a wrong value: " + why);
    }

    @Test
    void a_number_has_at_most_a_thousand_digits() {
        assertThatThrownBy(() -> builder.add(record('i', "x", "1".repeat(1001))))
                .hasMessage("module trial sent a wrong value: a number of 1001 digits");
    }

    @Test
    void a_table_holds_values_only() {
        assertThatThrownBy(() -> builder.add(record('t', "", "x\ta\tb")))
                .hasMessage("module trial sent a wrong value: type 'x'");
    }

    @Test
    void a_record_of_an_unknown_type_is_refused() {
        assertThatThrownBy(() -> builder.add(record('?', "x", "y")))
                .isInstanceOf(IOException.class)
                .hasMessage("the agent sent a record of unknown type '?'");
    }

    @Test
    void a_name_with_strokes_is_a_place_in_maps_and_brackets_the_end_of_a_list() throws IOException {
        take('s', "a/b/c", "deep");
        take('s', "a/b/d", "beside");
        take('s', "a/list/[]", "one");
        take('i', "a/list/[]", "2");
        take('s', "top/[]", "x");
        assertThat(ended().fields())
                .containsExactly(
                        entry("a", Map.of("b", Map.of("c", "deep", "d", "beside"), "list", List.of("one", 2L))),
                        entry("top", List.of("x")));
    }

    @Test
    void brackets_mean_a_list_only_at_the_end_of_a_name() throws IOException {
        take('s', "a/[]/b", "x");
        take('s', "[]", "y");
        take('s', "c/[]d", "z");
        assertThat(ended().fields())
                .containsExactly(
                        entry("a", Map.of("[]", Map.of("b", "x"))), entry("[]", "y"), entry("c", Map.of("[]d", "z")));
    }

    @Test
    void what_is_no_map_has_no_members_and_what_is_no_list_no_items() throws IOException {
        take('s', "a", "text");
        take('s', "m/x", "y");
        assertThatThrownBy(() -> builder.add(record('s', "a/b", "x")))
                .hasMessage("module trial sets a member of what is not a map: a/b");
        assertThatThrownBy(() -> builder.add(record('s', "m/[]", "x")))
                .hasMessage("module trial appends to what is not a list: m/[]");
    }

    @Test
    void a_name_has_as_many_levels_as_the_limit_allows() throws IOException {
        take('s', "a/".repeat(ReplyLimits.DEPTH - 1) + "b", "deepest");
        assertThatThrownBy(() -> builder.add(record('s', "a/".repeat(ReplyLimits.DEPTH) + "b", "deeper")))
                .hasMessage("the host sent a value of more than 100 levels");
    }
}
