package io.hitless.yaml;

import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Guesses what was most likely mistyped. The parser only knows where it could not continue. */
final class YamlErrorExplainer {
    private static final Pattern TEMPLATE = Pattern.compile("(?:^\\s*|:\\s+|-\\s+)(\\{\\{)");
    private static final Pattern TWO_COLONS =
            Pattern.compile("^\\s*(?:-\\s+)*[^\\s'\"#:{\\[][^'\"#:]*:\\s+[^'\"|>{\\[#\\s].*?(:)(?:\\s|$)");
    private static final Pattern AFTER_QUOTE = Pattern.compile(
            "^\\s*(?:-\\s+)*(?:[^\\s'\"#:{\\[][^'\"#:]*:\\s+)?(?:\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^']|'')*')\\s*([^\\s:#,}\\]])");
    private static final Pattern NO_SPACE = Pattern.compile("^\\s*(?:-\\s+)*[\\w.-]+(:)[^\\s:/]");
    private static final Pattern INDENT_TAB = Pattern.compile("^[ -]*(\\t)");

    private YamlErrorExplainer() {}

    static UserError in(MarkedYAMLException e, Offsets places) {
        Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
        int at = mark == null ? 0 : places.offset(mark);
        SourceFile file = places.file();
        String problem = e.getProblem() == null ? "not YAML" : e.getProblem();
        int line = file.line(Math.min(at, file.text().length()));
        UserError known = known(file, line, at);
        if (known == null) {
            known = withinLine(problem, file, line, at);
        }
        if (known == null && line > 1) {
            known = inLineAbove(file, line);
        }
        if (known != null) {
            return known;
        }
        int shown = began(problem) ? contextOr(at, e, places) : at;
        return new UserError(point(file, shown), plainly(problem), hint(problem, e.getContextMark(), file, places));
    }

    static UserError unquotedTemplate(Span span) {
        return new UserError(
                span,
                "a value that begins with a template must be quoted",
                "'{' begins a mapping in YAML; write the whole value in quotes: key: \"{{ … }}\"");
    }

    private static @Nullable UserError known(SourceFile file, int line, int at) {
        String text = file.lineText(line);
        int start = at - file.column(at) + 1;
        Matcher m = INDENT_TAB.matcher(text);
        if (m.find() && at <= start + m.end(1)) {
            return new UserError(span(file, start, m), "a tab in the indentation", "indent YAML with spaces only");
        }
        m = TEMPLATE.matcher(text);
        if (m.find()) {
            return unquotedTemplate(span(file, start, m));
        }
        m = TWO_COLONS.matcher(text);
        if (m.find()) {
            return secondColon(span(file, start, m));
        }
        return null;
    }

    private static UserError secondColon(Span span) {
        return new UserError(
                span,
                "a second ': ' in one line",
                "if it belongs to the value, quote the value; if not, begin a new line");
    }

    /** What the parser says of the indentation, where the line itself began a value that ends too early. */
    private static @Nullable UserError withinLine(String problem, SourceFile file, int line, int at) {
        String before = file.lineText(line)
                .substring(0, Math.max(0, file.column(Math.min(at, file.text().length())) - 1));
        if (problem.contains("mapping values are not allowed") && before.matches(".*:\\s.*")) {
            return secondColon(point(file, at));
        }
        Matcher m = AFTER_QUOTE.matcher(file.lineText(line));
        if (problem.contains("expected <block end>") && m.find()) {
            return new UserError(
                    span(file, startOf(file, line), m),
                    "text after a closing quote",
                    "the value begins with a quote, so it ends with the next one: put the whole value in quotes of the"
                            + " other kind, or write it below 'key: >-'");
        }
        return null;
    }

    // The parser reports these far below the mistake.
    private static boolean began(String problem) {
        return problem.contains("unexpected end of stream") || problem.contains("could not find expected ':'");
    }

    private static int contextOr(int at, MarkedYAMLException e, Offsets places) {
        return e.getContextMark() == null ? at : places.offset(e.getContextMark());
    }

    // "key:value" is a text in YAML: the parser only fails when the next line turns out to be a key.
    private static @Nullable UserError inLineAbove(SourceFile file, int line) {
        for (int above = line - 1; above > 0 && above >= line - 3; above--) {
            Matcher m = NO_SPACE.matcher(file.lineText(above));
            if (m.find()) {
                int start = startOf(file, above);
                return new UserError(
                        span(file, start, m), "no space after ':'", "write 'key: value', with a space after the colon");
            }
            if (!file.lineText(above).isBlank()) {
                return null;
            }
        }
        return null;
    }

    private static int startOf(SourceFile file, int line) {
        int start = 0;
        for (int i = 1; i < line; i++) {
            start = file.text().indexOf('\n', start) + 1;
        }
        return start;
    }

    private static Span span(SourceFile file, int lineStart, Matcher m) {
        return new Span(file, lineStart + m.start(1), lineStart + m.end(1));
    }

    private static Span point(SourceFile file, int at) {
        int from = Math.min(at, file.text().length());
        return new Span(file, from, Math.min(from + 1, file.text().length()));
    }

    private static String plainly(String problem) {
        String lower = problem.toLowerCase(Locale.ROOT);
        if (lower.contains("undefined alias")) {
            return "an alias without its anchor: '*" + problem.replaceFirst("(?s).*alias\\s+", "") + "'";
        }
        if (lower.contains("unexpected end of stream") || lower.contains("unexpected document separator")) {
            return "a quote that is not closed";
        }
        if (lower.contains("expected <block end>")) {
            return "this does not fit the indentation of the lines above";
        }
        if (lower.contains("mapping values are not allowed")) {
            return "a ':' where no key can be";
        }
        if (lower.contains("could not find expected ':'")) {
            return "a key without its ':'";
        }
        if (lower.contains("cannot start any token")) {
            return "a value can't begin with this character";
        }
        if (lower.contains("unknown escape character")) {
            return "an unknown escape in double quotes";
        }
        if (lower.contains("expected ',' or")) {
            return "a list or mapping in brackets that is not closed";
        }
        return problem;
    }

    private static @Nullable String hint(String problem, @Nullable Mark context, SourceFile file, Offsets places) {
        String lower = problem.toLowerCase(Locale.ROOT);
        if (lower.contains("expected ',' or") && context != null) {
            return "it was opened in line " + file.line(places.offset(context));
        }
        if (lower.contains("expected <block end>")) {
            return "all keys of a mapping, and all items of a list, start in the same column";
        }
        if (lower.contains("could not find expected ':'")) {
            return "write 'key: value', or indent the line as part of the value above";
        }
        if (lower.contains("mapping values are not allowed")) {
            return "check the indentation of this line and the one above; a value that contains ': ' must be quoted";
        }
        if (lower.contains("cannot start any token")) {
            return "quote the value";
        }
        if (lower.contains("unknown escape character")) {
            return "in single quotes, a backslash is an ordinary character";
        }
        return null;
    }
}
