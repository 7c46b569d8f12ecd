package io.hitless.cli.launch;

import io.hitless.config.Configuration;
import io.hitless.module.RejectedModules;
import io.hitless.report.Warnings;
import io.hitless.source.SourceReader;
import io.hitless.source.UserError;
import io.hitless.yaml.YamlNode;
import io.hitless.yaml.YamlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the file of rejected modules, which a setting names. As in Ansible, a file that can't be read rejects none. */
final class PluginFilters {
    private static final Path USUAL = Path.of("/etc/ansible/plugin_filters.yml");

    private PluginFilters() {}

    static RejectedModules rejected(Configuration config) {
        Path named = config.path("PLUGIN_FILTERS_CFG");
        Path file = named == null ? USUAL : named;
        if (!Files.exists(file)) {
            if (named != null) {
                Warnings.print("the file of plugin filters, " + file + ", does not exist: no module is rejected");
            }
            return RejectedModules.NONE;
        }
        try {
            return new RejectedModules(names(YamlReader.read(SourceReader.read(file)), file), file.toString());
        } catch (UserError e) {
            Warnings.print(e.line() + ": no module is rejected");
            return RejectedModules.NONE;
        }
    }

    private static Set<String> names(@Nullable YamlNode root, Path file) {
        YamlNode.Mapping filters = root instanceof YamlNode.Mapping mapping ? mapping : null;
        YamlNode version = filters == null ? null : filters.get("filter_version");
        if (filters == null
                || version == null
                || !String.valueOf(version.plain()).strip().equals("1.0")) {
            throw new UserError(
                    version == null ? null : version.span(), file + " is no file of plugin filters of version 1.0");
        }
        YamlNode list = filters.get("module_rejectlist");
        if (!(list instanceof YamlNode.Sequence rejected)) {
            throw new UserError(filters.span(), "'module_rejectlist' is not a list of modules");
        }
        Set<String> names = new HashSet<>();
        rejected.items().forEach(item -> names.add(String.valueOf(item.plain())));
        return names;
    }
}
