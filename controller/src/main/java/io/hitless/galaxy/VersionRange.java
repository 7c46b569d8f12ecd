package io.hitless.galaxy;

import io.hitless.source.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A range of versions: conditions separated by commas, such as {@code >=1.0.0,<2.0.0}; {@code *} is any version. */
record VersionRange(String written, List<Condition> conditions) {
    static final VersionRange ANY = new VersionRange("*", List.of());
    private static final Pattern CONDITION = Pattern.compile("(==|!=|>=|<=|=|>|<)?\\s*(.+)");

    /** A comparison with a version. */
    record Condition(String operator, SemanticVersion version) {
        boolean admits(SemanticVersion other) {
            int order = other.compareTo(version);
            return switch (operator) {
                case "!=" -> order != 0;
                case ">=" -> order >= 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                case "<" -> order < 0;
                default -> order == 0;
            };
        }
    }

    /** @throws UserError if the text is not a range */
    static VersionRange parse(String text) {
        List<Condition> conditions = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String written = part.strip();
            if (written.isEmpty() || written.equals("*")) {
                continue;
            }
            Matcher matcher = CONDITION.matcher(written);
            SemanticVersion version = matcher.matches() ? SemanticVersion.parse(matcher.group(2)) : null;
            if (version == null) {
                throw new UserError(
                        null, "'" + written + "' is not a version of a collection", "write 1.2.3, or >=1.0.0,<2.0.0");
            }
            conditions.add(new Condition(matcher.group(1) == null ? "=" : matcher.group(1), version));
        }
        return new VersionRange(text, conditions);
    }

    boolean admits(SemanticVersion version) {
        return conditions.stream().allMatch(condition -> condition.admits(version));
    }

    /** Whether a condition names a pre-release. Otherwise pre-releases are not chosen. */
    boolean wantsEarly() {
        return conditions.stream().anyMatch(condition -> !condition.version().isRelease());
    }
}
