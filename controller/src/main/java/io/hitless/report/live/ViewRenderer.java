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

/** Renders the state of a run as lines: summary, current task, hosts, legend, last failure. */
final class ViewRenderer {
    private static final int LEGEND_FROM_ROWS = 12;
    private static final int HOST_LINES = 16;
    private static final int LEGEND_LINES = 2;
    private static final int SHORTEST_NAME = 8;
    private static final int NAMES = 20;
    private static final String NONE_LOST = "none failed";

    /** The remaining time is estimated after this much of the play. */
    private static final Duration ESTIMATE_AFTER = Duration.ofSeconds(5);

    private final Glyphs glyphs;
    private final int width;
    private final int rows;

    ViewRenderer(Glyphs glyphs, Tty.Extent extent) {
        this.glyphs = glyphs;
        this.width = Math.max(1, extent.columns() - 1); // the last column makes some terminals wrap
        this.rows = extent.rows();
    }

    /** Returns the lines; empty if there is nothing to show, or no space. */
    List<AttributedString> of(LiveState state, long now) {
        if (state.hasEnded() || state.hosts().isEmpty() || rows < 4) {
            return List.of();
        }
        List<AttributedString> out = new ArrayList<>();
        out.add(AttributedString.EMPTY);
        out.add(verdict(state, now));
        out.add(task(state, now));
        int height = Math.min(HOST_LINES, rows / 2 - 4);
        HostGrid cells = new HostGrid(glyphs, width, height);
        out.addAll(cells.of(state, now));
        // without cells, the words in each host's line explain the state
        if (rows >= LEGEND_FROM_ROWS && state.hosts().size() > height) {
            out.addAll(legend(state, cells.each(), now));
        }
        LiveState.Failure retried = state.retried();
        LiveState.Failure failure = state.failure();
        if (retried != null && !state.waiting().isEmpty()) {
            out.add(failure(Style.CHANGED, "tried again: ", retried));
        } else if (failure != null) {
            out.add(failure(Style.FAILED, glyphs.of(HostView.State.FAILED) + " ", failure));
        }
        return out.subList(0, Math.min(out.size(), rows - 1));
    }

    /** {@code roll haproxy out · batch 3 of 25 · 57 of 500 hosts done · none failed 4:12}, shortened to fit. */
    private AttributedString verdict(LiveState state, long now) {
        String between = " " + glyphs.between() + " ";
        String clock = Durations.clock(state.elapsed(now));
        String lost = "";
        String done = "";
        for (int shorter = 0; shorter < 3; shorter++) {
            done = done(state, between, shorter);
            lost = lost(state, shorter);
            if (done.length() + between.length() + lost.length() + clock.length() + 2 <= width) {
                break;
            }
        }
        TruncatedLine text = new TruncatedLine(width, glyphs);
        String play = DisplayText.text(state.play());
        int space = width - done.length() - lost.length() - clock.length() - 2 * between.length() - 2;
        if (!play.isEmpty() && space >= Math.min(play.length(), SHORTEST_NAME)) {
            text.add(
                            Style.HEADING,
                            play.length() > space
                                    ? play.substring(0, space - glyphs.cut().length()) + glyphs.cut()
                                    : play)
                    .add(between);
        }
        text.add(done + between).add(lost.equals(NONE_LOST) ? Style.OK : Style.FAILED, lost);
        return text.left() < clock.length() + 1
                ? text.done()
                : text.to(width - clock.length()).add(Style.QUIET, clock).done();
    }

    private String lost(LiveState state, int shorter) {
        List<String> parts = new ArrayList<>();
        for (HostView.State kind : List.of(HostView.State.FAILED, HostView.State.UNREACHABLE)) {
            int number = state.lost(kind);
            if (number > 0) {
                parts.add(shorter < 2 ? number + " " + kind.words() : glyphs.of(kind) + " " + number);
            }
        }
        return parts.isEmpty() ? NONE_LOST : String.join(shorter < 2 ? ", " : " ", parts);
    }

    /** @param shorter 0 to 2: how much to shorten */
    private static String done(LiveState state, String between, int shorter) {
        String check = state.isCheck() ? "check" + between : "";
        int hosts = state.hosts().size();
        if (state.batches() < 2 || state.batch() == 0) {
            return check + Plural.of(hosts, "host");
        }
        return check
                + switch (shorter) {
                    case 0 ->
                        "batch " + state.batch() + " of " + state.batches() + between + state.done() + " of " + hosts
                                + " hosts done";
                    case 1 ->
                        "batch " + state.batch() + "/" + state.batches() + between + state.done() + "/" + hosts
                                + " done";
                    default -> state.batch() + "/" + state.batches() + between + state.done() + "/" + hosts;
                };
    }

    private AttributedString task(LiveState state, long now) {
        TruncatedLine text = new TruncatedLine(width, glyphs);
        if (state.pending() != null) {
            return text.add(Style.SKIPPED, DisplayText.text(state.pending())).done();
        }
        TaskRef task = state.task();
        List<String> waiting = state.waiting();
        if (task == null || waiting.isEmpty()) {
            return text.add(Style.QUIET, glyphs.cut()).done();
        }
        String name = (task.handler() ? "handler " : "") + DisplayText.text(task.name());
        String progress =
                state.taskHosts() == 1 ? "" : state.taskHosts() - waiting.size() + " of " + state.taskHosts() + "  ";
        String time = Durations.clock(state.taskTime(now));
        int space = Math.max(SHORTEST_NAME, width - progress.length() - time.length() - 4);
        if (name.length() > space) {
            name = name.substring(0, space - glyphs.cut().length()) + glyphs.cut();
        }
        text.add(Style.HUNK, glyphs.of(HostView.State.RUNNING) + " " + name).add("  " + progress + time);
        if (waiting.size() < state.taskHosts() || waiting.size() < 4) {
            String who = "  waits for " + HostNames.listed(waiting, NAMES);
            if (who.length() <= text.left()) {
                text.add(Style.QUIET, who);
            }
        }
        return text.done();
    }

    /** The meaning of the symbols with their counts, and the speed. */
    private List<AttributedString> legend(LiveState state, int each, long now) {
        List<AttributedString> entries = new ArrayList<>();
        HostGrid.counts(state.hosts())
                .forEach((kind, number) -> entries.add(new TruncatedLine(width, glyphs)
                        .add(HostGrid.style(kind), glyphs.of(kind))
                        .add(" " + number + " " + kind.words())
                        .done()));
        if (each > 1) {
            entries.add(new AttributedString("(a sign: " + each + " hosts)", AttributedStyle.DEFAULT.faint()));
        }
        entries.add(new AttributedString(speed(state, now), AttributedStyle.DEFAULT.faint()));
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

    private static String speed(LiveState state, long now) {
        double hosts = state.hostRate(now);
        if (hosts == 0 || state.elapsed(now).compareTo(ESTIMATE_AFTER) < 0) {
            double rate = state.rate(now);
            return rate == 0 ? "" : rate < 10 ? String.format("%.1f results/s", rate) : Math.round(rate) + " results/s";
        }
        long left = Math.round(60 * (state.hosts().size() - state.done()) / hosts);
        String speed = hosts < 10 ? String.format("%.1f", hosts) : String.valueOf(Math.round(hosts));
        return speed + " hosts/min, about " + Durations.words(Duration.ofSeconds(left)) + " to go";
    }

    private AttributedString failure(Style style, String head, LiveState.Failure failure) {
        return new TruncatedLine(width, glyphs)
                .add(style, head + DisplayText.text(failure.host()))
                .add(Style.QUIET, " " + DisplayText.text(failure.task()) + ": ")
                .add(failure.why())
                .done();
    }
}
