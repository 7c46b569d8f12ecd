package io.hitless.cli.output;

import io.hitless.config.Configuration;
import io.hitless.report.Warnings;
import io.hitless.report.console.ResultNotation;
import java.util.Locale;

/** The output formats of {@code stdout_callback}. */
public enum Callback {
    DEFAULT,
    YAML,
    MINIMAL,
    ONELINE,
    JSON,
    JUNIT;

    /** The configured callback. For an unknown one, warns and returns {@code usual}. */
    public static Callback configured(Callback usual) {
        Configuration config = Configuration.current();
        if (!config.isSet("DEFAULT_STDOUT_CALLBACK")) {
            return usual;
        }
        String name = config.text("DEFAULT_STDOUT_CALLBACK");
        String plain = name.substring(name.lastIndexOf('.') + 1);
        for (Callback callback : values()) {
            if (callback.name().toLowerCase(Locale.ROOT).equals(plain)) {
                return callback;
            }
        }
        Warnings.print("the output of the callback '" + name + "' is not known here: that of 'default' is shown");
        return usual;
    }

    /** Whether it tells of the warnings in results; the others have them in the results only. */
    boolean warnsOfResults() {
        return this == DEFAULT || this == YAML || this == MINIMAL;
    }

    /** How results are written. */
    ResultNotation notation() {
        Configuration config = Configuration.current();
        boolean pretty = config.flag("callback_format_pretty");
        if (this == YAML || config.text("callback_result_format").equals("yaml")) {
            boolean exact = config.isSet("callback_format_pretty") && !pretty;
            return ResultNotation.always(exact ? YamlResult::exact : YamlResult::of);
        }
        return !config.isSet("callback_format_pretty")
                ? ResultNotation.USUAL
                : pretty ? ResultNotation.LINES : ResultNotation.LINE;
    }
}
