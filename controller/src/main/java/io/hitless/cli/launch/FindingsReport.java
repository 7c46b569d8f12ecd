package io.hitless.cli.launch;

import io.hitless.report.Warnings;
import io.hitless.source.Finding;
import io.hitless.source.Finding.Kind;
import io.hitless.source.Findings;
import io.hitless.source.UserError;
import io.hitless.wording.Plural;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reports findings in playbooks before a host is touched, and refuses a run that is certain to fail.
 *
 * @param strict whether possible failures are refused, too
 * @param verbose whether to show all findings
 */
record FindingsReport(Findings findings, boolean strict, boolean verbose) {
    private static final int FEW = 3;

    /** @throws UserError with all refused findings */
    void report() {
        findings.of(Kind.DUBIOUS).forEach(finding -> Warnings.print(finding.error()));
        warnOfIgnored(findings.of(Kind.NO_MEANING));
        if (!strict) {
            warnOfPossible(findings.of(Kind.IF_REACHED, Kind.NOT_HERE));
        }
        findings.refuse(strict);
        findings.startReporting(finding -> Warnings.print(finding.error()));
    }

    // A finding in many places is shown once.
    private static void warnOfIgnored(List<Finding> all) {
        Map<String, List<Finding>> byText = new LinkedHashMap<>();
        all.forEach(one -> byText.computeIfAbsent(one.error().what(), _ -> new ArrayList<>())
                .add(one));
        byText.forEach((_, same) -> {
            String more = same.size() == 1 ? "" : " (and " + Plural.of(same.size() - 1, "place") + " more)";
            Warnings.print("passed over: " + same.getFirst().error().getMessage() + more);
        });
    }

    private void warnOfPossible(List<Finding> all) {
        if (all.isEmpty()) {
            return;
        }
        Warnings.print(Plural.of(all.size(), "thing") + " would fail if reached:");
        int shown = verbose || all.size() <= FEW + 1 ? all.size() : FEW;
        all.subList(0, shown).forEach(one -> System.err.println("  " + one.line()));
        if (shown < all.size()) {
            System.err.println("  … and " + (all.size() - shown) + " more; -v shows all");
        }
    }
}
