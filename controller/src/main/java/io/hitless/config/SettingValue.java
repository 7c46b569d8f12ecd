package io.hitless.config;

import io.hitless.source.Suggestion;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A setting and its value.
 *
 * @param base the directory that relative paths are based on
 * @param environment for variables in paths
 */
public record SettingValue(Setting setting, String written, Origin origin, Path base, Map<String, String> environment) {
    private static final Set<String> TRUE = Set.of("y", "yes", "on", "1", "true", "t", "1.0");
    /** How the tables write a default that is an empty text, for an empty cell means that there is none. */
    private static final String EMPTY = "\"\"";

    private static final String WORKING_DIRECTORY = "{{CWD}}";

    public boolean isDefault() {
        return origin instanceof Origin.Default;
    }

    /** Returns the same setting; if it is not set, with Ansible's default. */
    SettingValue asAnsible() {
        return isDefault() ? new SettingValue(setting, setting.ansibles(), origin, base, environment) : this;
    }

    boolean flag() {
        return TRUE.contains(written.strip().toLowerCase(Locale.ROOT)); // everything else means no
    }

    @Nullable
    Long number() {
        String digits = written.strip().replaceAll("(?<=\\d)_(?=\\d)", "");
        try {
            return written.isEmpty() ? null : (Long) new BigDecimal(digits).longValueExact();
        } catch (ArithmeticException | NumberFormatException _) {
            throw wrong("a whole number");
        }
    }

    private String real() {
        try {
            new BigDecimal(written.strip());
            return written;
        } catch (NumberFormatException _) {
            throw wrong("a number");
        }
    }

    String text() {
        List<String> choices = setting.choices();
        if (!choices.isEmpty() && !choices.contains(written)) {
            String near = Suggestion.didYouMean(written, choices);
            throw wrong(near != null ? "one of " + String.join(", ", choices) : String.join(" or ", choices));
        }
        return written;
    }

    List<String> words() {
        return split(",");
    }

    /** The paths as they are written, without empty ones. */
    List<Path> paths() {
        return split(
                        switch (setting.type()) {
                            case PATHSPEC -> ":";
                            case PATHLIST -> ",";
                            default -> "\0";
                        })
                .stream()
                .map(this::path)
                .toList();
    }

    private List<String> split(String separator) {
        return Stream.of(written.split(separator, -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private Path path(String word) {
        String text = word.startsWith(WORKING_DIRECTORY)
                ? Path.of("").toAbsolutePath() + word.substring(WORKING_DIRECTORY.length())
                : word;
        return base.resolve(PathText.expanded(text, environment)).normalize();
    }

    /** The converted value; null if it has none. */
    public @Nullable Object value() {
        if (isDefault() && written.equals(EMPTY)) {
            return "";
        }
        if (written.isEmpty() && (isDefault() || setting.type() == ValueType.PATH)) {
            return setting.type() == ValueType.LIST ? List.of() : null;
        }
        return switch (setting.type()) {
            case BOOLEAN -> flag();
            case INTEGER -> number();
            case LIST -> words();
            case PATHSPEC, PATHLIST -> paths().stream().map(Path::toString).toList();
            case PATH -> paths().getFirst().toString();
            case FLOAT -> real();
            case STRING -> text();
        };
    }

    private SettingError wrong(String wanted) {
        String what = "'" + written + "' is not a value of " + setting.name() + ": write " + wanted;
        return origin instanceof Origin.File(var at)
                ? new SettingError(at, what)
                : new SettingError(null, what + " (" + origin + ")");
    }
}
