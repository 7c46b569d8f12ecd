package io.hitless.template.format;

import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Python's {@code pprint} for the values of Ansible: a long text is split into lines, any other value is on one line.
 */
public final class PrettyText {
    private static final int WIDTH = 79;
    private static final Pattern WORD = Pattern.compile("\\S*\\s*");
    private static final Pattern LINE = Pattern.compile("[^\\n]*\\n|[^\\n]+");

    private PrettyText() {}

    public static String of(@Nullable Object value) {
        String whole = Values.repr(value);
        if (!(value instanceof String text) || whole.length() <= WIDTH + 1) {
            return whole;
        }
        List<String> chunks = chunks(text);
        return chunks.size() == 1 ? whole : "(" + String.join("\n ", chunks) + ")";
    }

    private static List<String> chunks(String text) {
        List<String> chunks = new ArrayList<>();
        List<String> lines = parts(LINE, text);
        for (int i = 0; i < lines.size(); i++) {
            boolean last = i == lines.size() - 1;
            String whole = Values.repr(lines.get(i));
            if (whole.length() <= width(last)) {
                chunks.add(whole);
            } else {
                words(parts(WORD, lines.get(i)), last, chunks);
            }
        }
        return chunks;
    }

    private static void words(List<String> words, boolean lastLine, List<String> chunks) {
        String current = "";
        for (int i = 0; i < words.size(); i++) {
            String longer = current + words.get(i);
            if (Values.repr(longer).length() > width(lastLine && i == words.size() - 1)) {
                if (!current.isEmpty()) {
                    chunks.add(Values.repr(current));
                }
                current = words.get(i);
            } else {
                current = longer;
            }
        }
        if (!current.isEmpty()) {
            chunks.add(Values.repr(current));
        }
    }

    /** The width of a line; the last line also has the closing bracket. */
    private static int width(boolean last) {
        return last ? WIDTH - 1 : WIDTH;
    }

    private static List<String> parts(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(MatchResult::group)
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
