package io.hitless.haproxy.compare;

import io.hitless.haproxy.syntax.ConfigWord;
import io.hitless.haproxy.syntax.WordPart;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a line means, without its place and its quotes. Two lines with equal meanings do the same.
 *
 * @param conditions the {@code .if}s that it stands under, the outermost first; each with the alternatives before it
 */
public record LineMeaning(List<List<List<WordPart>>> conditions, List<List<WordPart>> words) {
    private static final Pattern TIME = Pattern.compile("(\\d{1,18})(us|ms|s|m|h|d)?");
    private static final Map<String, Integer> MICROSECONDS =
            Map.of("us", 1, "ms", 1000, "s", 1_000_000, "m", 60_000_000);
    private static final BigInteger HOUR = BigInteger.valueOf(3_600_000_000L);

    public LineMeaning {
        conditions = List.copyOf(conditions);
        words = List.copyOf(words);
    }

    static List<List<WordPart>> of(List<ConfigWord> words) {
        boolean isTimeout = words.size() == 3 && words.getFirst().is("timeout");
        return words.stream().map(word -> isTimeout ? time(word) : word.parts()).toList();
    }

    /** Returns the meaning of a word that is a time, if it is one: {@code 30s} and {@code 30000} are the same. */
    static List<WordPart> time(ConfigWord word) {
        Matcher time = TIME.matcher(word.text());
        if (!word.isLiteral() || !time.matches()) {
            return word.parts();
        }
        String unit = time.group(2) == null ? "ms" : time.group(2);
        BigInteger number = new BigInteger(time.group(1));
        BigInteger microseconds = switch (unit) {
            case "h" -> number.multiply(HOUR);
            case "d" -> number.multiply(HOUR).multiply(BigInteger.valueOf(24));
            default -> number.multiply(BigInteger.valueOf(MICROSECONDS.getOrDefault(unit, 0)));
        };
        return List.of(new WordPart.Text(microseconds + "us"));
    }
}
