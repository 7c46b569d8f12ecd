package io.hitless.schema;

import io.hitless.module.ModuleCatalog;
import io.hitless.module.ModuleSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Schemas of playbooks, files of tasks, and the policy of a rollout. They accept whatever the loader accepts but for
 * modules of the user's own with a short name, and find what it refuses by its shape: unknown keywords, modules and
 * options, and values of a wrong type.
 */
public final class PlaybookSchema {
    private static final String BUILTIN = "ansible.builtin.";

    private final ModuleCatalog modules;

    public PlaybookSchema(ModuleCatalog modules) {
        this.modules = modules;
    }

    /** The schema of a playbook. */
    public Map<String, Object> playbook() {
        return JsonSchema.document(
                "Playbook of Ansible and hitless",
                JsonSchema.anyOf(JsonSchema.list(JsonSchema.ref("play_or_import")), JsonSchema.type("null")),
                definitions());
    }

    /** The schema of a file of tasks or handlers. */
    public Map<String, Object> tasks() {
        return JsonSchema.document(
                "Tasks of Ansible and hitless",
                JsonSchema.anyOf(JsonSchema.ref("steps"), JsonSchema.type("null")),
                definitions());
    }

    /** The schema of the value of the play variable {@code hitless}. */
    public Map<String, Object> policy() {
        return JsonSchema.document("Policy of a rollout with hitless", JsonSchema.ref("hitless"), definitions());
    }

    /** The schema of the options of a module. */
    public Map<String, Object> module(ModuleSpec module) {
        Map<String, Object> options = new LinkedHashMap<>(OptionSchemas.of(module));
        List<Map<String, Object>> required = OptionSchemas.required(module);
        if (!required.isEmpty()) {
            options.put("allOf", required);
        }
        return JsonSchema.document("Options of the module " + module.name(), options, Map.of());
    }

    private Map<String, Map<String, Object>> definitions() {
        Map<String, Map<String, Object>> all = new LinkedHashMap<>();
        all.put("play_or_import", ifAny(List.of("import_playbook", BUILTIN + "import_playbook"), "import", "play"));
        all.put("play", with(plain("play"), "required", List.of("hosts")));
        all.put("import", imported());
        all.put("steps", JsonSchema.list(JsonSchema.ref("step")));
        all.put("step", ifAny(List.of("block"), "block", "task"));
        all.put("block", plain("block"));
        all.put("task", task());
        for (String place : List.of("loop_control", "vars_prompt", "apply", "hitless", "max_failed")) {
            all.put(place, plain(place));
        }
        all.put("role", role());
        modules.all().forEach(module -> all.put(name(module), OptionSchemas.of(module)));
        return all;
    }

    private static String name(ModuleSpec module) {
        return "module_" + module.name();
    }

    private static Map<String, Object> plain(String place) {
        return JsonSchema.object(KeywordSchemas.of(place), KeywordSchemas.patterns(place));
    }

    private static Map<String, Object> with(Map<String, Object> schema, String key, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(schema);
        more.put(key, value);
        return more;
    }

    /** One of two definitions, so that an error speaks of the one that was meant. */
    private static Map<String, Object> ifAny(List<String> keys, String then, String otherwise) {
        List<Map<String, Object>> any = keys.stream()
                .map(key -> Map.<String, Object>of("required", List.of(key)))
                .toList();
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("if", Map.of("anyOf", any));
        schema.put("then", JsonSchema.ref(then));
        schema.put("else", JsonSchema.ref(otherwise));
        return schema;
    }

    private static Map<String, Object> imported() {
        Map<String, Map<String, Object>> properties = new LinkedHashMap<>(KeywordSchemas.of("import_playbook"));
        properties.put(BUILTIN + "import_playbook", JsonSchema.text());
        return JsonSchema.object(properties);
    }

    /** A role of a play: its name, or keywords and parameters, which may have any name. */
    private static Map<String, Object> role() {
        Map<String, Map<String, Object>> properties = new LinkedHashMap<>(KeywordSchemas.of("role"));
        Map<String, Object> role = new LinkedHashMap<>();
        role.put("type", "object");
        role.put("properties", properties);
        return JsonSchema.anyOf(JsonSchema.type("string"), role);
    }

    private Map<String, Object> task() {
        Map<String, Map<String, Object>> properties = new LinkedHashMap<>(KeywordSchemas.of("handler"));
        modules.byAnyName()
                .forEach((name, module) -> properties.put(
                        name,
                        JsonSchema.described(
                                JsonSchema.anyOf(JsonSchema.ref(name(module)), JsonSchema.text()), module.summary())));
        for (String statement : List.of("include_tasks", "import_tasks", "include_role", "import_role")) {
            under(properties, statement, JsonSchema.anyOf(plain(statement), JsonSchema.text()));
        }
        under(properties, "meta", JsonSchema.oneOfWords(KeywordSchemas.metaWords()));
        Map<String, Map<String, Object>> patterns = new LinkedHashMap<>(KeywordSchemas.patterns("handler"));
        patterns.put("^[a-z_][a-z0-9_]*\\.[a-z_][a-z0-9_]*\\.", JsonSchema.any()); // a module of a collection
        return JsonSchema.object(properties, patterns);
    }

    private static void under(Map<String, Map<String, Object>> properties, String statement, Map<String, Object> as) {
        Stream.of("", BUILTIN, "ansible.legacy.").forEach(qualifier -> properties.put(qualifier + statement, as));
    }
}
