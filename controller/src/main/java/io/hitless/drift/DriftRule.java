package io.hitless.drift;

import io.hitless.event.DriftReport.Finding;
import io.hitless.event.DriftReport.Ignored;
import io.hitless.event.Outcome;
import io.hitless.source.Glob;
import io.hitless.source.Span;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ignores drift on the given hosts, of tasks whose name matches, at paths that match.
 *
 * @param hosts the names of the hosts; null: all
 * @param task a glob over the task's name, with or without its role; null: any
 * @param path a glob over the changed path; null: any
 * @param until the last day on which the rule applies; null: always
 */
record DriftRule(
        @Nullable Set<String> hosts,
        @Nullable String task,
        @Nullable String path,
        String reason,
        @Nullable LocalDate until,
        Span at) {
    DriftRule {
        hosts = hosts == null ? null : Set.copyOf(hosts);
    }

    boolean isExpired(LocalDate today) {
        return until != null && until.isBefore(today);
    }

    boolean fits(String host, String name, Finding finding) {
        return (hosts == null || hosts.contains(host))
                && (task == null || fits(task, name))
                && (path == null || fitsAllOf(path, finding));
    }

    private static boolean fits(String glob, String name) {
        int role = name.indexOf(" : ");
        return Glob.matching(glob).test(name)
                || (role >= 0 && Glob.matching(glob).test(name.substring(role + " : ".length())));
    }

    private static boolean fitsAllOf(String glob, Finding finding) {
        return !finding.diffs().isEmpty()
                && finding.diffs().stream().allMatch(diff -> Glob.matching(glob).test(pathOf(diff)));
    }

    /**
     * The path of a diff. Its label is a path, sometimes followed by a word about the kind of difference:
     * {@code /etc/motd (mode)}.
     */
    static String pathOf(Outcome.Diff diff) {
        return diff.label().replaceFirst(" \\([^()]*\\)$", "");
    }

    Ignored ignored() {
        return new Ignored(reason, until == null ? null : until.toString(), at.toString());
    }
}
