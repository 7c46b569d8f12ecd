package io.hitless.schema;

import io.hitless.module.ModuleSpec;
import io.hitless.module.OptionSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Schemas of the options of modules. */
final class OptionSchemas {
    /** In a module's header, the option that stands for any other name. */
    private static final String ANY = "*";

    private OptionSchemas() {}

    /** The options of a module, each by its name and its aliases. Options may also stand in {@code args}. */
    static Map<String, Object> of(ModuleSpec module) {
        Map<String, Map<String, Object>> properties = new LinkedHashMap<>();
        boolean open = false;
        for (OptionSpec option : module.options()) {
            open |= option.name().equals(ANY);
            if (option.hidden() || option.name().equals(ANY)) {
                continue;
            }
            properties.put(option.name(), JsonSchema.described(of(option), description(option)));
            for (String alias : option.aliases()) {
                properties.put(alias, JsonSchema.described(of(option), "alias of " + option.name()));
            }
        }
        if (module.freeForm() != null) {
            properties.putIfAbsent("_raw_params", JsonSchema.text());
        }
        Map<String, Object> options = new LinkedHashMap<>(JsonSchema.object(properties));
        options.put("additionalProperties", open);
        return JsonSchema.described(options, module.summary());
    }

    /** The names of options that must be given. An alias does, too. */
    static List<Map<String, Object>> required(ModuleSpec module) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (OptionSpec option : module.options()) {
            if (option.required() && !option.hidden()) {
                List<Map<String, Object>> names = new ArrayList<>();
                names.add(Map.of("required", List.of(option.name())));
                option.aliases().forEach(alias -> names.add(Map.of("required", List.of(alias))));
                all.add(names.size() == 1 ? names.getFirst() : Map.of("anyOf", names));
            }
        }
        return all;
    }

    private static String description(OptionSpec option) {
        String text = option.isRefused() ? "not here: " + option.description() : option.description();
        return option.defaultValue() == null ? text : text + " (default: " + option.defaultValue() + ")";
    }

    private static Map<String, Object> of(OptionSpec option) {
        return of(option.type(), option);
    }

    private static Map<String, Object> of(OptionSpec.Type type, OptionSpec option) {
        return switch (type) {
            case STR, PATH -> JsonSchema.any(); // any value has a text
            case MODE -> JsonSchema.type("string", "integer", "null");
            case BOOL -> JsonSchema.bool();
            case INT -> JsonSchema.whole();
            case FLOAT -> JsonSchema.number();
            case ENUM -> words(option);
            case LIST -> JsonSchema.listOf(item(option));
            case DICT -> JsonSchema.anyOf(JsonSchema.type("object", "null"), JsonSchema.type("string"));
            case RAW, EXPRESSION, JSON, REFUSED -> JsonSchema.any();
        };
    }

    private static Map<String, Object> item(OptionSpec option) {
        OptionSpec.Type item = option.item();
        if (item == null || item == OptionSpec.Type.LIST) {
            return JsonSchema.any();
        }
        // One text may hold several items, between commas.
        return JsonSchema.anyOf(of(item, option), JsonSchema.type("string"));
    }

    /** As in Ansible, true and false stand for choices with these meanings. */
    private static Map<String, Object> words(OptionSpec option) {
        List<Object> words = new ArrayList<>(option.choices());
        for (String choice : option.choices()) {
            switch (choice) {
                case "yes", "true", "on", "True" -> words.add(true);
                case "no", "false", "off", "False" -> words.add(false);
                default -> {
                    if (choice.matches("[0-9]{1,9}")) {
                        words.add(Integer.valueOf(choice));
                    }
                }
            }
        }
        if (!option.required()) {
            words.add("");
        }
        return JsonSchema.anyOf(JsonSchema.oneOfWords(words), JsonSchema.type("null"));
    }
}
