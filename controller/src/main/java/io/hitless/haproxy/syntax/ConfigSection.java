package io.hitless.haproxy.syntax;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A section: the line that begins it, and all lines up to the next section or the end of the file. The first section of
 * a file has kind {@link SectionKind#NONE} if something stands before the first keyword of a section, if only comments.
 */
public record ConfigSection(SectionKind kind, List<ConfigLine> lines) {
    private static final String FROM = "from";

    public ConfigSection {
        lines = List.copyOf(lines);
    }

    public ConfigPlace place() {
        return lines.getFirst().place();
    }

    /** Returns the name, or an empty text: {@code global}, and {@code defaults} often, has none. */
    public String name() {
        List<ConfigWord> words = lines.getFirst().words();
        boolean named = isBegun()
                && words.size() > 1
                && !(kind == SectionKind.DEFAULTS && words.get(1).is(FROM));
        return named ? words.get(1).text() : "";
    }

    /** Returns the name of the {@code defaults} section that this section asks for, or null if it asks for none. */
    public @Nullable String from() {
        List<ConfigWord> words = lines.getFirst().words();
        int at = 1;
        while (isBegun() && at < words.size() - 1) {
            if (words.get(at).is(FROM) && at > (name().isEmpty() ? 0 : 1)) {
                return words.get(at + 1).text();
            }
            at++;
        }
        return null;
    }

    private boolean isBegun() {
        return lines.getFirst() instanceof ConfigLine.Begin;
    }

    /** Returns the keyword and the name, as in {@code backend shop}. */
    public String title() {
        return name().isEmpty() ? kind.keyword() : kind.keyword() + " " + name();
    }

    String text() {
        return lines.stream().map(ConfigLine::text).collect(Collectors.joining());
    }
}
