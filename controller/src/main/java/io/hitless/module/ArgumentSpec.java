package io.hitless.module;

import io.hitless.source.UserError;
import io.hitless.value.BooleanWords;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An argument spec in a playbook or role: options with their types and requirements. Options that are mappings or lists
 * of mappings may have suboptions.
 */
public final class ArgumentSpec {
    private static final Pattern SIZE = Pattern.compile("\\s*\\d+(?:\\.\\d+)?\\s*(?:[KMGTPEZY]?[Bb]?)\\s*");

    private final Map<?, ?> options;
    private final Map<?, ?> rules;

    /** @param options the options by name */
    public ArgumentSpec(Map<?, ?> options) {
        this(options, Map.of());
    }

    private ArgumentSpec(Map<?, ?> options, Map<?, ?> rules) {
        this.options = options;
        this.rules = rules;
    }

    /** Returns the errors of these arguments. */
    public List<String> errors(Map<String, @Nullable Object> arguments) {
        List<String> errors = new ArrayList<>();
        check(arguments, "", errors);
        return errors;
    }

    private void check(Map<String, @Nullable Object> arguments, String where, List<String> errors) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        arguments.forEach((name, value) -> {
            String known = canonical(name);
            if (known == null) {
                unknown.add(name);
            } else {
                values.put(known, value);
            }
        });
        new ArgumentRules(rules, where).exclusive(values, errors);
        required(values, where, errors);
        options.forEach((name, option) -> {
            String key = Values.text(name);
            if (values.containsKey(key)) {
                value("'" + key + "'" + where, map(option), values.get(key), errors);
            } else if (map(option).get("default") != null) {
                values.put(key, map(option).get("default"));
            }
        });
        new ArgumentRules(rules, where).together(values, errors);
        if (!unknown.isEmpty()) {
            errors.add("unknown: " + String.join(", ", unknown) + where + "; known are "
                    + String.join(
                            ", ",
                            options.keySet().stream().map(Values::text).sorted().toList()));
        }
        nested(values, errors);
    }

    private @Nullable String canonical(String name) {
        if (options.containsKey(name)) {
            return name;
        }
        for (Map.Entry<?, ?> option : options.entrySet()) {
            if (map(option.getValue()).get("aliases") instanceof List<?> aliases && aliases.contains(name)) {
                return Values.text(option.getKey());
            }
        }
        return null;
    }

    private void required(Map<String, @Nullable Object> values, String where, List<String> errors) {
        List<String> missing = new ArrayList<>();
        options.forEach((name, option) -> {
            if (isSet(map(option), "required") && !values.containsKey(Values.text(name))) {
                missing.add(Values.text(name));
            }
        });
        if (!missing.isEmpty()) {
            errors.add("required, but missing: " + String.join(", ", missing) + where);
        }
    }

    private static void value(String name, Map<?, ?> option, @Nullable Object value, List<String> errors) {
        if (value == null && !isSet(option, "required")) {
            return;
        }
        String type = option.get("type") == null ? "str" : Values.text(option.get("type"));
        Object converted = converted(name, type, value, errors);
        if (converted == null) {
            return;
        }
        if (converted instanceof List<?> list && option.get("elements") != null) {
            int before = errors.size();
            list.forEach(element -> converted(name, Values.text(option.get("elements")), element, errors));
            if (errors.size() > before) {
                return;
            }
        }
        if (option.get("choices") instanceof List<?> choices) {
            List<?> chosen = converted instanceof List<?> list ? list : List.of(converted);
            if (!chosen.stream().allMatch(one -> isChoice(choices, one))) {
                errors.add(name + " must be one of "
                        + String.join(", ", choices.stream().map(Values::text).toList()) + ", not "
                        + Mismatch.shown(converted));
            }
        }
    }

    private static boolean isChoice(List<?> choices, @Nullable Object value) {
        return choices.stream()
                .anyMatch(choice -> Values.equal(choice, value)
                        || (choice instanceof Boolean && choice.equals(BooleanWords.of(value)))
                        || Values.text(choice).equals(Values.text(value)));
    }

    /** Returns the converted value; if the value cannot be converted to the type, adds an error and returns null. */
    private static @Nullable Object converted(String name, String type, @Nullable Object value, List<String> errors) {
        try {
            return converted(type, value);
        } catch (UserError e) {
            errors.add(name + " " + e.what());
            return null;
        }
    }

    private static Object converted(String type, @Nullable Object value) {
        if (value == null) {
            throw new UserError("must be of type " + type + ", not null");
        }
        return switch (type) {
            case "raw", "json", "jsonarg" -> value;
            case "bytes", "bits" -> size(value);
            case "path" -> Conversion.of(OptionSpec.Type.STR, value);
            case "str", "bool", "int", "float", "list", "dict" ->
                Conversion.of(OptionSpec.Type.valueOf(type.toUpperCase(Locale.ROOT)), value);
            default -> throw new UserError("has a type that does not exist: " + type);
        };
    }

    private static Object size(Object value) {
        if (value instanceof Long || SIZE.matcher(Values.text(value)).matches()) {
            return value;
        }
        throw Mismatch.of("a size such as 512 or 2M", value);
    }

    private void nested(Map<String, @Nullable Object> values, List<String> errors) {
        options.forEach((name, written) -> {
            Map<?, ?> option = map(written);
            String key = Values.text(name);
            Object value = values.get(key);
            if (!(option.get("options") instanceof Map<?, ?> inner)) {
                return;
            }
            if (value == null && isSet(option, "apply_defaults")) {
                value = Map.of();
            }
            for (Object one : value instanceof List<?> list ? list : value == null ? List.of() : List.of(value)) {
                inside(new ArgumentSpec(inner, option), key, one, errors);
            }
        });
    }

    private static void inside(ArgumentSpec spec, String name, @Nullable Object value, List<String> errors) {
        if (value == null) {
            return;
        }
        try {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            ((Map<?, ?>) Conversion.of(OptionSpec.Type.DICT, value))
                    .forEach((key, member) -> members.put(Values.text(key), member));
            spec.check(members, " in " + name, errors);
        } catch (UserError e) {
            errors.add("'" + name + "' " + e.what());
        }
    }

    private static boolean isSet(Map<?, ?> option, String flag) {
        return Boolean.TRUE.equals(BooleanWords.of(option.get(flag)));
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
