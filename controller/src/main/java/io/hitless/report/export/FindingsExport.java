package io.hitless.report.export;

import io.hitless.report.PrettyJson;
import io.hitless.source.Finding;
import io.hitless.source.Finding.Kind;
import io.hitless.source.Finding.Rule;
import io.hitless.source.Span;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Findings in playbooks, in formats for programs.
 *
 * @param strict whether possible failures count as errors
 */
public record FindingsExport(List<Finding> findings, boolean strict, String version) {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    public FindingsExport {
        findings = List.copyOf(findings);
    }

    /** One JSON object. */
    public String json() {
        List<Map<String, @Nullable Object>> out = new ArrayList<>();
        for (Finding finding : findings) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("rule", finding.rule().id());
            one.put("level", level(finding));
            one.put("kind", finding.kind().name().toLowerCase(Locale.ROOT));
            Span span = finding.span();
            one.put("file", span == null ? null : span.file().name());
            one.put("line", span == null ? null : span.line());
            one.put("column", span == null ? null : span.column());
            one.put("message", finding.error().what());
            one.put("hint", finding.error().hint());
            out.add(one);
        }
        return PrettyJson.of(Map.of("findings", out)) + "\n";
    }

    /** GitHub Actions workflow commands, one per line. */
    public String github() {
        return findings.stream().map(this::command).collect(Collectors.joining());
    }

    private String command(Finding finding) {
        String level = level(finding);
        Span span = finding.span();
        String place = span == null
                ? ""
                : " file=" + property(span.file().name()) + ",line=" + span.line() + ",col=" + span.column();
        return "::" + (level.equals("note") ? "notice" : level) + place + "::" + data(message(finding)) + "\n";
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }

    /**
     * A report of GitLab's code quality.
     *
     * @see <a href="https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format">its format</a>
     */
    public String gitlab() {
        List<Map<String, Object>> out = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (Finding finding : findings) {
            Span span = finding.span();
            String file = span == null ? "." : span.file().name();
            String what =
                    file + "\0" + finding.rule().id() + "\0" + finding.error().what();
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("description", message(finding));
            one.put("check_name", finding.rule().id());
            // Without the line: what moves is still the same finding. The same text twice is two findings.
            one.put("fingerprint", digest(what + "\0" + seen.merge(what, 1, Integer::sum)));
            one.put(
                    "severity",
                    switch (level(finding)) {
                        case "error" -> "major";
                        case "warning" -> "minor";
                        default -> "info";
                    });
            one.put("location", Map.of("path", file, "lines", Map.of("begin", span == null ? 1 : span.line())));
            out.add(one);
        }
        return PrettyJson.of(out) + "\n";
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /** A SARIF 2.1.0 log. */
    public String sarif() {
        List<Map<String, Object>> rules = new ArrayList<>();
        for (Rule rule : Rule.values()) {
            Map<String, Object> described = new LinkedHashMap<>();
            described.put("id", rule.id());
            described.put("shortDescription", Map.of("text", rule.meaning()));
            rules.add(described);
        }
        Map<String, Object> driver = new LinkedHashMap<>();
        driver.put("name", "hitless");
        driver.put("version", version);
        driver.put("rules", rules);
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("tool", Map.of("driver", driver));
        run.put("columnKind", "utf16CodeUnits");
        run.put("results", findings.stream().map(this::result).toList());
        Map<String, Object> log = new LinkedHashMap<>();
        log.put("$schema", SCHEMA);
        log.put("version", "2.1.0");
        log.put("runs", List.of(run));
        return PrettyJson.of(log) + "\n";
    }

    private Map<String, Object> result(Finding finding) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("ruleId", finding.rule().id());
        result.put("level", level(finding));
        result.put("message", Map.of("text", message(finding)));
        Span span = finding.span();
        if (span != null) {
            result.put("locations", List.of(Map.of("physicalLocation", location(span))));
        }
        return result;
    }

    private static Map<String, Object> location(Span span) {
        Map<String, Object> region = new LinkedHashMap<>();
        region.put("startLine", span.line());
        region.put("startColumn", span.column());
        Map<String, Object> location = new LinkedHashMap<>();
        location.put("artifactLocation", Map.of("uri", uri(span.file().name())));
        location.put("region", region);
        return location;
    }

    private static String uri(String file) {
        StringBuilder out = new StringBuilder(file.startsWith("/") ? "file://" : "");
        for (byte b : file.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b > 0 && (Character.isLetterOrDigit(b) || "/-._~".indexOf(b) >= 0);
            out.append(plain ? String.valueOf((char) b) : String.format("%%%02X", b & 0xff));
        }
        return out.toString();
    }

    private static String message(Finding finding) {
        String hint = finding.error().hint();
        return finding.error().what() + (hint == null ? "" : " (" + hint + ")");
    }

    private String level(Finding finding) {
        Kind kind = finding.kind();
        return kind == Kind.CERTAIN || (strict && kind.isPossible()) ? "error" : kind.isPossible() ? "warning" : "note";
    }
}
