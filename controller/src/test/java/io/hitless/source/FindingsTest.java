package io.hitless.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.Finding.Rule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private final SourceFile first = new SourceFile("first.yml", "0123456789");
    private final SourceFile second = new SourceFile("second.yml", "0123456789");
    private final Findings findings = new Findings();

    private static Finding finding(Finding.Kind kind, SourceFile file, int at, String what) {
        return new Finding(kind, Finding.Rule.FILE, new UserError(new Span(file, at, at + 1), what));
    }

    @Test
    void findings_are_sorted_by_file_and_position() {
        findings.add(finding(Finding.Kind.IF_REACHED, first, 5, "late"));
        findings.add(finding(Finding.Kind.IF_REACHED, second, 0, "other"));
        findings.add(finding(Finding.Kind.IF_REACHED, first, 1, "early"));
        assertThat(findings.of(Finding.Kind.IF_REACHED))
                .extracting(one -> one.error().what())
                .containsExactly("early", "late", "other");
        assertThat(findings.of(Finding.Kind.CERTAIN)).isEmpty();
    }

    @Test
    void of_two_equal_findings_the_graver_counts() {
        findings.add(finding(Finding.Kind.IF_REACHED, first, 1, "same"));
        findings.add(finding(Finding.Kind.CERTAIN, first, 1, "same"));
        findings.add(finding(Finding.Kind.DUBIOUS, first, 1, "same"));
        assertThat(findings.of(Finding.Kind.values())).extracting(Finding::kind).containsExactly(Finding.Kind.CERTAIN);
    }

    @Test
    void a_missing_file_that_may_be_made_before_its_step_stays_possible() {
        Object step = new Object();
        Path made = Path.of("/srv/made.yml");
        findings.at(
                step,
                new Finding(
                        Finding.Kind.IF_REACHED,
                        Rule.FILE,
                        new MissingFile(null, "no such file: made.yml", null, List.of(made))));
        findings.reached(step, made::equals);
        assertThat(findings.refused(false)).isEmpty();
        findings.reached(step, _ -> false);
        assertThat(findings.refused(false)).hasSize(1);
    }

    @Test
    void a_step_that_is_reached_makes_its_finding_certain() {
        Object step = new Object();
        findings.at(step, finding(Finding.Kind.IF_REACHED, first, 1, "missing"));
        findings.at(step, finding(Finding.Kind.NOT_HERE, first, 2, "unsupported"));
        assertThat(findings.refused(false)).isEmpty();
        findings.reached(step, _ -> false);
        assertThat(findings.refused(false))
                .extracting(one -> one.error().what())
                .containsExactly("missing");
        assertThat(findings.of(Finding.Kind.NOT_HERE)).hasSize(1);
    }

    @Test
    void strict_refuses_what_is_only_possible() {
        findings.add(finding(Finding.Kind.IF_REACHED, first, 1, "a"));
        findings.add(finding(Finding.Kind.NOT_HERE, first, 2, "b"));
        findings.add(finding(Finding.Kind.DUBIOUS, first, 3, "c"));
        findings.refuse(false);
        assertThatThrownBy(() -> findings.refuse(true))
                .isInstanceOf(UserErrors.class)
                .hasMessage("first.yml:1:2: a; first.yml:1:3: b");
    }

    @Test
    void during_a_run_only_what_does_not_fail_is_reported_at_once() {
        List<String> reported = new ArrayList<>();
        findings.startReporting(finding -> reported.add(finding.error().what()));
        findings.add(finding(Finding.Kind.DUBIOUS, first, 1, "advice"));
        findings.add(finding(Finding.Kind.DUBIOUS, first, 1, "advice"));
        findings.add(finding(Finding.Kind.IF_REACHED, first, 2, "fails later"));
        findings.at(new Object(), finding(Finding.Kind.DUBIOUS, first, 3, "at a step"));
        assertThat(reported).containsExactly("advice");
    }
}
