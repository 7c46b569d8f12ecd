package io.hitless.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All that is found in what the operator wrote, each thing once. What shows when a step is reached is possible, until
 * the step is known to be reached. Safe for many threads.
 */
public final class Findings {
    private final Map<String, Finding> found = new LinkedHashMap<>();
    private final IdentityHashMap<Object, List<Finding>> atSteps = new IdentityHashMap<>();
    private @Nullable Consumer<Finding> reporter;

    /** Takes a finding up. Of two that say the same, the graver counts. */
    public synchronized void add(Finding finding) {
        Finding known = found.get(key(finding));
        if (known == null || finding.kind().compareTo(known.kind()) < 0) {
            found.put(key(finding), finding);
            if (known == null && reporter != null && !finding.kind().isPossible()) {
                reporter.accept(finding);
            }
        }
    }

    /** Takes up what shows when a step is reached. */
    public synchronized void at(Object step, Finding finding) {
        if (reporter == null) { // a run knows by itself what it reaches
            add(finding);
            atSteps.computeIfAbsent(step, _ -> new ArrayList<>()).add(finding);
        }
    }

    /** A step is sure to be reached: what fails there in Ansible, too, is certain. */
    public synchronized void reached(Object step) {
        for (Finding finding : atSteps.getOrDefault(step, List.of())) {
            if (finding.kind() == Finding.Kind.IF_REACHED) {
                add(finding.as(Finding.Kind.CERTAIN));
            }
        }
    }

    /** All of a kind, file by file in the order they were read, and in each from top to bottom. */
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
     * What keeps a run from beginning.
     *
     * @param strict whether what fails only if it is reached does, too
     */
    public List<Finding> refused(boolean strict) {
        return strict
                ? of(Finding.Kind.CERTAIN, Finding.Kind.IF_REACHED, Finding.Kind.NOT_HERE)
                : of(Finding.Kind.CERTAIN);
    }

    /** @throws UserError with all that is {@link #refused} */
    public void refuse(boolean strict) {
        Problems problems = new Problems();
        refused(strict).forEach(finding -> problems.add(finding.error()));
        problems.throwIfAny();
    }

    /** The run begins: what is found from now on, and does not fail, is reported at once. */
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
