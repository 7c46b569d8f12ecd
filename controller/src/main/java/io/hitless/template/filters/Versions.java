package io.hitless.template.filters;

import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The kinds of versions that the test {@code version} can compare. */
public final class Versions {
    private static final Pattern STRICT = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.(\\d+))?(?:([ab])(\\d+))?");
    private static final Pattern SEMANTIC =
            Pattern.compile("v?(\\d+)\\.(\\d+)\\.(\\d+)(?:-([0-9A-Za-z.-]+))?(?:\\+[0-9A-Za-z.-]+)?");
    private static final Pattern PEP440 = Pattern.compile(
            "v?(?:(\\d+)!)?(\\d+(?:\\.\\d+)*)(?:[-_.]?(a|alpha|b|beta|c|rc|pre|preview)[-_.]?(\\d*))?(?:(?:-|[-_.]?(?:post|rev|r)[-_.]?)(\\d*))?(?:[-_.]?dev[-_.]?(\\d*))?(?:\\+(\\S+))?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern LOOSE_PART = Pattern.compile("\\d+|[a-z]+|[^\\da-z.]+", Pattern.CASE_INSENSITIVE);

    private Versions() {}

    public enum Kind {
        LOOSE,
        STRICT,
        SEMVER,
        PEP440;

        static Kind of(String name) {
            return switch (name) {
                case "loose" -> LOOSE;
                case "strict" -> STRICT;
                case "semver", "semantic" -> SEMVER;
                case "pep440" -> PEP440;
                default ->
                    throw new UserError(
                            null,
                            "no kind of version is named '" + name + "'",
                            Suggestion.didYouMean(name, List.of("loose", "strict", "semver", "semantic", "pep440")));
            };
        }
    }

    /** @throws UserError if a text is not a version of that kind, or the two can't be compared */
    public static int compare(Kind kind, String a, String b) {
        return switch (kind) {
            case LOOSE -> loose(a, b);
            case STRICT -> ordered(strict(a), strict(b));
            case SEMVER -> semantic(a, b);
            case PEP440 -> ordered(pep440(a), pep440(b));
        };
    }

    // Numbers and words alternate. As in Python's LooseVersion, a number and a word at the same position can't be
    // compared.
    private static int loose(String a, String b) {
        return ordered(looseParts(a), looseParts(b));
    }

    private static List<Object> looseParts(String version) {
        List<Object> parts = new ArrayList<>();
        LOOSE_PART.matcher(version.strip()).results().forEach(part -> parts.add(number(part.group())));
        return parts;
    }

    private static Object number(String part) {
        try {
            return Character.isDigit(part.charAt(0)) ? (Object) Long.valueOf(part) : part;
        } catch (NumberFormatException _) {
            return part;
        }
    }

    private static int ordered(List<?> a, List<?> b) {
        return Values.compare(a, b);
    }

    private static List<Object> strict(String version) {
        Matcher m = matched(STRICT, version, "strict");
        List<Object> parts =
                new ArrayList<>(List.of(Long.valueOf(m.group(1)), Long.valueOf(m.group(2)), zero(m.group(3))));
        parts.add(m.group(4) == null ? "c" : m.group(4));
        parts.add(zero(m.group(5)));
        return parts;
    }

    private static Long zero(@Nullable String digits) {
        return digits == null || digits.isEmpty() ? 0L : Long.valueOf(digits);
    }

    private static Matcher matched(Pattern pattern, String version, String kind) {
        Matcher m = pattern.matcher(version.strip());
        if (!m.matches()) {
            throw new UserError("not a " + kind + " version: " + Values.repr(version));
        }
        return m;
    }

    private static int semantic(String a, String b) {
        Matcher x = matched(SEMANTIC, a, "semantic");
        Matcher y = matched(SEMANTIC, b, "semantic");
        for (int i = 1; i <= 3; i++) {
            int order = Long.compare(zero(x.group(i)), zero(y.group(i)));
            if (order != 0) {
                return order;
            }
        }
        String left = x.group(4);
        String right = y.group(4);
        if (left == null || right == null) {
            return left == null ? (right == null ? 0 : 1) : -1;
        }
        String[] p = left.split("\\.", -1);
        String[] q = right.split("\\.", -1);
        for (int i = 0; i < Math.min(p.length, q.length); i++) {
            boolean pNumber = p[i].matches("\\d+");
            boolean qNumber = q[i].matches("\\d+");
            int order = pNumber && qNumber
                    ? Long.compare(Long.parseLong(p[i]), Long.parseLong(q[i]))
                    : pNumber != qNumber ? (pNumber ? -1 : 1) : p[i].compareTo(q[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(p.length, q.length);
    }

    private static List<Object> pep440(String version) {
        Matcher m = matched(PEP440, version, "PEP 440");
        List<Object> release = new ArrayList<>();
        for (String part : m.group(2).split("\\.", -1)) {
            release.add(Long.valueOf(part));
        }
        while (release.size() > 1 && release.getLast().equals(0L)) {
            release.removeLast();
        }
        boolean dev = m.group(6) != null;
        boolean post = m.group(5) != null;
        long stage = switch (m.group(3) == null ? "" : m.group(3).toLowerCase(Locale.ROOT)) {
            case "a", "alpha" -> 1;
            case "b", "beta" -> 2;
            case "c", "rc", "pre", "preview" -> 3;
            default -> dev && !post ? 0 : 4;
        };
        return List.of(
                zero(m.group(1)),
                release,
                stage,
                zero(m.group(4)),
                post ? zero(m.group(5)) : -1L,
                dev ? zero(m.group(6)) : Long.MAX_VALUE);
    }
}
