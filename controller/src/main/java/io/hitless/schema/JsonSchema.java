package io.hitless.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The parts that schemas are built from: plain maps, as JSON has them. They are of draft 7, which editors know best.
 *
 * @see <a href="https://json-schema.org/draft-07/json-schema-validation">the specification</a>
 */
final class JsonSchema {
    static final String DRAFT = "http://json-schema.org/draft-07/schema#";

    /** A text with a template may stand for any value. */
    private static final Map<String, Object> TEMPLATE = Map.of("type", "string", "pattern", "\\{\\{|\\{%");

    /** Words that YAML 1.1, which Ansible reads, takes for true or false. */
    private static final List<String> BOOLEAN_WORDS = Stream.of("yes", "no", "true", "false", "on", "off")
            .flatMap(word -> Stream.of(
                    word,
                    word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1),
                    word.toUpperCase(Locale.ROOT)))
            .toList();

    private JsonSchema() {}

    /** Anything. */
    static Map<String, Object> any() {
        return Map.of();
    }

    static Map<String, Object> type(String... names) {
        return Map.of("type", names.length == 1 ? names[0] : List.of(names));
    }

    /** A value, or a text with a template. */
    static Map<String, Object> templated(Map<String, Object> value) {
        return anyOf(value, TEMPLATE);
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    static Map<String, Object> anyOf(Map<String, Object>... schemas) {
        return Map.of("anyOf", List.of(schemas));
    }

    static Map<String, Object> ref(String definition) {
        return Map.of("$ref", "#/definitions/" + definition);
    }

    static Map<String, Object> text() {
        return type("string", "number", "boolean", "null");
    }

    static Map<String, Object> bool() {
        return anyOf(
                type("boolean", "null"),
                Map.of("enum", BOOLEAN_WORDS),
                Map.of("enum", List.of(0, 1, "0", "1", "y", "n", "Y", "N", "t", "f")),
                TEMPLATE);
    }

    static Map<String, Object> whole() {
        return anyOf(type("integer", "null"), Map.of("type", "string", "pattern", "^\\s*[+-]?[0-9_]+\\s*$"), TEMPLATE);
    }

    static Map<String, Object> number() {
        return anyOf(
                type("number", "null"),
                Map.of("type", "string", "pattern", "^\\s*[+-]?[0-9.]+(e[+-]?[0-9]+)?\\s*$"),
                TEMPLATE);
    }

    static Map<String, Object> oneOfWords(List<?> words) {
        return anyOf(Map.of("enum", words), TEMPLATE);
    }

    /** A list, or its only item. */
    static Map<String, Object> listOf(Map<String, Object> items) {
        return anyOf(list(anyOf(items, TEMPLATE)), items, TEMPLATE, type("null"));
    }

    static Map<String, Object> list(Map<String, Object> items) {
        return Map.of("type", "array", "items", items);
    }

    /** A mapping with these keys and no others. */
    static Map<String, Object> object(Map<String, Map<String, Object>> properties) {
        return object(properties, Map.of());
    }

    /** A mapping with these keys, and those that match one of the patterns. */
    static Map<String, Object> object(
            Map<String, Map<String, Object>> properties, Map<String, Map<String, Object>> patterns) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "object");
        object.put("properties", properties);
        if (!patterns.isEmpty()) {
            object.put("patternProperties", patterns);
        }
        object.put("additionalProperties", false);
        return object;
    }

    /** The same schema with a text that editors show. */
    static Map<String, Object> described(Map<String, Object> schema, String description) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("description", description);
        if (schema.containsKey("$ref")) { // in draft 7 what stands beside a reference is ignored
            described.put("allOf", List.of(schema));
        } else {
            described.putAll(schema);
        }
        return described;
    }

    /** A schema with a head, to stand in a file of its own. */
    static Map<String, Object> document(
            String title, Map<String, Object> schema, Map<String, Map<String, Object>> definitions) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("$schema", DRAFT);
        document.put("title", title);
        document.putAll(schema);
        if (!definitions.isEmpty()) {
            document.put("definitions", definitions);
        }
        return document;
    }
}
