package io.hitless.lsp;

import io.hitless.source.Finding;
import io.hitless.source.Finding.Rule;
import io.hitless.source.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;

/** The faults of a text as an editor shows them. */
final class Diagnoses {
    /** What a file of tasks is put into, to be read as a playbook. */
    private static final String PLAY = "- hosts: all\n  gather_facts: false\n  tasks:\n";

    private static final String INDENT = "    ";
    private static final int PLAY_LINES = 3;

    /** Alone, a file of tasks does not have the files, roles and handlers of its role. */
    private static final Set<Rule> OF_ROLES = Set.of(Rule.FILE, Rule.ROLE, Rule.HANDLER);

    private final FindingsSource source;

    Diagnoses(FindingsSource source) {
        this.source = source;
    }

    List<Diagnostic> of(DocumentKind kind, Path file, String text) {
        return switch (kind) {
            case PLAYBOOK -> shown(source.of(file, text), file, 0, 0, Set.of());
            case TASKS ->
                text.isBlank()
                        ? List.of()
                        : shown(source.of(file, asPlay(text)), file, PLAY_LINES, INDENT.length(), OF_ROLES);
            case OTHER -> List.of();
        };
    }

    private static String asPlay(String tasks) {
        StringBuilder play = new StringBuilder(PLAY);
        tasks.lines()
                .forEach(line -> play.append(line.startsWith("---") ? "" : line.isBlank() ? line : INDENT + line)
                        .append('\n'));
        return play.toString();
    }

    private static List<Diagnostic> shown(
            List<Finding> findings, Path file, int lines, int columns, Set<Rule> without) {
        List<Diagnostic> shown = new ArrayList<>();
        for (Finding finding : findings) {
            Span span = finding.span();
            if (span != null && span.file().name().equals(file.toString()) && !without.contains(finding.rule())) {
                shown.add(shown(
                        finding,
                        new Range(
                                position(span, span.start(), lines, columns),
                                position(span, span.end(), lines, columns))));
            }
        }
        return shown;
    }

    private static Diagnostic shown(Finding finding, Range range) {
        String hint = finding.error().hint();
        String message = finding.error().what() + (hint == null ? "" : "\n" + hint);
        return new Diagnostic(
                range,
                message,
                severity(finding.kind()),
                "hitless",
                finding.rule().id());
    }

    private static DiagnosticSeverity severity(Finding.Kind kind) {
        return switch (kind) {
            case CERTAIN -> DiagnosticSeverity.Error;
            case IF_REACHED, NOT_HERE, DUBIOUS -> DiagnosticSeverity.Warning;
            case NO_MEANING -> DiagnosticSeverity.Information;
        };
    }

    /** An offset as line and column from 0, without what was put around the text. */
    private static Position position(Span span, int offset, int lines, int columns) {
        String text = span.file().text();
        int at = Math.min(offset, text.length());
        int line = span.file().line(at) - 1;
        int column = at - (text.lastIndexOf('\n', at - 1) + 1);
        return new Position(Math.max(0, line - lines), Math.max(0, column - columns));
    }
}
