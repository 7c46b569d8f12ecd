package io.hitless.module;

import io.hitless.source.NotHere;
import io.hitless.source.Suggestion;
import io.hitless.value.BooleanWords;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Converts a value to the type of its option, as Ansible's argument specs do. If this is not possible, the text of the
 * UserError continues the words "option 'x' ".
 */
final class Conversion {
    private Conversion() {}

    static Object of(OptionSpec option, Object value) {
        return switch (option.type()) {
            case LIST -> list(option, value);
            default -> one(option.type(), option.choices(), value);
        };
    }

    static Object of(OptionSpec.Type type, Object value) {
        return one(type, List.of(), value);
    }

    private static Object one(OptionSpec.Type type, List<String> choices, Object value) {
        return switch (type) {
            case STR, PATH -> text(value);
            case BOOL -> bool(value);
            case INT -> integer(value);
            case FLOAT -> number(value);
            case MODE -> mode(value);
            case ENUM -> choice(choices, value);
            case LIST -> elements(value);
            case DICT -> DictText.dict(value);
            case RAW, EXPRESSION, REFUSED -> value;
            case JSON -> value instanceof String ? value : Json.write(value);
        };
    }

    private static List<@Nullable Object> list(OptionSpec option, Object value) {
        OptionSpec.Type item = option.item();
        List<@Nullable Object> out = new ArrayList<>();
        for (Object element : elements(value)) {
            out.add(item == null || element == null ? element : one(item, option.choices(), element));
        }
        return out;
    }

    // As in Ansible, a text is split at commas without trimming, and an empty text becomes one empty item.
    private static List<@Nullable Object> elements(Object value) {
        return switch (value) {
            case List<?> list -> new ArrayList<>(list);
            case String text -> new ArrayList<>(List.of(text.split(",", -1)));
            case Long _, Double _ -> new ArrayList<>(List.of(text(value)));
            default -> throw Mismatch.of("a list", value);
        };
    }

    // Lists, mappings and numbers are formatted as by Python's str.
    static String text(Object value) {
        return Values.text(value);
    }

    private static Boolean bool(Object value) {
        Boolean truth = BooleanWords.of(value);
        if (truth != null) {
            return truth;
        }
        throw Mismatch.of("a boolean (yes or no, true or false)", value);
    }

    private static Long integer(Object value) {
        if (value instanceof Long number) {
            return number;
        }
        if (value instanceof String text) {
            try {
                return Long.valueOf(text.strip().replace("_", ""));
            } catch (NumberFormatException _) {
                throw Mismatch.of("a whole number", value);
            }
        }
        if (value instanceof Boolean bool) {
            return bool ? 1L : 0L;
        }
        throw Mismatch.of("a whole number", value);
    }

    private static Double number(Object value) {
        try {
            return switch (value) {
                case Double number -> number;
                case Long number -> number.doubleValue();
                case String text -> Double.valueOf(text.strip());
                default -> throw Mismatch.of("a number", value);
            };
        } catch (NumberFormatException _) {
            throw Mismatch.of("a number", value);
        }
    }

    // YAML 1.1 reads 0644 as the number 420. As in Ansible, any number is taken as the permission bits.
    private static String mode(Object value) {
        return switch (value) {
            case Long bits when bits >= 0 && bits <= 07777 -> "0" + Long.toOctalString(bits);
            case String text when MODE.matcher(text.strip()).matches() -> text.strip();
            case String text
            when PYTHON_OCTAL.matcher(text.strip()).matches() ->
                "0" + text.strip().replaceAll("[+_oO]", "");
            default -> throw Mismatch.of("a mode such as '0644' or 'u=rw,g=r'", value);
        };
    }

    private static final java.util.regex.Pattern MODE = java.util.regex.Pattern.compile(
            "0?[0-7]{1,5}|preserve|[ugoa]*([-+=]([rwxXst]*|[ugo]))+(,[ugoa]*([-+=]([rwxXst]*|[ugo]))+)*");

    // Ansible parses a mode by Python's int(mode, 8).
    private static final java.util.regex.Pattern PYTHON_OCTAL =
            java.util.regex.Pattern.compile("\\+?(0[oO]_?)?[0-7](_?[0-7]){0,4}");

    // YAML 1.1 reads an unquoted yes or no as a boolean, so it is converted back to the only choice that has this
    // meaning.
    private static String choice(List<String> choices, Object value) {
        if (value instanceof Boolean bool) {
            List<String> fitting = choices.stream()
                    .filter(choice -> bool.equals(BooleanWords.of(choice)))
                    .toList();
            if (fitting.size() == 1) {
                return fitting.getFirst();
            }
        }
        String text = text(value);
        if (!choices.contains(text)) {
            throw new NotHere(
                    null,
                    "is one of " + String.join(", ", choices) + ", not " + Mismatch.shown(value),
                    Suggestion.didYouMean(text, choices));
        }
        return text;
    }
}
