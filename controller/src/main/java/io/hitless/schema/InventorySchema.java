package io.hitless.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The schema of inventories in YAML: groups with hosts, variables and groups within them, or a plugin's settings. */
public final class InventorySchema {
    private InventorySchema() {}

    public static Map<String, Object> inventory() {
        Map<String, Object> groups = new LinkedHashMap<>();
        groups.put("type", List.of("object", "null"));
        groups.put("additionalProperties", JsonSchema.ref("group"));
        Map<String, Object> either = new LinkedHashMap<>();
        either.put("if", Map.of("required", List.of("plugin")));
        either.put("then", JsonSchema.type("object"));
        either.put("else", groups);
        return JsonSchema.document(
                "Inventory of Ansible and hitless", either, Map.of("group", group(), "hosts", hosts()));
    }

    private static Map<String, Object> group() {
        Map<String, Map<String, Object>> keys = new LinkedHashMap<>();
        keys.put(
                "hosts",
                JsonSchema.described(JsonSchema.ref("hosts"), "names or ranges of hosts, with their variables"));
        keys.put(
                "vars", JsonSchema.described(JsonSchema.type("object", "null"), "variables of all hosts in the group"));
        Map<String, Object> children = new LinkedHashMap<>();
        children.put("type", List.of("object", "null"));
        children.put("additionalProperties", JsonSchema.ref("group"));
        keys.put("children", JsonSchema.described(children, "groups within the group"));
        return JsonSchema.anyOf(JsonSchema.object(keys), JsonSchema.type("null"));
    }

    private static Map<String, Object> hosts() {
        Map<String, Object> hosts = new LinkedHashMap<>();
        hosts.put("type", "object");
        hosts.put("additionalProperties", JsonSchema.type("object", "null"));
        return JsonSchema.anyOf(hosts, JsonSchema.type("null", "string"));
    }
}
