package io.hitless.report.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewRendererTest {
    private static final long SECOND = 1_000_000_000L;

    @ParameterizedTest
    @CsvSource({
        "1,1,0",
        "3,1,1",
        "3,3,0",
        "30,5,3",
        "100,10,4",
        "500,20,7",
        "500,20,24",
        "500,500,0",
        "500,1,77",
        "3000,200,3",
        "6000,1500,2"
    })
    void whatever_the_size_nothing_is_wider_than_the_terminal_nor_taller(int hosts, int size, int done) {
        LiveState board = Played.board(hosts, size, done);
        for (int columns : new int[] {1, 20, 40, 80, 200}) {
            for (int rows : new int[] {1, 8, 12, 24, 60}) {
                for (Glyphs glyphs : Glyphs.values()) {
                    List<AttributedString> lines =
                            new ViewRenderer(glyphs, new Tty.Extent(columns, rows)).of(board, 9 * SECOND);
                    assertThat(lines)
                            .as(columns + "x" + rows)
                            .hasSizeLessThan(Math.max(rows, 2))
                            .allSatisfy(
                                    line -> assertThat(line.columnLength(null)).isLessThan(Math.max(columns, 2)));
                }
            }
        }
    }

    @Test
    void a_host_with_a_line_of_its_own_shows_what_its_command_printed_last() {
        LiveState state = new LiveState(0);
        state.on(new Event.PlayStarted(1, "Roll", List.of("lb1"), 1, Played.TASK.at()), 0);
        state.on(new Event.TaskStarted(Played.TASK, List.of("lb1")), 0);
        state.on(new Event.HostStarted(Played.TASK, "lb1"), 0);
        state.on(
                new Event.Output(
                        Played.TASK, "lb1", Event.Output.Stream.STDOUT, List.of("unpacking", "compiling", ""), false),
                0);
        assertThat(text(state, 80, 24)).contains("lb1  " + Played.TASK.name() + "  0:09  compiling");
        state.on(new Event.HostStarted(Played.TASK, "lb1"), 0);
        assertThat(text(state, 80, 24)).doesNotContain("compiling");
    }

    @Test
    void a_few_hosts_have_a_line_each_with_what_they_are_at() {
        assertThat(text(Played.board(3, 1, 1), 80, 24)).isEqualTo("""

            Roll haproxy out over t… · batch 2 of 3 · 1 of 3 hosts done · none failed  0:09
            …
            ◆ 1  lb1  1 ok, 1 changed
            ◇ 2  lb2  1 ok, 1 changed
            ·    lb3  to come
            """);
    }

    @Test
    void more_hosts_have_their_names_side_by_side() {
        assertThat(text(Played.board(20, 5, 1), 60, 24)).contains("""
            ◆ lb1  ■ lb2  ◆ lb3  ✘ lb4  ◆ lb5  ◇ lb6  ▸ lb7  ▸ lb8
            □ lb9  □ lb10 · lb11 · lb12 · lb13 · lb14 · lb15 · lb16
            · lb17 · lb18 · lb19 · lb20
            ✘ 1 failed  ▸ 2 running  ◇ 1 changed so far
            """);
    }

    @Test
    void many_hosts_have_a_cell_each_by_batch_and_the_legend_counts_them() {
        String text = text(Played.board(500, 20, 3), 80, 24);
        assertThat(text).contains("""
            1 ◆■◆✘◆!◆■◆■✘■!■◆■◆✘◆! ◆■◆✘◆!◆■◆■✘■!■◆■◆✘◆! ◆■◆✘◆!◆■◆■✘■!■◆■◆✘◆!
            4 ◇▸▸□□□□□□□□□□□□□□□□□ ··\
            """);
        assertThat(text).contains("! 9 unreachable  ✘ 9 failed  ▸ 2 running  ◇ 1 changed so far  □ 17 in the batch\n");
        assertThat(text).contains("batch 4 of 25 · 60 of 500 hosts done · 9 failed, 9 unreachable");
    }

    @Test
    void in_a_narrow_window_the_verdict_is_short_and_batches_that_are_done_share_a_line() {
        String text = text(Played.board(500, 20, 20), 40, 24);
        assertThat(text)
                .contains("21/25 · 400/500 · ✘ 60 ! 60        0:09\n")
                .contains("batches 1 to ")
                .contains("\n21 ◇▸▸□□");
    }

    @Test
    void when_even_that_is_too_much_hosts_share_a_sign_and_that_is_said() {
        String text = text(Played.board(20_000, 5000, 0), 80, 24);
        assertThat(text).contains("(a sign: 16 hosts)");
    }

    @Test
    void signs_are_plain_where_the_terminal_has_no_others() {
        ViewRenderer picture = new ViewRenderer(Glyphs.PLAIN, new Tty.Extent(80, 24));
        assertThat(String.join("\n", picture.of(Played.board(500, 20, 3), 9 * SECOND)))
                .matches("[ -~\\n]*");
    }

    @Test
    void why_a_host_failed_last_is_told_in_one_line_and_nothing_of_it_reaches_the_terminal_raw() {
        LiveState board = Played.board(3, 3, 0);
        Map<String, Object> result = Map.of("msg", "non-zero return code", "rc", 1L, "stderr", "first\n\u001b[2Jlast");
        board.on(
                new Event.TaskEnded(
                        Played.TASK,
                        "lb2",
                        null,
                        false,
                        new Outcome(Outcome.Status.FAILED, result, List.of(), Duration.ZERO)),
                0);
        assertThat(text(board, 80, 24)).contains("\n✘ lb2 haproxy : write haproxy.cfg: rc 1: \\u001b[2Jlast\n");
    }

    @Test
    void the_task_under_way_says_who_is_waited_for() {
        assertThat(text(Played.board(3, 3, 0), 80, 24))
                .contains("\n▸ haproxy : write haproxy.cfg  1 of 3  0:09  waits for lb2, lb3\n");
    }

    @Test
    void nothing_is_drawn_before_a_play_begins_nor_after_the_run_has_ended() {
        assertThat(text(new LiveState(0), 80, 24)).isEmpty();
        LiveState board = Played.board(3, 3, 0);
        board.on(new Event.RunEnded(Map.of(), false), 0);
        assertThat(text(board, 80, 24)).isEmpty();
    }

    private static String text(LiveState board, int columns, int rows) {
        StringBuilder out = new StringBuilder();
        for (AttributedString line :
                new ViewRenderer(Glyphs.FINE, new Tty.Extent(columns, rows)).of(board, 9 * SECOND)) {
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }
}
