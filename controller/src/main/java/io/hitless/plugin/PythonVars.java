package io.hitless.plugin;

import io.hitless.inventory.Group;
import io.hitless.inventory.Host;
import io.hitless.inventory.VarsPlugins;
import io.hitless.yaml.YamlNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All vars plugins of the user. Their values are data, never templates. */
final class PythonVars implements VarsPlugins {
    private static final String WHAT = "vars plugins";

    private final AnsibleProcess process;

    PythonVars(AnsibleProcess process) {
        this.process = process;
    }

    @Override
    public Map<String, YamlNode> ofGroups(Stage stage, Path directory, List<Group> groups) {
        return ask(request(stage, directory, groups));
    }

    @Override
    public Map<String, YamlNode> ofHost(Stage stage, Path directory, Host host, List<Group> groups) {
        Map<String, @Nullable Object> request = request(stage, directory, groups);
        request.put("host", entity(host.name(), host.vars()));
        return ask(request);
    }

    private Map<String, YamlNode> ask(Map<String, @Nullable Object> request) {
        return PluginVars.nodes(WHAT, process.ask(WHAT, request).get("vars"));
    }

    private static Map<String, @Nullable Object> request(Stage stage, Path directory, List<Group> groups) {
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        request.put("op", "vars");
        request.put("stage", stage.name().toLowerCase(Locale.ROOT));
        request.put("path", directory.toAbsolutePath().normalize().toString());
        request.put(
                "groups",
                groups.stream().map(group -> entity(group.name(), group.vars())).toList());
        return request;
    }

    private static Map<String, @Nullable Object> entity(String name, Map<String, YamlNode> vars) {
        Map<String, @Nullable Object> entity = new LinkedHashMap<>();
        entity.put("name", name);
        entity.put("vars", PluginVars.plain(vars));
        return entity;
    }
}
