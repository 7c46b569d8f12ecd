package io.hitless.vars;

import io.hitless.inventory.Group;
import io.hitless.inventory.Host;
import io.hitless.inventory.HostLayers;
import io.hitless.inventory.Inventory;
import io.hitless.inventory.VarsLayer;
import io.hitless.playbook.load.Templates;
import io.hitless.source.SourceFile;
import io.hitless.source.SourceReader;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.yaml.YamlNode;
import io.hitless.yaml.YamlReader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The variables of the inventory, of variable files and of the command line, and those that the run has learned about
 * hosts. Sources that several hosts share are stored once, and nothing is evaluated before it is read. Thread-safe.
 */
final class RunLayers {
    private final Templates templates;
    private final Map<String, Template> extraVars;
    private final RunInfo run;
    private final VariableRules rules;
    private final Path baseDir;
    private final Map<String, HostVariables> ofHosts = new ConcurrentHashMap<>();
    private final Map<VarsLayer, VariableSource> layers = Collections.synchronizedMap(new IdentityHashMap<>());
    private final Map<Path, VariableSource> files = new ConcurrentHashMap<>();
    private volatile Known known;

    /** Everything derived from the inventory. It is replaced as a whole when hosts are added during the run. */
    private record Known(
            Inventory inventory,
            Map<Path, HostLayers> besidePlaybooks,
            Map<LayersKey, List<VariableSource>> ofHosts,
            Map<String, Object> groups) {
        static Known of(Inventory inventory) {
            Map<String, Object> groups = new LinkedHashMap<>();
            for (Group group : inventory.groups().values()) {
                groups.put(
                        group.name(),
                        inventory.hostsOf(group).stream().map(Host::name).toList());
            }
            return new Known(
                    inventory,
                    new ConcurrentHashMap<>(),
                    new ConcurrentHashMap<>(),
                    Collections.unmodifiableMap(groups));
        }
    }

    private record LayersKey(String host, Path playbookDir) {}

    /**
     * @param templates those of the playbook loader, which can decrypt
     * @param extraVars variables of the command line; they have the highest precedence
     * @param rules the configured rules
     * @param baseDir the directory of the first playbook, in which {@code group_vars} are searched for outside any play
     */
    RunLayers(
            Inventory inventory,
            Templates templates,
            Map<String, Template> extraVars,
            RunInfo run,
            VariableRules rules,
            Path baseDir) {
        this.known = Known.of(inventory);
        this.templates = templates;
        this.extraVars = Collections.unmodifiableMap(new LinkedHashMap<>(extraVars));
        this.run = run;
        this.rules = rules;
        this.baseDir = baseDir.toAbsolutePath().normalize();
    }

    /** Returns a copy for a run that only predicts; what that run learns does not change this object. */
    RunLayers copy() {
        RunLayers copy = new RunLayers(inventory(), templates, extraVars, run, rules.withoutCache(), baseDir);
        ofHosts.forEach((name, its) -> copy.ofHosts.put(name, its.copy()));
        copy.files.putAll(files);
        return copy;
    }

    /** Returns what the run has learned about a host. */
    HostVariables of(Host host) {
        return ofHosts.computeIfAbsent(host.name(), name -> new HostVariables(name, rules));
    }

    /** Replaces the inventory by one with added hosts or groups. What the run has learned about hosts stays. */
    void replace(Inventory inventory) {
        known = Known.of(inventory);
    }

    Inventory inventory() {
        return known.inventory();
    }

    /** Returns the decrypted content of a file. */
    byte[] plain(String name, byte[] content) {
        return templates.plain(name, content);
    }

    Map<String, Template> extraVars() {
        return extraVars;
    }

    RunInfo run() {
        return run;
    }

    VariableRules rules() {
        return rules;
    }

    Path baseDir() {
        return baseDir;
    }

    Map<String, Object> groups() {
        return known.groups();
    }

    /** Returns the variables of a host in the inventory and in variable files, lowest precedence first. */
    List<VariableSource> layers(Host host, Path playbookDir) {
        Known now = known;
        LayersKey key = new LayersKey(host.name(), playbookDir);
        List<VariableSource> found = now.ofHosts().get(key);
        if (found == null) {
            HostLayers beside = now.besidePlaybooks()
                    .computeIfAbsent(
                            playbookDir, dir -> new HostLayers(now.inventory(), List.of(dir), templates::plain));
            Host known = now.inventory().host(host.name()); // add_host may have changed its variables
            found = beside.of(known != null && known.equals(host) ? known : host).stream()
                    .map(this::layer)
                    .toList();
            now.ofHosts().put(key, found);
        }
        return found;
    }

    // All hosts of a group share its layer object, so its templates are compiled once.
    private VariableSource layer(VarsLayer layer) {
        return layers.computeIfAbsent(layer, written -> new VariableSource(written.vars(), templates));
    }

    /** Returns the files of {@code vars_files} that were read so far. */
    Set<Path> filesRead() {
        return Set.copyOf(files.keySet());
    }

    /** Returns the variables of a file, which is read once. */
    VariableSource file(Path file) {
        VariableSource found = files.get(file);
        if (found == null) {
            found = new VariableSource(Collections.unmodifiableMap(read(file)), templates);
            files.put(file, found);
        }
        return found;
    }

    private Map<String, YamlNode> read(Path file) {
        SourceFile source = templates.plain(SourceReader.read(file));
        Map<String, YamlNode> vars = new LinkedHashMap<>();
        switch (YamlReader.read(source)) {
            case null -> {}
            case YamlNode.Mapping mapping ->
                mapping.entries().stream()
                        .filter(entry -> !source.isForeign() || Facts.mayBeVariable(entry.name()))
                        .forEach(entry -> vars.put(entry.name(), entry.value()));
            case YamlNode other ->
                throw new UserError(Objects.requireNonNull(other).span(), "a variable file must contain a mapping");
        }
        return vars;
    }
}
