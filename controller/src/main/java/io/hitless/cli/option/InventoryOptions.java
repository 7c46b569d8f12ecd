package io.hitless.cli.option;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The inventory, the limit, and extra variables. */
public final class InventoryOptions {
    @Option(
            names = {"-i", "--inventory", "--inventory-file"},
            paramLabel = "SOURCE",
            description =
                    "inventory: a YAML or INI file, a directory of them, a script, or host names that end with a comma;"
                            + " may be given several times")
    public List<String> sources = List.of();

    @Option(
            names = {"-l", "--limit"},
            paramLabel = "PATTERN",
            description = "limit every play to these hosts; @FILE reads them from a file")
    public @Nullable String limit;

    @Option(
            names = {"-e", "--extra-vars"},
            paramLabel = "VARS",
            description = "variables with the highest precedence: k=v …, YAML or JSON text, or @FILE")
    public List<String> extraVars = List.of();

    /** Directories with users' modules, which precede the configured directories. */
    public List<Path> modulePath = List.of();

    private boolean ansibles;
    private boolean fresh;

    /** Marks the command as one with a name of Ansible's. */
    public void beAnsibles() {
        ansibles = true;
    }

    public boolean isAnsibles() {
        return ansibles;
    }

    /** Makes inventory plugins ignore their caches. */
    public void readAfresh() {
        fresh = true;
    }

    public boolean isReadAfresh() {
        return fresh;
    }

    @Mixin
    public VaultOptions vault = new VaultOptions();
}
