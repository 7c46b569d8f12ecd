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
 * What inventory, files of variables and the command line say, and what is known of hosts since the run began. What
 * hosts share is held once; nothing is resolved before it is asked for. Safe for many threads.
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

    /** What follows from the inventory, exchanged as a whole when hosts come in during the run. */
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
     * @param templates as the playbook loader has them: they know how to decrypt
     * @param extraVars of the command line: above all others
     * @param rules what is configured
     * @param baseDir the directory of the first playbook: where {@code group_vars} are looked for outside of any play
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

    /** What is known now, for a run that is only tried: what it learns stays its own. */
    RunLayers copy() {
        RunLayers copy = new RunLayers(inventory(), templates, extraVars, run, rules.withoutCache(), baseDir);
        ofHosts.forEach((name, its) -> copy.ofHosts.put(name, its.copy()));
        copy.files.putAll(files);
        return copy;
    }

    /** What is known of a host since the run began. */
    HostVariables of(Host host) {
        return ofHosts.computeIfAbsent(host.name(), name -> new HostVariables(name, rules));
    }

    /** Takes another inventory from now on, with hosts or groups that came in. What is known of hosts stays. */
    void replace(Inventory inventory) {
        known = Known.of(inventory);
    }

    Inventory inventory() {
        return known.inventory();
    }

    /** The content of a file in clear. */
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

    /** What inventory and variable files say of a host, lowest first. */
    List<VariableSource> layers(Host host, Path playbookDir) {
        Known now = known;
        LayersKey key = new LayersKey(host.name(), playbookDir);
        List<VariableSource> found = now.ofHosts().get(key);
        if (found == null) {
            HostLayers beside = now.besidePlaybooks()
                    .computeIfAbsent(
                            playbookDir, dir -> new HostLayers(now.inventory(), List.of(dir), templates::plain));
            Host known = now.inventory().host(host.name()); // add_host may have given it variables since
            found = beside.of(known != null && known.equals(host) ? known : host).stream()
                    .map(this::layer)
                    .toList();
            now.ofHosts().put(key, found);
        }
        return found;
    }

    // Layers of groups are the same objects for all their hosts, so their templates are made once.
    private VariableSource layer(VarsLayer layer) {
        return layers.computeIfAbsent(layer, written -> new VariableSource(written.vars(), templates));
    }

    /** The files of {@code vars_files} that were read so far. */
    Set<Path> filesRead() {
        return Set.copyOf(files.keySet());
    }

    /** A file of variables, read once. */
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
