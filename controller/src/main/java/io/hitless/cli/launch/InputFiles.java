package io.hitless.cli.launch;

import io.hitless.config.Configuration;
import io.hitless.inventory.Inventory;
import io.hitless.inventory.InventoryListing;
import io.hitless.inventory.InventoryReader;
import io.hitless.inventory.PlainVars;
import io.hitless.source.Inputs;
import io.hitless.value.Values;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The input files of a run: files that were read, and files in the same directories that tasks may read later. */
final class InputFiles {
    /** The directories of a role. A playbook may have such directories beside it, too. */
    private static final Set<String> PARTS = Set.of(
            "tasks",
            "handlers",
            "vars",
            "defaults",
            "meta",
            "files",
            "templates",
            "library",
            "module_utils",
            "filter_plugins",
            "test_plugins",
            "lookup_plugins");

    private static final List<String> BESIDE = List.of("group_vars", "host_vars");

    private final Set<Path> paths = new LinkedHashSet<>();
    private final Map<String, String> texts = new LinkedHashMap<>();

    private InputFiles() {}

    /**
     * Returns the inputs of a run.
     *
     * @param sources the inventory sources, as given
     * @param extraVars the values of {@code -e}, as given
     * @param read the files of playbooks and roles
     * @param vars the variables of a host in the inventory; only used if an inventory script returned the inventory
     */
    static Inputs of(
            Inventory inventory, List<String> sources, List<String> extraVars, Set<Path> read, PlainVars vars) {
        InputFiles found = new InputFiles();
        found.inventory(inventory, sources, vars);
        found.extraVars(extraVars);
        found.settings(Configuration.current());
        read.forEach(found::addWithNeighbours);
        return new Inputs(found.paths, found.texts);
    }

    private void settings(Configuration config) {
        Path file = config.file();
        if (file != null) {
            paths.add(file);
        }
        texts.put("the ANSIBLE_* variables", String.join("\n", config.environment()));
    }

    private void inventory(Inventory inventory, List<String> sources, PlainVars vars) {
        for (String source : sources) {
            if (Files.exists(Path.of(source))) {
                paths.add(Path.of(source));
            }
        }
        for (Path directory : inventory.directories()) {
            BESIDE.forEach(name -> paths.add(directory.resolve(name)));
        }
        if (sources.stream().anyMatch(InventoryReader::isProgram)) {
            texts.put("what the inventory script says", Values.text(new InventoryListing(inventory, vars).list()));
        }
    }

    private void extraVars(List<String> options) {
        List<String> written = new ArrayList<>();
        for (String option : options) {
            String text = option.strip();
            if (text.startsWith("@")) {
                paths.add(Path.of(text.substring(1)));
            } else {
                written.add(text + "\n");
            }
        }
        written.sort(null); // resume appends secrets that are given again, so the order may differ
        texts.put("the extra variables (-e)", String.join("", written));
    }

    private void addWithNeighbours(Path file) {
        paths.add(file);
        Path directory = file.toAbsolutePath().normalize().getParent();
        if (directory == null) {
            return;
        }
        boolean part = PARTS.contains(String.valueOf(directory.getFileName()));
        Path top = part && directory.getParent() != null ? directory.getParent() : directory;
        PARTS.forEach(name -> paths.add(top.resolve(name)));
        BESIDE.forEach(name -> paths.add(top.resolve(name)));
    }
}
