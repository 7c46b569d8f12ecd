package io.hitless.vars;

import io.hitless.inventory.Host;
import io.hitless.inventory.InvalidGroupNames;
import io.hitless.inventory.Inventory;
import io.hitless.inventory.InventoryReader;
import io.hitless.inventory.InventorySettings;
import io.hitless.inventory.VarsSources;
import io.hitless.playbook.load.PlainLoading;
import io.hitless.playbook.load.Templates;
import io.hitless.template.Template;
import io.hitless.value.Undefined;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An inventory of hosts and of a file for a plugin, which tests write. */
final class InventoryPluginFiles {
    private final Path directory;
    private final Map<String, Template> extraVars;

    InventoryPluginFiles(Path directory, Map<String, Template> extraVars) {
        this.directory = directory;
        this.extraVars = extraVars;
    }

    /** @param hosts in YAML; what the plugin finds comes after them */
    Inventory read(String hosts, String config) {
        try {
            Files.writeString(directory.resolve("1.yml"), hosts);
            Files.writeString(directory.resolve("2.yml"), config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Templates templates = PlainLoading.templates();
        InventorySettings settings = new InventorySettings(
                List.of("yaml", "auto"),
                List.of(),
                List.of(),
                InventorySettings.Faults.FAIL,
                name -> switch (name) {
                    case "constructed" ->
                        new ConstructedInventory(templates, extraVars, VariableRules.USUAL, directory);
                    case "generator" -> new GeneratedInventory(templates);
                    default -> null;
                },
                InvalidGroupNames.NEVER,
                VarsSources.FILES,
                false);
        return InventoryReader.read(
                List.of(
                        directory.resolve("1.yml").toString(),
                        directory.resolve("2.yml").toString()),
                settings,
                UnaryOperator.identity());
    }

    static List<String> group(Inventory inventory, String name) {
        return inventory.hostsOf(Objects.requireNonNull(inventory.group(name), name)).stream()
                .map(Host::name)
                .toList();
    }

    static @Nullable Object variable(Inventory inventory, String host, String name) {
        Variables variables = new Variables(
                inventory,
                PlainLoading.templates(),
                Map.of(),
                RunInfo.plain(),
                VariableRules.USUAL,
                Path.of("/nonexistent"));
        Object value = variables
                .scope(Objects.requireNonNull(inventory.host(host), host))
                .get(name);
        return value instanceof Undefined ? null : value;
    }
}
