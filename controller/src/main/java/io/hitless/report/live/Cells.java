package io.hitless.report.live;

import io.hitless.report.Elapsed;
import io.hitless.report.Shown;
import io.hitless.report.Style;
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
 * The hosts of a play in a given room, as rich as it allows: a line for each; or their names side by side; or a cell for each, by batch;
 * and of very many, batches that are done in one line, and a cell for several hosts.
 */
final class Cells {
    private static final int LONGEST_NAME = 24;
    private static final int NARROWEST = 12;

    /** As the number of the batch of those whose batch has not begun. */
    private static final int AHEAD = Integer.MAX_VALUE;

    private final Glyphs glyphs;
    private final int width;
    private final int height;
    private int each = 1;

    /** @param height lines at most */
    Cells(Glyphs glyphs, int width, int height) {
        this.glyphs = glyphs;
        this.width = width;
        this.height = height;
    }

    static Style style(Node.State state) {
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

    List<AttributedString> of(Board board, long now) {
        Collection<Node> nodes = board.nodes();
        if (nodes.isEmpty() || height < 1 || width < NARROWEST) {
            return List.of();
        }
        if (nodes.size() <= height) {
            int longest = nodes.stream().mapToInt(node -> Shown.text(node.name()).length()).max().orElse(0);
            return nodes.stream().map(node -> line(node, Math.min(longest, Math.min(LONGEST_NAME, width / 3)), board.batches() > 1, now)).toList();
        }
        int longest = nodes.stream().mapToInt(node -> Shown.text(node.name()).length()).max().orElse(0);
        int columns = width / (longest + 3);
        if (columns > 1 && (nodes.size() + columns - 1) / columns <= height) {
            return names(List.copyOf(nodes), longest + 3, columns);
        }
        return cells(nodes, board.batches() > 1);
    }

    private AttributedString line(Node node, int named, boolean batches, long now) {
        Text text = new Text(width, glyphs).add(style(node.state()), glyphs.of(node.state()) + " ");
        if (batches) {
            text.add(Style.QUIET, String.format("%-3s", node.batch() == 0 ? "" : node.batch()));
        }
        String name = Shown.text(node.name());
        text.add(name.length() > named ? name.substring(0, named) : String.format("%-" + named + "s", name)).add("  ");
        if (node.task() != null) {
            text.add(Shown.text(node.task().name()));
            text.add(Style.QUIET, "  " + Elapsed.clock(Duration.ofNanos(now - node.since())));
            if (node.retries() >= 0) {
                text.add(Style.CHANGED, "  retries left: " + node.retries());
            }
            return text.done();
        }
        return text.add(node.state() == Node.State.AHEAD ? Style.QUIET : null, told(node)).done();
    }

    private static String told(Node node) {
        if (node.batch() == 0) {
            return "to come";
        }
        List<String> parts = new ArrayList<>();
        if (node.state() == Node.State.FAILED || node.state() == Node.State.UNREACHABLE || node.state() == Node.State.BACK) {
            parts.add(node.state().words());
        }
        parts.add(node.counts().ok() + " ok");
        if (node.counts().changed() > 0) {
            parts.add(node.counts().changed() + " changed");
        }
        return String.join(", ", parts);
    }

    private List<AttributedString> names(List<Node> nodes, int each, int columns) {
        List<AttributedString> out = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i += columns) {
            Text text = new Text(width, glyphs);
            for (Node node : nodes.subList(i, Math.min(nodes.size(), i + columns))) {
                text.to((nodes.indexOf(node) - i) * each);
                text.add(style(node.state()), glyphs.of(node.state()) + " ");
                text.add(node.state() == Node.State.AHEAD ? Style.QUIET : null, Shown.text(node.name()));
            }
            out.add(text.done());
        }
        return out;
    }

    private List<AttributedString> cells(Collection<Node> nodes, boolean batches) {
        NavigableMap<Integer, List<Node>> byBatch = nodes.stream()
                .collect(Collectors.groupingBy(node -> node.batch() == 0 ? AHEAD : node.batch(), TreeMap::new, Collectors.toList()));
        for (each = 1; each < nodes.size(); each *= 2) {
            List<AttributedString> rows = fitting(byBatch, batches, height);
            rows = rows.isEmpty() ? withoutFirst(byBatch) : rows;
            if (!rows.isEmpty()) {
                return rows;
            }
        }
        return List.of();
    }

    /** Nothing if there is no room for all hosts that have begun; of those to come it is enough to see that there are more. */
    private List<AttributedString> fitting(NavigableMap<Integer, List<Node>> byBatch, boolean labels, int room) {
        List<AttributedString> rows = new Flow(labels).rows(byBatch);
        if (rows.size() <= room) {
            return rows;
        }
        return new Flow(labels).rows(new TreeMap<>(byBatch.headMap(AHEAD))).size() <= room ? rows.subList(0, room) : List.of();
    }

    /** The batches that are done in one line, as few of them as make the others fit; nothing if they do not even then. */
    private List<AttributedString> withoutFirst(NavigableMap<Integer, List<Node>> byBatch) {
        List<Node> folded = new ArrayList<>();
        NavigableMap<Integer, List<Node>> left = new TreeMap<>(byBatch);
        while (!left.isEmpty() && left.firstEntry().getValue().stream().allMatch(Node::isDone)) {
            Map.Entry<Integer, List<Node>> first = left.pollFirstEntry();
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

    private AttributedString summary(int first, int last, List<Node> nodes) {
        Text text = new Text(width, glyphs).add(Style.QUIET, first == last ? "batch " + first : "batches " + first + " to " + last);
        counts(nodes).forEach((state, number) -> text.add("  ").add(style(state), glyphs.of(state) + " " + number + " " + state.words()));
        return text.done();
    }

    /** How many hosts are in which state, what matters most first. */
    static Map<Node.State, Long> counts(Collection<Node> nodes) {
        return nodes.stream().collect(Collectors.groupingBy(Node::state, () -> new TreeMap<>(Comparator.reverseOrder()), Collectors.counting()));
    }

    /** Cells that run on from batch to batch, a space between two; each line begins with the number of its first batch. */
    private final class Flow {
        private static final int SMALL = 3;

        private final boolean labels;
        private final List<Text> rows = new ArrayList<>();
        private String between = " ";
        private int margin;

        Flow(boolean labels) {
            this.labels = labels;
        }

        List<AttributedString> rows(NavigableMap<Integer, List<Node>> byBatch) {
            int highest = byBatch.keySet().stream().filter(batch -> batch != AHEAD).mapToInt(batch -> batch).max().orElse(0);
            margin = labels ? String.valueOf(highest).length() + 1 : 0;
            between = byBatch.headMap(AHEAD).values().stream().allMatch(batch -> batch.size() < SMALL) ? "" : " ";
            byBatch.forEach(this::batch);
            return rows.stream().map(Text::done).toList();
        }

        private void batch(int number, List<Node> nodes) {
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
                Node.State worst = nodes.subList(i, Math.min(nodes.size(), i + each)).stream().map(Node::state).max(Enum::compareTo).orElseThrow();
                rows.getLast().add(style(worst), glyphs.of(worst));
            }
        }

        private void next(String label) {
            Text row = new Text(width, glyphs);
            rows.add(row);
            if (labels) {
                row.add(Style.QUIET, " ".repeat(margin - 1 - label.length()) + label).to(margin);
            }
        }
    }
}
