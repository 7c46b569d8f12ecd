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
 * The hosts of a play in limited space, with as much detail as fits: a line for each host; or the names side by side;
 * or a cell for each host, by batch; for very many hosts, completed batches in one line and cells that each stand for
 * several hosts.
 */
final class HostGrid {
    private static final int LONGEST_NAME = 24;
    private static final int NARROWEST = 12;

    /** The batch number of hosts whose batch has not started. */
    private static final int PENDING = Integer.MAX_VALUE;

    private final Glyphs glyphs;
    private final int width;
    private final int height;
    private int each = 1;

    /** @param height the maximum number of lines */
    HostGrid(Glyphs glyphs, int width, int height) {
        this.glyphs = glyphs;
        this.width = width;
        this.height = height;
    }

    static Style style(HostView.State state) {
        return switch (state) {
            case PENDING -> Style.QUIET;
            case DONE, UNCHANGED -> Style.OK;
            case DONE_CHANGED, CHANGED_SO_FAR -> Style.CHANGED;
            case RUNNING -> Style.HUNK;
            case ROLLED_BACK -> Style.SKIPPED;
            case FAILED -> Style.FAILED;
            case UNREACHABLE -> Style.UNREACHABLE;
        };
    }

    List<AttributedString> of(LiveState state, long now) {
        Collection<HostView> hosts = state.hosts();
        if (hosts.isEmpty() || height < 1 || width < NARROWEST) {
            return List.of();
        }
        if (hosts.size() <= height) {
            int longest = hosts.stream()
                    .mapToInt(host -> DisplayText.text(host.name()).length())
                    .max()
                    .orElse(0);
            return hosts.stream()
                    .map(host ->
                            line(host, Math.min(longest, Math.min(LONGEST_NAME, width / 3)), state.batches() > 1, now))
                    .toList();
        }
        int longest = hosts.stream()
                .mapToInt(host -> DisplayText.text(host.name()).length())
                .max()
                .orElse(0);
        int columns = width / (longest + 3);
        if (columns > 1 && (hosts.size() + columns - 1) / columns <= height) {
            return names(List.copyOf(hosts), longest + 3, columns);
        }
        return cells(hosts, state.batches() > 1);
    }

    private AttributedString line(HostView host, int nameWidth, boolean batches, long now) {
        TruncatedLine text = new TruncatedLine(width, glyphs).add(style(host.state()), glyphs.of(host.state()) + " ");
        if (batches) {
            text.add(Style.QUIET, String.format("%-3s", host.batch() == 0 ? "" : host.batch()));
        }
        String name = DisplayText.text(host.name());
        text.add(name.length() > nameWidth ? name.substring(0, nameWidth) : String.format("%-" + nameWidth + "s", name))
                .add("  ");
        if (host.task() != null) {
            text.add(DisplayText.text(host.task().name()));
            text.add(Style.QUIET, "  " + Durations.clock(Duration.ofNanos(now - host.since())));
            if (host.retries() >= 0) {
                text.add(Style.CHANGED, "  retries left: " + host.retries());
            }
            if (!host.printed().isEmpty()) {
                text.add(Style.QUIET, "  " + DisplayText.text(host.printed().strip()));
            }
            return text.done();
        }
        return text.add(host.state() == HostView.State.PENDING ? Style.QUIET : null, resultText(host))
                .done();
    }

    private static String resultText(HostView host) {
        if (host.batch() == 0) {
            return "to come";
        }
        List<String> parts = new ArrayList<>();
        if (host.state() == HostView.State.FAILED
                || host.state() == HostView.State.UNREACHABLE
                || host.state() == HostView.State.ROLLED_BACK) {
            parts.add(host.state().words());
        }
        parts.add(host.counts().ok() + " ok");
        if (host.counts().changed() > 0) {
            parts.add(host.counts().changed() + " changed");
        }
        return String.join(", ", parts);
    }

    private List<AttributedString> names(List<HostView> hosts, int each, int columns) {
        List<AttributedString> out = new ArrayList<>();
        for (int i = 0; i < hosts.size(); i += columns) {
            TruncatedLine text = new TruncatedLine(width, glyphs);
            for (HostView host : hosts.subList(i, Math.min(hosts.size(), i + columns))) {
                text.to((hosts.indexOf(host) - i) * each);
                text.add(style(host.state()), glyphs.of(host.state()) + " ");
                text.add(host.state() == HostView.State.PENDING ? Style.QUIET : null, DisplayText.text(host.name()));
            }
            out.add(text.done());
        }
        return out;
    }

    private List<AttributedString> cells(Collection<HostView> hosts, boolean batches) {
        NavigableMap<Integer, List<HostView>> byBatch = hosts.stream()
                .collect(Collectors.groupingBy(
                        host -> host.batch() == 0 ? PENDING : host.batch(), TreeMap::new, Collectors.toList()));
        for (each = 1; each < hosts.size(); each *= 2) {
            List<AttributedString> rows = fitting(byBatch, batches, height);
            rows = rows.isEmpty() ? withoutFirst(byBatch) : rows;
            if (!rows.isEmpty()) {
                return rows;
            }
        }
        return List.of();
    }

    /** Empty if not all started hosts fit; pending hosts may be cut off. */
    private List<AttributedString> fitting(NavigableMap<Integer, List<HostView>> byBatch, boolean labels, int lines) {
        List<AttributedString> rows = new Flow(labels).rows(byBatch);
        if (rows.size() <= lines) {
            return rows;
        }
        return new Flow(labels).rows(new TreeMap<>(byBatch.headMap(PENDING))).size() <= lines
                ? rows.subList(0, lines)
                : List.of();
    }

    /**
     * Summarizes completed batches in one line, as few as needed to make the others fit; empty if they still do not
     * fit.
     */
    private List<AttributedString> withoutFirst(NavigableMap<Integer, List<HostView>> byBatch) {
        List<HostView> summarized = new ArrayList<>();
        NavigableMap<Integer, List<HostView>> left = new TreeMap<>(byBatch);
        while (!left.isEmpty() && left.firstEntry().getValue().stream().allMatch(HostView::isDone)) {
            Map.Entry<Integer, List<HostView>> first = left.pollFirstEntry();
            summarized.addAll(first.getValue());
            List<AttributedString> rows = fitting(left, true, height - 1);
            if (!rows.isEmpty()) {
                List<AttributedString> out = new ArrayList<>();
                out.add(summary(byBatch.firstKey(), first.getKey(), summarized));
                out.addAll(rows);
                return out;
            }
        }
        return List.of();
    }

    /** How many hosts share a cell in the last layout. */
    int each() {
        return each;
    }

    private AttributedString summary(int first, int last, List<HostView> hosts) {
        TruncatedLine text = new TruncatedLine(width, glyphs)
                .add(Style.QUIET, first == last ? "batch " + first : "batches " + first + " to " + last);
        counts(hosts)
                .forEach((state, number) ->
                        text.add("  ").add(style(state), glyphs.of(state) + " " + number + " " + state.words()));
        return text.done();
    }

    /** The number of hosts in each state, most important first. */
    static Map<HostView.State, Long> counts(Collection<HostView> hosts) {
        return hosts.stream()
                .collect(Collectors.groupingBy(
                        HostView::state, () -> new TreeMap<>(Comparator.reverseOrder()), Collectors.counting()));
    }

    /**
     * Lays out cells batch after batch, with a space between batches. Each line starts with the number of its first
     * batch.
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
                    .filter(batch -> batch != PENDING)
                    .mapToInt(batch -> batch)
                    .max()
                    .orElse(0);
            margin = labels ? String.valueOf(highest).length() + 1 : 0;
            between = byBatch.headMap(PENDING).values().stream().allMatch(batch -> batch.size() < SMALL) ? "" : " ";
            byBatch.forEach(this::batch);
            return rows.stream().map(TruncatedLine::done).toList();
        }

        private void batch(int number, List<HostView> nodes) {
            int needed = between.length() + (nodes.size() + each - 1) / each;
            boolean breaks = number == PENDING || needed > width - margin;
            if (rows.isEmpty() || rows.getLast().left() < (breaks ? 2 : needed)) {
                next(number == PENDING ? "" : String.valueOf(number));
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
