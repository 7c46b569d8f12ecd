package io.hitless.report.live;

import io.hitless.event.TaskRef;
import io.hitless.report.DisplayText;
import io.hitless.report.Style;
import io.hitless.wording.Durations;
import io.hitless.wording.HostNames;
import io.hitless.wording.Plural;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * A board as lines of a terminal: what it comes to so far, the task under way, the hosts, what their signs mean, what
 * failed last.
 */
final class ViewRenderer {
    private static final int ROOMY = 12;
    private static final int HOST_LINES = 16;
    private static final int LEGEND_LINES = 2;
    private static final int SHORTEST_NAME = 8;
    private static final int NAMES = 20;
    private static final String NONE_LOST = "none failed";

    /** An end is foretold when that much of the play has been seen. */
    private static final Duration FORETELLS_AFTER = Duration.ofSeconds(5);

    private final Glyphs glyphs;
    private final int width;
    private final int rows;

    ViewRenderer(Glyphs glyphs, Tty.Extent extent) {
        this.glyphs = glyphs;
        this.width = Math.max(1, extent.columns() - 1); // the last column makes some terminals wrap
        this.rows = extent.rows();
    }

    /** Nothing where there is nothing to tell, or no room for it. */
    List<AttributedString> of(LiveState board, long now) {
        if (board.isOver() || board.nodes().isEmpty() || rows < 4) {
            return List.of();
        }
        List<AttributedString> out = new ArrayList<>();
        out.add(AttributedString.EMPTY);
        out.add(verdict(board, now));
        out.add(task(board, now));
        int height = Math.min(HOST_LINES, rows / 2 - 4);
        HostGrid cells = new HostGrid(glyphs, width, height);
        out.addAll(cells.of(board, now));
        if (rows >= ROOMY && board.nodes().size() > height) { // else each host has a line, with words
            out.addAll(legend(board, cells.each(), now));
        }
        LiveState.Trouble retried = board.retried();
        LiveState.Trouble trouble = board.trouble();
        if (retried != null && !board.waiting().isEmpty()) {
            out.add(trouble(Style.CHANGED, "tried again: ", retried));
        } else if (trouble != null) {
            out.add(trouble(Style.FAILED, glyphs.of(HostView.State.FAILED) + " ", trouble));
        }
        return out.subList(0, Math.min(out.size(), rows - 1));
    }

    /** {@code roll haproxy out · batch 3 of 25 · 57 of 500 hosts done · none failed 4:12}, as short as it must be. */
    private AttributedString verdict(LiveState board, long now) {
        String between = " " + glyphs.between() + " ";
        String clock = Durations.clock(board.elapsed(now));
        String lost = "";
        String done = "";
        for (int shorter = 0; shorter < 3; shorter++) {
            done = done(board, between, shorter);
            lost = lost(board, shorter);
            if (done.length() + between.length() + lost.length() + clock.length() + 2 <= width) {
                break;
            }
        }
        TruncatedLine text = new TruncatedLine(width, glyphs);
        String play = DisplayText.text(board.play());
        int room = width - done.length() - lost.length() - clock.length() - 2 * between.length() - 2;
        if (!play.isEmpty() && room >= Math.min(play.length(), SHORTEST_NAME)) {
            text.add(
                            Style.HEADING,
                            play.length() > room
                                    ? play.substring(0, room - glyphs.cut().length()) + glyphs.cut()
                                    : play)
                    .add(between);
        }
        text.add(done + between).add(lost.equals(NONE_LOST) ? Style.OK : Style.FAILED, lost);
        return text.left() < clock.length() + 1
                ? text.done()
                : text.to(width - clock.length()).add(Style.QUIET, clock).done();
    }

    private String lost(LiveState board, int shorter) {
        List<String> parts = new ArrayList<>();
        for (HostView.State state : List.of(HostView.State.FAILED, HostView.State.UNREACHABLE)) {
            int number = board.lost(state);
            if (number > 0) {
                parts.add(shorter < 2 ? number + " " + state.words() : glyphs.of(state) + " " + number);
            }
        }
        return parts.isEmpty() ? NONE_LOST : String.join(shorter < 2 ? ", " : " ", parts);
    }

    /** @param shorter how much so */
    private static String done(LiveState board, String between, int shorter) {
        String check = board.isCheck() ? "check" + between : "";
        int hosts = board.nodes().size();
        if (board.batches() < 2 || board.batch() == 0) {
            return check + Plural.of(hosts, "host");
        }
        return check
                + switch (shorter) {
                    case 0 ->
                        "batch " + board.batch() + " of " + board.batches() + between + board.done() + " of " + hosts
                                + " hosts done";
                    case 1 ->
                        "batch " + board.batch() + "/" + board.batches() + between + board.done() + "/" + hosts
                                + " done";
                    default -> board.batch() + "/" + board.batches() + between + board.done() + "/" + hosts;
                };
    }

    private AttributedString task(LiveState board, long now) {
        TruncatedLine text = new TruncatedLine(width, glyphs);
        if (board.pending() != null) {
            return text.add(Style.SKIPPED, DisplayText.text(board.pending())).done();
        }
        TaskRef task = board.task();
        List<String> waiting = board.waiting();
        if (task == null || waiting.isEmpty()) {
            return text.add(Style.QUIET, glyphs.cut()).done();
        }
        String name = (task.handler() ? "handler " : "") + DisplayText.text(task.name());
        String progress =
                board.taskHosts() == 1 ? "" : board.taskHosts() - waiting.size() + " of " + board.taskHosts() + "  ";
        String time = Durations.clock(board.taskTime(now));
        int room = Math.max(SHORTEST_NAME, width - progress.length() - time.length() - 4);
        if (name.length() > room) {
            name = name.substring(0, room - glyphs.cut().length()) + glyphs.cut();
        }
        text.add(Style.HUNK, glyphs.of(HostView.State.RUNNING) + " " + name).add("  " + progress + time);
        if (waiting.size() < board.taskHosts() || waiting.size() < 4) {
            String who = "  waits for " + HostNames.listed(waiting, NAMES);
            if (who.length() <= text.left()) {
                text.add(Style.QUIET, who);
            }
        }
        return text.done();
    }

    /** What the signs mean, how many of each there are, and how fast it goes. */
    private List<AttributedString> legend(LiveState board, int each, long now) {
        List<AttributedString> entries = new ArrayList<>();
        HostGrid.counts(board.nodes())
                .forEach((state, number) -> entries.add(new TruncatedLine(width, glyphs)
                        .add(HostGrid.style(state), glyphs.of(state))
                        .add(" " + number + " " + state.words())
                        .done()));
        if (each > 1) {
            entries.add(new AttributedString("(a sign: " + each + " hosts)", AttributedStyle.DEFAULT.faint()));
        }
        entries.add(new AttributedString(pace(board, now), AttributedStyle.DEFAULT.faint()));
        List<AttributedString> lines = new ArrayList<>();
        AttributedStringBuilder line = new AttributedStringBuilder();
        for (AttributedString entry : entries) {
            if (line.length() > 0 && line.columnLength(null) + 2 + entry.columnLength(null) > width) {
                lines.add(line.toAttributedString());
                line = new AttributedStringBuilder();
            }
            line.append(line.length() > 0 ? "  " : "", AttributedStyle.DEFAULT).append(entry);
        }
        lines.add(line.toAttributedString());
        return lines.subList(0, Math.min(lines.size(), LEGEND_LINES));
    }

    private static String pace(LiveState board, long now) {
        double hosts = board.hostRate(now);
        if (hosts == 0 || board.elapsed(now).compareTo(FORETELLS_AFTER) < 0) {
            double rate = board.rate(now);
            return rate == 0 ? "" : rate < 10 ? String.format("%.1f results/s", rate) : Math.round(rate) + " results/s";
        }
        long left = Math.round(60 * (board.nodes().size() - board.done()) / hosts);
        String speed = hosts < 10 ? String.format("%.1f", hosts) : String.valueOf(Math.round(hosts));
        return speed + " hosts/min, about " + Durations.words(Duration.ofSeconds(left)) + " to go";
    }

    private AttributedString trouble(Style style, String head, LiveState.Trouble trouble) {
        return new TruncatedLine(width, glyphs)
                .add(style, head + DisplayText.text(trouble.host()))
                .add(Style.QUIET, " " + DisplayText.text(trouble.task()) + ": ")
                .add(trouble.why())
                .done();
    }
}
