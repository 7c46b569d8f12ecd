package io.hitless.report.console;

import io.hitless.event.Counts;
import io.hitless.event.CustomStats;
import io.hitless.event.Event;
import io.hitless.report.DisplayText;
import io.hitless.report.Style;
import io.hitless.wording.Durations;
import io.hitless.wording.HostNames;
import io.hitless.wording.Plural;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The end of a run: the result in one line, and the counts, per host as in Ansible, or grouped. */
final class Recap {
    private static final int FEW = 3;

    /** Maximum length of the list of names in characters, so that a line fits a usual terminal. */
    private static final int NAMES = 24;

    private final StyledPrinter printer;

    Recap(StyledPrinter printer) {
        this.printer = printer;
    }

    /**
     * Shows the end of a run.
     *
     * @param check whether the run changed nothing
     */
    void of(Event.RunEnded ended, ConsoleOptions options, boolean check, Duration took) {
        if (options.grouped()) {
            verdict(ended, check, took);
            grouped(ended.recap());
        } else {
            perHost(ended.recap());
        }
        if (options.format().customStats()) {
            customStats(ended.stats());
        }
        if (check && options.format().checkMarked()) {
            printer.banner("DRY RUN");
        }
    }

    private void perHost(Map<String, Counts> recap) {
        printer.banner("PLAY RECAP");
        new TreeMap<>(recap).forEach((host, counts) -> { // sorted by name, as in Ansible
            String name = String.format("%-26s", DisplayText.text(host));
            printer.line(
                    null,
                    printer.painted(style(counts), name) + " : "
                            + String.join(
                                    " ",
                                    count("ok", counts.ok(), Style.OK),
                                    count("changed", counts.changed(), Style.CHANGED),
                                    count("unreachable", counts.unreachable(), Style.UNREACHABLE),
                                    count("failed", counts.failed(), Style.FAILED),
                                    count("skipped", counts.skipped(), Style.SKIPPED),
                                    count("rescued", counts.rescued(), Style.OK),
                                    count("ignored", counts.ignored(), Style.SKIPPED)));
        });
        printer.blank();
    }

    /** What {@code set_stats} kept, for each host and for the run; nothing where it kept nothing. */
    private void customStats(CustomStats stats) {
        if (stats.isEmpty()) {
            return;
        }
        printer.banner("CUSTOM STATS:");
        stats.byHost().forEach((host, kept) -> printer.line(null, "\t" + DisplayText.text(host) + ": " + joined(kept)));
        if (!stats.ofRun().isEmpty()) {
            printer.blank();
            printer.line(null, "\tRUN: " + joined(stats.ofRun()));
        }
        printer.blank();
    }

    /** As in Ansible: indented by a blank for each level, and then put in one line. */
    private static String joined(Map<String, @Nullable Object> kept) {
        return DisplayText.lines(kept)
                .lines()
                .map(line -> {
                    int indent = line.length() - line.stripLeading().length();
                    return " ".repeat(indent / 4) + line.substring(indent);
                })
                .collect(Collectors.joining());
    }

    private String count(String name, int number, Style style) {
        String text = String.format("%s=%-4d", name, number);
        return number > 0 ? printer.painted(style, text) : text;
    }

    /** A line for all hosts with the same counts. The worst results come last, where people look first. */
    private void grouped(Map<String, Counts> recap) {
        printer.blank();
        printer.line(Style.HEADING, "PLAY RECAP");
        Map<Counts, List<String>> hosts = new LinkedHashMap<>();
        recap.forEach((host, counts) ->
                hosts.computeIfAbsent(counts, _ -> new ArrayList<>()).add(host));
        int width = hosts.values().stream()
                .mapToInt(each -> String.valueOf(each.size()).length())
                .max()
                .orElse(0);
        hosts.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<Counts, List<String>> each) -> badness(each.getKey())))
                .forEach(each -> {
                    int number = each.getValue().size();
                    String head = String.format("%" + width + "d host%s", number, number == 1 ? " " : "s");
                    printer.line(
                            null,
                            printer.painted(style(each.getKey()), head) + "  " + countsText(each.getKey()) + ": "
                                    + HostNames.listed(each.getValue(), NAMES));
                });
        printer.blank();
    }

    private static int badness(Counts counts) {
        return counts.unreachable() > 0 ? 3 : counts.failed() > 0 ? 2 : counts.changed() > 0 ? 1 : 0;
    }

    private String countsText(Counts counts) {
        List<String> parts = new ArrayList<>();
        parts.add(printer.painted(counts.ok() > 0 ? Style.OK : null, "ok=" + counts.ok()));
        add(parts, "changed", counts.changed(), Style.CHANGED);
        add(parts, "unreachable", counts.unreachable(), Style.UNREACHABLE);
        add(parts, "failed", counts.failed(), Style.FAILED);
        add(parts, "skipped", counts.skipped(), Style.SKIPPED);
        add(parts, "rescued", counts.rescued(), Style.OK);
        add(parts, "ignored", counts.ignored(), Style.SKIPPED);
        return String.join(" ", parts);
    }

    private void add(List<String> parts, String name, int number, Style style) {
        if (number > 0) {
            parts.add(printer.painted(style, name + "=" + number));
        }
    }

    /** {@code failed: 2 of 500 hosts failed (lb7, lb9), 1 not reached (lb3), 12 changed, in 3 min 20 s}. */
    private void verdict(Event.RunEnded ended, boolean check, Duration took) {
        Map<String, Counts> recap = ended.recap();
        List<String> failed = hostsWith(recap, counts -> counts.failed() > 0);
        List<String> unreachable = hostsWith(recap, counts -> counts.unreachable() > 0);
        int changed = hostsWith(recap, counts -> counts.changed() > 0).size();
        boolean lost = !failed.isEmpty() || !unreachable.isEmpty();
        String ofHosts = " of " + Plural.of(recap.size(), "host") + " ";
        List<String> parts = new ArrayList<>();
        if (!failed.isEmpty()) {
            parts.add(failed.size() + ofHosts + "failed" + named(failed));
        }
        if (!unreachable.isEmpty()) {
            parts.add(unreachable.size() + (failed.isEmpty() ? ofHosts : " ") + "not reached" + named(unreachable));
        }
        if (!lost) {
            parts.add(Plural.of(recap.size(), "host"));
        }
        parts.add((changed == 0 ? "none" : String.valueOf(changed)) + (check ? " would be changed" : " changed"));
        String word = ended.interrupted() ? "interrupted" : lost ? "failed" : "ok";
        Style style = ended.interrupted() || lost ? Style.FAILED : changed > 0 ? Style.CHANGED : Style.OK;
        printer.blank();
        printer.line(style, word + ": " + String.join(", ", parts) + ", in " + Durations.words(took));
    }

    // The recap below names the other hosts.
    private static String named(List<String> hosts) {
        return hosts.size() > FEW ? "" : " (" + HostNames.listed(hosts) + ")";
    }

    private static List<String> hostsWith(Map<String, Counts> recap, Predicate<Counts> which) {
        return recap.entrySet().stream()
                .filter(each -> which.test(each.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Style style(Counts counts) {
        return counts.failed() + counts.unreachable() > 0
                ? Style.FAILED
                : counts.changed() > 0 ? Style.CHANGED : Style.OK;
    }
}
