package io.hitless.report.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.event.Counts;
import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.report.console.Console;
import io.hitless.report.console.ConsoleOptions;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.jline.terminal.Size;
import org.jline.utils.ScreenTerminal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What stands on a terminal of 60 columns and 20 rows, as a terminal would show it. */
class LiveViewTest {
    private final Glass glass = new Glass("xterm-256color");
    private final LiveView view =
            new LiveView(glass, out -> new Console(out, new ConsoleOptions(false, 0, false, true)));

    @AfterEach
    void close() {
        view.close();
    }

    @Test
    void a_short_run_is_lines_alone_and_asks_the_terminal_nothing() {
        begin();
        end();
        view.close();
        assertThat(glass.screen()).contains("TASK [haproxy : write haproxy.cfg]", "3 hosts  ok=1 changed=1: lb[1:3]");
        assertThat(glass.written()).doesNotContain("\u001b");
        assertThat(glass.asked).isEmpty();
    }

    @Test
    void a_longer_one_is_drawn_below_its_lines_and_gone_at_its_end() throws InterruptedException {
        begin();
        String drawn = glass.await(screen -> screen.contains("▸ lb2  haproxy : write haproxy.cfg"));
        assertThat(lines(drawn))
                .containsSequence("PLAY [Roll haproxy out over the edge]", "TASK [haproxy : write haproxy.cfg]", "");
        assertThat(drawn).contains("3 hosts · none failed");
        assertThat(glass.asked).contains("echo off");

        end();
        assertThat(glass.screen())
                .contains("TASK [haproxy : write haproxy.cfg]", "changed: 3 hosts: lb[1:3]", "PLAY RECAP")
                .doesNotContain("none failed", "▸");
        assertThat(glass.cursorIsSeen()).isTrue();
        assertThat(glass.asked).endsWith("echo on");
    }

    @Test
    void a_question_has_the_view_out_of_its_way_and_the_view_comes_back() throws InterruptedException {
        begin();
        glass.await(screen -> screen.contains("none failed"));
        String answer = view.asking(() -> {
            assertThat(glass.screen()).doesNotContain("none failed");
            assertThat(glass.asked).endsWith("echo on");
            pause(); // nothing is drawn meanwhile
            assertThat(glass.screen()).doesNotContain("none failed");
            return "yes";
        });
        assertThat(answer).isEqualTo("yes");
        glass.await(screen -> screen.contains("none failed"));
    }

    @Test
    void the_view_comes_back_when_the_question_was_answered_elsewhere() throws InterruptedException {
        begin();
        glass.await(screen -> screen.contains("none failed"));
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Thread who = Thread.ofVirtual()
                .start(() -> view.asking(() -> {
                    asked.countDown();
                    return await(never);
                }));
        asked.await();
        view.on(new Event.Warning("it went on", null));
        glass.await(screen -> screen.contains("it went on") && screen.contains("none failed"));
        who.interrupt();
        who.join();
    }

    @Test
    void what_others_print_scrolls_by_above_it_and_at_once_while_a_question_is_open() throws InterruptedException {
        begin();
        glass.await(screen -> screen.contains("none failed"));
        view.lines().println("from elsewhere");
        String drawn = glass.await(screen -> screen.contains("from elsewhere") && screen.contains("none failed"));
        assertThat(drawn.indexOf("from elsewhere")).isLessThan(drawn.indexOf("none failed"));
        view.asking(() -> {
            view.lines().println("meanwhile");
            assertThat(glass.screen()).contains("meanwhile");
            return "";
        });
    }

    @Test
    void a_resized_terminal_is_drawn_anew_and_keeps_nothing_of_before() throws InterruptedException {
        begin();
        glass.await(screen -> screen.contains("none failed"));
        glass.resize(40, 12);
        glass.await(screen -> screen.contains("none failed"));
        pause();
        String drawn = glass.await(screen -> screen.contains("none failed"));
        assertThat(lines(drawn).stream().filter(line -> line.contains("none failed")))
                .hasSize(1);
    }

    @Test
    void a_process_that_is_stopped_leaves_the_terminal_as_it_was() throws InterruptedException {
        begin();
        glass.await(screen -> screen.contains("none failed"));
        view.withoutView(() -> {
            assertThat(glass.screen()).doesNotContain("none failed");
            assertThat(glass.cursorIsSeen()).isTrue();
            assertThat(glass.asked).endsWith("echo on");
        });
        glass.await(screen -> screen.contains("none failed"));
    }

    @Test
    void a_terminal_that_cannot_move_its_cursor_has_lines_alone() {
        Glass dumb = new Glass("dumb");
        try (LiveView lines = new LiveView(dumb, out -> new Console(out, new ConsoleOptions(false, 0, false, true)))) {
            lines.on(Played.play(1, 1));
            lines.on(new Event.BatchStarted(1, 1, Played.hosts(1, 1)));
            pause();
            lines.on(new Event.Warning("said at once", null));
            assertThat(dumb.written()).contains("said at once").doesNotContain("\u001b", "none failed");
        }
    }

    private void begin() {
        view.on(Played.play(3, 1));
        view.on(new Event.BatchStarted(1, 1, Played.hosts(1, 3)));
        view.on(new Event.TaskStarted(Played.TASK, Played.hosts(1, 3)));
        Played.hosts(1, 3).forEach(host -> view.on(new Event.HostStarted(Played.TASK, host)));
    }

    private void end() {
        Played.hosts(1, 3).forEach(host -> view.on(Played.ended(host, Outcome.Status.CHANGED)));
        Map<String, Counts> recap = new TreeMap<>();
        Played.hosts(1, 3).forEach(host -> recap.put(host, new Counts(1, 1, 0, 0, 0, 0, 0)));
        view.on(new Event.RunEnded(recap, false));
    }

    private static void pause() {
        try {
            Thread.sleep(700);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            // no answer
        }
        return "";
    }

    private static List<String> lines(String screen) {
        return Arrays.stream(screen.split("\n", -1)).map(String::stripTrailing).toList();
    }

    /** A terminal that remembers. */
    private static final class Glass extends OutputStream implements Tty {
        private final String type;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final List<String> asked = new ArrayList<>();
        private Extent extent = new Extent(60, 20);
        private ScreenTerminal screen = new ScreenTerminal(60, 20);
        private @Nullable Runnable changed;

        Glass(String type) {
            this.type = type;
        }

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] some, int from, int length) {
            bytes.write(some, from, length);
            // as the terminal's driver would end lines
            screen.write(new String(some, from, length, StandardCharsets.UTF_8).replaceAll("(?<!\r)\n", "\r\n"));
        }

        synchronized String written() {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        synchronized String screen() {
            return screen.toString();
        }

        boolean cursorIsSeen() {
            return written().lastIndexOf("\u001b[?25l")
                    < Math.max(
                            written().lastIndexOf("\u001b[?12;25h"), written().lastIndexOf("\u001b[?25h"));
        }

        /** The screen as it was when it held what is wanted: a moment later, a frame may be half drawn. */
        String await(Predicate<String> wanted) throws InterruptedException {
            String seen = screen();
            for (int i = 0; i < 200 && !wanted.test(seen); i++) {
                Thread.sleep(50);
                seen = screen();
            }
            assertThat(seen).matches(wanted);
            return seen;
        }

        void resize(int columns, int rows) {
            synchronized (this) {
                extent = new Extent(columns, rows);
                screen.setSize(Size.of(columns, rows));
            }
            Runnable told = changed;
            assertThat(told).isNotNull();
            told.run();
        }

        @Override
        public OutputStream out() {
            return this;
        }

        @Override
        public String type() {
            return type;
        }

        @Override
        public Charset charset() {
            return StandardCharsets.UTF_8;
        }

        @Override
        public boolean hasColour() {
            return false;
        }

        @Override
        public synchronized Extent extent() {
            asked.add("extent");
            return extent;
        }

        @Override
        public synchronized void echo(boolean shown) {
            asked.add(shown ? "echo on" : "echo off");
        }

        @Override
        public synchronized void onChange(@Nullable Runnable its) {
            changed = its;
        }
    }
}
