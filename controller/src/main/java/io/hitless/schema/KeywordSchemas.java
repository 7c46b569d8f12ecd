package io.hitless.schema;

import io.hitless.playbook.Keyword;
import io.hitless.playbook.KeywordDocs;
import io.hitless.playbook.Kind;
import io.hitless.playbook.Policy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Schemas of keywords, by the places that {@link KeywordDocs} gives them. */
final class KeywordSchemas {
    /** In {@link KeywordDocs}, the name for all keywords {@code with_…}. */
    private static final String LOOKUPS = "with_LOOKUP";

    private static final List<KeywordDocs.Entry> KEYWORDS = KeywordDocs.keywords();

    private static final Map<String, Object> TEXTS = JsonSchema.listOf(JsonSchema.text());
    private static final Map<String, Object> CONDITIONS =
            JsonSchema.listOf(JsonSchema.type("string", "boolean", "number", "null"));
    private static final Map<String, Object> STEPS = JsonSchema.anyOf(JsonSchema.ref("steps"), JsonSchema.type("null"));
    private static final Map<String, Object> VARS =
            JsonSchema.anyOf(JsonSchema.type("object", "null"), JsonSchema.list(JsonSchema.type("object")));
    private static final Map<String, Object> DURATION = JsonSchema.templated(JsonSchema.anyOf(
            JsonSchema.type("number"),
            Map.of("type", "string", "pattern", "^\\s*([0-9]+(\\.[0-9]+)?\\s*(ms|s|m|h)?\\s*)+$")));
    private static final Map<String, Object> HOSTS = JsonSchema.anyOf(
            Map.of("type", "number", "minimum", 0),
            Map.of("type", "string", "pattern", "^\\s*[0-9]+(\\.[0-9]+)?\\s*%?\\s*$"),
            JsonSchema.templated(JsonSchema.type("null")));

    /** Keywords that are no {@link Keyword}, wherever they stand. */
    private static final Map<String, Map<String, Object>> USUAL = usual();

    /** Those that mean something else at one place: by {@code PLACE.NAME}. */
    private static final Map<String, Map<String, Object>> SPECIAL = special();

    private KeywordSchemas() {}

    private static Map<String, Map<String, Object>> usual() {
        Map<String, Map<String, Object>> all = new HashMap<>();
        for (Keyword keyword : Keyword.values()) {
            all.put(keyword.word(), of(keyword.kind()));
        }
        put(all, JsonSchema.text(), "name", "user", "fact_path", "register", "loop_var", "index_var", "label");
        put(all, JsonSchema.text(), "import_playbook", "role", "file", "prompt", "default", "encrypt", "salt");
        put(all, JsonSchema.text(), "tasks_from", "vars_from", "defaults_from", "handlers_from");
        put(all, TEXTS, "tags", "notify", "listen", "hosts", "gather_subset", "collections");
        put(all, CONDITIONS, "when", "until", "changed_when", "failed_when", "break_when");
        put(all, STEPS, "block", "rescue", "always", "pre_tasks", "tasks", "post_tasks", "handlers");
        put(all, JsonSchema.bool(), "gather_facts", "force_handlers", "extended", "extended_allitems", "private");
        put(all, JsonSchema.bool(), "confirm", "unsafe", "public", "allow_duplicates", "rolespec_validate");
        put(all, JsonSchema.whole(), "gather_timeout", "retries", "async", "salt_size");
        put(all, JsonSchema.number(), "delay", "poll", "pause");
        all.put("vars", VARS);
        all.put("environment", JsonSchema.listOf(JsonSchema.type("object", "string", "null")));
        all.put("module_defaults", JsonSchema.templated(VARS));
        all.put("debugger", of(Kind.DEBUGGER));
        all.put("order", of(Kind.ORDER));
        all.put("strategy", JsonSchema.text());
        all.put("max_fail_percentage", of(Kind.PERCENT));
        all.put("serial", JsonSchema.listOf(of(Kind.BATCH)));
        all.put("action", JsonSchema.type("string", "object"));
        all.put("local_action", JsonSchema.type("string", "object"));
        all.put("args", JsonSchema.type("object", "string", "null"));
        all.put("loop", JsonSchema.any());
        all.put("loop_control", JsonSchema.templated(JsonSchema.ref("loop_control")));
        all.put("vars_files", JsonSchema.listOf(TEXTS));
        all.put("vars_prompt", JsonSchema.listOf(JsonSchema.ref("vars_prompt")));
        all.put("roles", JsonSchema.anyOf(JsonSchema.list(JsonSchema.ref("role")), JsonSchema.type("null")));
        all.put("apply", JsonSchema.templated(JsonSchema.ref("apply")));
        return all;
    }

    private static void put(Map<String, Map<String, Object>> all, Map<String, Object> schema, String... names) {
        for (String name : names) {
            all.put(name, schema);
        }
    }

    private static Map<String, Map<String, Object>> special() {
        Map<String, Map<String, Object>> all = new HashMap<>();
        all.put("play.vars", playVars());
        all.put("play.hitless", Map.of("not", Map.of()));
        for (String duration :
                List.of("gate_timeout", "gate_delay", "soak", "traffic_timeout", "approve_timeout", "host_timeout")) {
            all.put("hitless." + duration, DURATION);
        }
        for (String steps : List.of("gate", "take_out", "bring_back")) {
            all.put("hitless." + steps, STEPS);
        }
        all.put("hitless.order", CONDITIONS);
        all.put("hitless.approve", JsonSchema.listOf(approve()));
        all.put("hitless.max_failed", JsonSchema.ref("max_failed"));
        all.put("hitless.unreachable", words(Policy.Unreachable.values()));
        all.put("hitless.on_failure", words(Policy.OnFailure.values()));
        all.put("max_failed.batch", HOSTS);
        all.put("max_failed.rollout", HOSTS);
        return all;
    }

    /** The variables of a play, with the policy of the rollout among them. */
    private static Map<String, Object> playVars() {
        Map<String, Object> vars = new LinkedHashMap<>();
        vars.put("type", "object");
        vars.put("properties", Map.of(Policy.VARIABLE, JsonSchema.ref("hitless")));
        return JsonSchema.anyOf(vars, JsonSchema.type("null"), JsonSchema.list(vars));
    }

    private static Map<String, Object> approve() {
        return JsonSchema.anyOf(
                Map.of("enum", List.of("first", "each", "never", true, false)),
                Map.of("type", "integer", "minimum", 1),
                Map.of("type", "string", "pattern", "^[1-9][0-9]*$"));
    }

    private static Map<String, Object> words(Enum<?>[] constants) {
        return JsonSchema.oneOfWords(Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList());
    }

    private static Map<String, Object> of(Kind kind) {
        return switch (kind) {
            case BOOL -> JsonSchema.bool();
            case TEXT, CONNECTION, STRATEGY, BECOME_METHOD -> JsonSchema.text(); // plugins of others have other names
            case WHOLE -> JsonSchema.whole();
            case NUMBER -> JsonSchema.number();
            case BATCH -> JsonSchema.anyOf(JsonSchema.type("number", "boolean", "string", "null"));
            case PERCENT ->
                JsonSchema.anyOf(JsonSchema.number(), Map.of("type", "string", "pattern", "^\\s*[0-9.]+\\s*%\\s*$"));
            case ORDER, DEBUGGER -> JsonSchema.anyOf(JsonSchema.oneOfWords(kind.words()), JsonSchema.type("null"));
        };
    }

    /** The keywords of a place: a play, a task, a block … */
    static Map<String, Map<String, Object>> of(String place) {
        Map<String, Map<String, Object>> properties = new LinkedHashMap<>();
        for (KeywordDocs.Entry entry : KEYWORDS) {
            if (entry.places().contains(place) && !entry.name().equals(LOOKUPS)) {
                Map<String, Object> schema = SPECIAL.get(place + "." + entry.name());
                properties.put(
                        entry.name(),
                        JsonSchema.described(
                                schema == null ? USUAL.getOrDefault(entry.name(), JsonSchema.any()) : schema,
                                entry.summary()));
            }
        }
        return properties;
    }

    /** Patterns of keywords of a place. */
    static Map<String, Map<String, Object>> patterns(String place) {
        return KEYWORDS.stream()
                        .anyMatch(entry ->
                                entry.places().contains(place) && entry.name().equals(LOOKUPS))
                ? Map.of("^with_", JsonSchema.any())
                : Map.of();
    }

    /** The words of {@code meta}. */
    static List<String> metaWords() {
        return KEYWORDS.stream()
                .filter(entry -> entry.places().contains("meta"))
                .map(KeywordDocs.Entry::name)
                .toList();
    }
}
