package io.hitless.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Collects the findings about what the operator wrote, each once. A fault in a step is only possible until it is known
 * that the run reaches the step. Thread-safe.
 */
public final class Findings {
    private final Map<String, Finding> found = new LinkedHashMap<>();
    private final IdentityHashMap<Object, List<Finding>> atSteps = new IdentityHashMap<>();
    private @Nullable Consumer<Finding> reporter;

    /** Adds a finding. If the same finding exists already, the more serious kind wins. */
    public synchronized void add(Finding finding) {
        Finding known = found.get(key(finding));
        if (known == null || finding.kind().compareTo(known.kind()) < 0) {
            found.put(key(finding), finding);
            if (known == null && reporter != null && !finding.kind().isPossible()) {
                reporter.accept(finding);
            }
        }
    }

    /** Adds a finding that matters only if the run reaches {@code step}. */
    public synchronized void at(Object step, Finding finding) {
        if (reporter == null) { // once a run has begun, it notices itself which steps it reaches
            add(finding);
            atSteps.computeIfAbsent(step, _ -> new ArrayList<>()).add(finding);
        }
    }

    /**
     * Marks a step as certain to be reached: findings there at which Ansible fails, too, become certain.
     *
     * @param made whether a file may have been made before the step: that it is missing now says nothing then
     */
    public synchronized void reached(Object step, Predicate<Path> made) {
        for (Finding finding : atSteps.getOrDefault(step, List.of())) {
            boolean isMade = finding.error() instanceof MissingFile missing
                    && missing.places().stream().anyMatch(made);
            if (finding.kind() == Finding.Kind.IF_REACHED && !isMade) {
                add(finding.as(Finding.Kind.CERTAIN));
            }
        }
    }

    /** Returns all findings of these kinds, ordered by file, as the files were read, and by position. */
    public synchronized List<Finding> of(Finding.Kind... kinds) {
        Map<String, Integer> files = new HashMap<>();
        found.values().forEach(finding -> files.putIfAbsent(file(finding), files.size()));
        return found.values().stream()
                .filter(finding -> List.of(kinds).contains(finding.kind()))
                .sorted(Comparator.<Finding>comparingInt(finding -> files.getOrDefault(file(finding), 0))
                        .thenComparingInt(Findings::start))
                .toList();
    }

    /**
     * Returns the findings that prevent the run from starting.
     *
     * @param strict whether findings that matter only if they are reached are included
     */
    public List<Finding> refused(boolean strict) {
        return strict
                ? of(Finding.Kind.CERTAIN, Finding.Kind.IF_REACHED, Finding.Kind.NOT_HERE)
                : of(Finding.Kind.CERTAIN);
    }

    /** @throws UserError with all findings that {@link #refused} returns */
    public void refuse(boolean strict) {
        Problems problems = new Problems();
        refused(strict).forEach(finding -> problems.add(finding.error()));
        problems.throwIfAny();
    }

    /** Must be called when the run begins: new findings that cannot fail a task are reported at once from now on. */
    public synchronized void startReporting(Consumer<Finding> to) {
        reporter = to;
        atSteps.clear();
    }

    private static String key(Finding finding) {
        return finding.error().getMessage();
    }

    private static String file(Finding finding) {
        Span span = finding.span();
        return span == null ? "" : span.file().name();
    }

    private static int start(Finding finding) {
        Span span = finding.span();
        return span == null ? 0 : span.start();
    }
}
