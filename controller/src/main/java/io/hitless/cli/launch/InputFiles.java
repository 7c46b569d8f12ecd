package io.hitless.cli.launch;

import io.hitless.inventory.Host;
import io.hitless.inventory.Inventory;
import io.hitless.inventory.InventoryListing;
import io.hitless.inventory.InventoryReader;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which files a run is made from: those that were read, and those beside them that tasks may read when they are come
 * to.
 */
final class InputFiles {
    /** The parts of a role; a playbook may have them beside it too. */
    private static final Set<String> PARTS =
            Set.of("tasks", "handlers", "vars", "defaults", "meta", "files", "templates", "library");

    private static final List<String> BESIDE = List.of("group_vars", "host_vars");

    private final Set<Path> paths = new LinkedHashSet<>();
    private final Map<String, String> texts = new LinkedHashMap<>();

    private InputFiles() {}

    /**
     * @param sources of the inventory, as given
     * @param extraVars as given
     * @param read the files of playbooks and roles
     * @param vars what the inventory says of a host: asked for only where a program made the inventory
     */
    static Inputs of(
            Inventory inventory,
            List<String> sources,
            List<String> extraVars,
            Set<Path> read,
            Function<Host, Map<String, @Nullable Object>> vars) {
        InputFiles found = new InputFiles();
        found.inventory(inventory, sources, vars);
        found.extraVars(extraVars);
        read.forEach(found::withWhatIsBeside);
        return new Inputs(found.paths, found.texts);
    }

    private void inventory(
            Inventory inventory, List<String> sources, Function<Host, Map<String, @Nullable Object>> vars) {
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
        written.sort(null); // a secret that is given again for a resume comes last
        texts.put("the extra variables (-e)", String.join("", written));
    }

    private void withWhatIsBeside(Path file) {
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
