package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveLinesTest {
    private final List<String> seen = new ArrayList<>();
    private final LiveLines lines =
            new LiveLines((stream, printed) -> printed.forEach(line -> seen.add(stream + " " + line)));

    private void add(String name, byte[] piece) throws IOException {
        lines.add(
                new AgentRecord(1, AgentRecord.LIVE, name, new String(piece, AgentRecord.BYTES), piece.length, false));
    }

    private void add(String name, String piece) throws IOException {
        add(name, piece.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void lines_are_passed_on_once_they_are_whole() throws Exception {
        add("out", "one\ntw");
        add("err", "other\n");
        assertThat(seen).containsExactly("STDOUT one", "STDERR other");
        add("out", "o\nrest");
        assertThat(seen).last().isEqualTo("STDOUT two");
        lines.end();
        assertThat(seen).last().isEqualTo("STDOUT rest");
    }

    @Test
    void a_character_may_be_cut_between_two_pieces() throws Exception {
        byte[] text = "naïve\n".getBytes(StandardCharsets.UTF_8);
        add("out", Arrays.copyOf(text, 3));
        add("out", Arrays.copyOfRange(text, 3, text.length));
        assertThat(seen).containsExactly("STDOUT naïve");
    }

    @Test
    void of_a_progress_bar_the_last_state_is_left() throws Exception {
        add("err", "10 %\r20 %\r100 %\ndone\r\n");
        assertThat(seen).containsExactly("STDERR 100 %", "STDERR done");
    }

    @Test
    void the_rest_of_a_line_whose_beginning_was_left_out_is_not_shown_as_it_may_be_half_a_secret() throws Exception {
        add("out", "pass");
        add("out 12345", "word\nwhole\n");
        assertThat(seen).containsExactly("NOTE 12345 bytes of stdout are left out here", "STDOUT whole");
    }

    @Test
    void a_line_that_is_too_long_is_not_shown_in_part() throws Exception {
        add("out", "x".repeat(LiveLines.LONGEST));
        add("out", "y\nshort\n");
        assertThat(seen).containsExactly("STDOUT (a line of more than 8192 bytes)", "STDOUT short");
    }

    @Test
    void of_very_many_lines_the_last_ones_are_shown() throws Exception {
        add("out", "a\nb\n" + "y\n".repeat(LiveLines.LINES));
        assertThat(seen)
                .hasSize(1 + LiveLines.LINES)
                .startsWith("NOTE 2 lines of stdout are left out here", "STDOUT y");
    }

    @Test
    void the_end_of_what_is_shown_is_said() throws Exception {
        add("out over", "");
        assertThat(seen).containsExactly("NOTE no more of stdout is shown while the command runs");
    }

    @Test
    void a_host_that_sends_without_end_or_nonsense_is_refused() {
        assertThatThrownBy(() -> add("log", "x\n")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> add("out x", "x\n")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1_000_000; i++) {
                        add("out", "");
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("16 MiB");
    }
}
