package io.hitless.report.live;

import io.hitless.report.DisplayText;
import io.hitless.report.Style;
import io.hitless.wording.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;

/**
 * The hosts of a play in a given room, as rich as it allows: a line for each; or their names side by side; or a cell
 * for each, by batch; and of very many, batches that are done in one line, and a cell for several hosts.
 */
final class HostGrid {
    private static final int LONGEST_NAME = 24;
    private static final int NARROWEST = 12;

    /** As the number of the batch of those whose batch has not started. */
    private static final int AHEAD = Integer.MAX_VALUE;

    private final Glyphs glyphs;
    private final int width;
    private final int height;
    private int each = 1;

    /** @param height lines at most */
    HostGrid(Glyphs glyphs, int width, int height) {
        this.glyphs = glyphs;
        this.width = width;
        this.height = height;
    }

    static Style style(HostView.State state) {
        return switch (state) {
            case AHEAD -> Style.QUIET;
            case DONE, STEADY -> Style.OK;
            case DONE_CHANGED, TOUCHED -> Style.CHANGED;
            case RUNNING -> Style.HUNK;
            case BACK -> Style.SKIPPED;
            case FAILED -> Style.FAILED;
            case UNREACHABLE -> Style.UNREACHABLE;
        };
    }

    List<AttributedString> of(LiveState board, long now) {
        Collection<HostView> nodes = board.nodes();
        if (nodes.isEmpty() || height < 1 || width < NARROWEST) {
            return List.of();
        }
        if (nodes.size() <= height) {
            int longest = nodes.stream()
                    .mapToInt(node -> DisplayText.text(node.name()).length())
                    .max()
                    .orElse(0);
            return nodes.stream()
                    .map(node ->
                            line(node, Math.min(longest, Math.min(LONGEST_NAME, width / 3)), board.batches() > 1, now))
                    .toList();
        }
        int longest = nodes.stream()
                .mapToInt(node -> DisplayText.text(node.name()).length())
                .max()
                .orElse(0);
        int columns = width / (longest + 3);
        if (columns > 1 && (nodes.size() + columns - 1) / columns <= height) {
            return names(List.copyOf(nodes), longest + 3, columns);
        }
        return cells(nodes, board.batches() > 1);
    }

    private AttributedString line(HostView node, int named, boolean batches, long now) {
        TruncatedLine text = new TruncatedLine(width, glyphs).add(style(node.state()), glyphs.of(node.state()) + " ");
        if (batches) {
            text.add(Style.QUIET, String.format("%-3s", node.batch() == 0 ? "" : node.batch()));
        }
        String name = DisplayText.text(node.name());
        text.add(name.length() > named ? name.substring(0, named) : String.format("%-" + named + "s", name))
                .add("  ");
        if (node.task() != null) {
            text.add(DisplayText.text(node.task().name()));
            text.add(Style.QUIET, "  " + Durations.clock(Duration.ofNanos(now - node.since())));
            if (node.retries() >= 0) {
                text.add(Style.CHANGED, "  retries left: " + node.retries());
            }
            return text.done();
        }
        return text.add(node.state() == HostView.State.AHEAD ? Style.QUIET : null, told(node))
                .done();
    }

    private static String told(HostView node) {
        if (node.batch() == 0) {
            return "to come";
        }
        List<String> parts = new ArrayList<>();
        if (node.state() == HostView.State.FAILED
                || node.state() == HostView.State.UNREACHABLE
                || node.state() == HostView.State.BACK) {
            parts.add(node.state().words());
        }
        parts.add(node.counts().ok() + " ok");
        if (node.counts().changed() > 0) {
            parts.add(node.counts().changed() + " changed");
        }
        return String.join(", ", parts);
    }

    private List<AttributedString> names(List<HostView> nodes, int each, int columns) {
        List<AttributedString> out = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i += columns) {
            TruncatedLine text = new TruncatedLine(width, glyphs);
            for (HostView node : nodes.subList(i, Math.min(nodes.size(), i + columns))) {
                text.to((nodes.indexOf(node) - i) * each);
                text.add(style(node.state()), glyphs.of(node.state()) + " ");
                text.add(node.state() == HostView.State.AHEAD ? Style.QUIET : null, DisplayText.text(node.name()));
            }
            out.add(text.done());
        }
        return out;
    }

    private List<AttributedString> cells(Collection<HostView> nodes, boolean batches) {
        NavigableMap<Integer, List<HostView>> byBatch = nodes.stream()
                .collect(Collectors.groupingBy(
                        node -> node.batch() == 0 ? AHEAD : node.batch(), TreeMap::new, Collectors.toList()));
        for (each = 1; each < nodes.size(); each *= 2) {
            List<AttributedString> rows = fitting(byBatch, batches, height);
            rows = rows.isEmpty() ? withoutFirst(byBatch) : rows;
            if (!rows.isEmpty()) {
                return rows;
            }
        }
        return List.of();
    }

    /**
     * Nothing if there is no room for all hosts that have begun; of those to come it is enough to see that there are
     * more.
     */
    private List<AttributedString> fitting(NavigableMap<Integer, List<HostView>> byBatch, boolean labels, int room) {
        List<AttributedString> rows = new Flow(labels).rows(byBatch);
        if (rows.size() <= room) {
            return rows;
        }
        return new Flow(labels).rows(new TreeMap<>(byBatch.headMap(AHEAD))).size() <= room
                ? rows.subList(0, room)
                : List.of();
    }

    /**
     * The batches that are done in one line, as few of them as make the others fit; nothing if they do not even then.
     */
    private List<AttributedString> withoutFirst(NavigableMap<Integer, List<HostView>> byBatch) {
        List<HostView> folded = new ArrayList<>();
        NavigableMap<Integer, List<HostView>> left = new TreeMap<>(byBatch);
        while (!left.isEmpty() && left.firstEntry().getValue().stream().allMatch(HostView::isDone)) {
            Map.Entry<Integer, List<HostView>> first = left.pollFirstEntry();
            folded.addAll(first.getValue());
            List<AttributedString> rows = fitting(left, true, height - 1);
            if (!rows.isEmpty()) {
                List<AttributedString> out = new ArrayList<>();
                out.add(summary(byBatch.firstKey(), first.getKey(), folded));
                out.addAll(rows);
                return out;
            }
        }
        return List.of();
    }

    /** How many hosts share a cell, in what was made last. */
    int each() {
        return each;
    }

    private AttributedString summary(int first, int last, List<HostView> nodes) {
        TruncatedLine text = new TruncatedLine(width, glyphs)
                .add(Style.QUIET, first == last ? "batch " + first : "batches " + first + " to " + last);
        counts(nodes)
                .forEach((state, number) ->
                        text.add("  ").add(style(state), glyphs.of(state) + " " + number + " " + state.words()));
        return text.done();
    }

    /** How many hosts are in which state, what matters most first. */
    static Map<HostView.State, Long> counts(Collection<HostView> nodes) {
        return nodes.stream()
                .collect(Collectors.groupingBy(
                        HostView::state, () -> new TreeMap<>(Comparator.reverseOrder()), Collectors.counting()));
    }

    /**
     * Cells that run on from batch to batch, a space between two; each line begins with the number of its first batch.
     */
    private final class Flow {
        private static final int SMALL = 3;

        private final boolean labels;
        private final List<TruncatedLine> rows = new ArrayList<>();
        private String between = " ";
        private int margin;

        Flow(boolean labels) {
            this.labels = labels;
        }

        List<AttributedString> rows(NavigableMap<Integer, List<HostView>> byBatch) {
            int highest = byBatch.keySet().stream()
                    .filter(batch -> batch != AHEAD)
                    .mapToInt(batch -> batch)
                    .max()
                    .orElse(0);
            margin = labels ? String.valueOf(highest).length() + 1 : 0;
            between = byBatch.headMap(AHEAD).values().stream().allMatch(batch -> batch.size() < SMALL) ? "" : " ";
            byBatch.forEach(this::batch);
            return rows.stream().map(TruncatedLine::done).toList();
        }

        private void batch(int number, List<HostView> nodes) {
            int needed = between.length() + (nodes.size() + each - 1) / each;
            boolean breaks = number == AHEAD || needed > width - margin;
            if (rows.isEmpty() || rows.getLast().left() < (breaks ? 2 : needed)) {
                next(number == AHEAD ? "" : String.valueOf(number));
            } else {
                rows.getLast().add(between);
            }
            for (int i = 0; i < nodes.size(); i += each) {
                if (rows.getLast().left() < 1) {
                    next("");
                }
                HostView.State worst = nodes.subList(i, Math.min(nodes.size(), i + each)).stream()
                        .map(HostView::state)
                        .max(Enum::compareTo)
                        .orElseThrow();
                rows.getLast().add(style(worst), glyphs.of(worst));
            }
        }

        private void next(String label) {
            TruncatedLine row = new TruncatedLine(width, glyphs);
            rows.add(row);
            if (labels) {
                row.add(Style.QUIET, " ".repeat(margin - 1 - label.length()) + label)
                        .to(margin);
            }
        }
    }
}
