package io.hitless.template.filters;

import io.hitless.template.eval.ItemAccess;
import io.hitless.value.TaggedText;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value that is neither list nor mapping, as YAML text.
 *
 * @param isPlainType whether the text without quotes is read as this value
 * @param isQuotedType whether the text with quotes is read as this value, as it is for texts only
 */
record YamlScalar(String tag, String text, boolean isPlainType, boolean isQuotedType) {
    /** Texts without quotes that YAML reads as another type than text. */
    private static final Pattern OTHER_TYPE = Pattern.compile(
            "yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF|null|Null|NULL|~|=|<<||[!&*]"
                    + "|[-+]?(0b[01_]+|0[0-7_]+|0x[0-9a-fA-F_]+|0|[1-9][0-9_]*)"
                    + "|[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\\.[0-9_]*"
                    + "|[-+]?[0-9][0-9_]*\\.[0-9_]*([eE][-+][0-9]+)?|\\.[0-9][0-9_]*([eE][-+][0-9]+)?"
                    + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)|\\d{4}-\\d\\d-\\d\\d"
                    + "|\\d{4}-\\d\\d?-\\d\\d?([Tt]|[ \\t]+)\\d\\d?:\\d\\d:\\d\\d(\\.\\d*)?"
                    + "([ \\t]*(Z|[-+]\\d\\d?(:\\d\\d)?))?");

    private static final int LONGEST_KEY = 128;

    static YamlScalar of(@Nullable Object value) {
        return switch (value) {
            case null -> bare("null");
            case Boolean b -> bare(b.toString());
            case Double d -> bare(real(d));
            case Long _, Integer _, BigInteger _ -> bare(value.toString());
            case Undefined missing -> throw missing.error();
            case Object key when ItemAccess.isNone(key) -> bare("null");
            case TaggedText(var tag, var text)
            when tag.equals(TaggedText.VAULT) -> new YamlScalar(tag, text, false, false);
            case TaggedText(var _, var text) -> quotable(text);
            case java.time.temporal.Temporal _ -> bare(Values.text(value));
            default -> quotable(Values.text(value));
        };
    }

    private static YamlScalar bare(String text) {
        return new YamlScalar("", text, true, false);
    }

    private static YamlScalar quotable(String text) {
        return new YamlScalar("", text, !OTHER_TYPE.matcher(text).matches(), true);
    }

    // In YAML 1.1 a number with an exponent needs a decimal point; otherwise it is a text.
    private static String real(double number) {
        if (!Double.isFinite(number)) {
            return number > 0 ? ".inf" : number < 0 ? "-.inf" : ".nan";
        }
        String text = Values.text(number).toLowerCase(Locale.ROOT);
        return text.contains(".") ? text : text.replaceFirst("e", ".0e");
    }

    /** Whether the text can be a key on the same line as its value. */
    boolean isSimpleKey() {
        return text.indexOf('\n') < 0 && text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_KEY;
    }
}
