package io.hitless.inventory;

import io.hitless.inventory.VarsLayer.Kind;
import io.hitless.inventory.VarsPlugins.Stage;
import io.hitless.source.SourceFile;
import io.hitless.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The variables of hosts in the inventory and in files beside the inventory and the playbook, as layers from the lowest
 * to the highest precedence. Thread-safe. Hosts of the same groups share the layers of these groups.
 */
public final class HostLayers {
    private final Inventory inventory;
    private final VarsSources sources;
    private final List<VarsFiles> besideInventory;
    private final List<VarsFiles> besidePlaybook;
    private final Map<List<Group>, List<VarsLayer>> ofGroups = new ConcurrentHashMap<>();

    /**
     * @param playbookDirectories the directories of the playbook's {@code group_vars} and {@code host_vars}, lowest
     *     precedence first
     * @param decrypt decrypts files that begin with {@code $ANSIBLE_VAULT;}
     */
    public HostLayers(Inventory inventory, List<Path> playbookDirectories, Function<SourceFile, SourceFile> decrypt) {
        this.inventory = inventory;
        this.sources = inventory.varsSources();
        this.besideInventory = inventory.directories().stream()
                .map(path -> new VarsFiles(path, decrypt))
                .toList();
        this.besidePlaybook = playbookDirectories.stream()
                .map(path -> new VarsFiles(path, decrypt))
                .toList();
    }

    /**
     * Returns the layers of a host, lowest precedence first, without empty ones.
     *
     * @throws io.hitless.source.UserError if a variables file cannot be read
     */
    public List<VarsLayer> of(Host host) {
        List<VarsLayer> layers = new ArrayList<>(ofGroups(inventory.groupsOf(host)));
        addOwn(layers, host);
        return List.copyOf(layers);
    }

    /** Returns the host's own layers, lowest precedence first. */
    List<VarsLayer> ownOf(Host host) {
        List<VarsLayer> layers = new ArrayList<>();
        addOwn(layers, host);
        return List.copyOf(layers);
    }

    /** Returns the group's own layers, without those of its parents, lowest precedence first. */
    List<VarsLayer> ownOf(Group group) {
        return layersOf(List.of(group)).stream()
                .filter(layer -> group.name().equals(Group.ALL) || !layer.kind().isOfAll())
                .toList();
    }

    private void addOwn(List<VarsLayer> layers, Host host) {
        add(layers, Kind.HOST_IN_INVENTORY, "host '" + host.name() + "' in the inventory", host.vars());
        besideInventory.forEach(files -> addBeside(layers, Kind.HOST_IN_INVENTORY, Stage.INVENTORY, files, host));
        besideInventory.forEach(files -> addBeside(layers, Kind.HOST_VARS_BESIDE_INVENTORY, Stage.TASK, files, host));
        besidePlaybook.forEach(files -> addBeside(layers, Kind.HOST_VARS_BESIDE_PLAYBOOK, Stage.TASK, files, host));
    }

    private List<VarsLayer> ofGroups(List<Group> groups) {
        List<VarsLayer> known = ofGroups.get(groups);
        if (known == null) {
            known = layersOf(groups);
            ofGroups.putIfAbsent(groups, known);
        }
        return known;
    }

    // The files of one directory for all groups come before those of the next directory: as in Ansible, the directory
    // counts more than the depth of the group.
    private List<VarsLayer> layersOf(List<Group> groups) {
        List<VarsLayer> layers = new ArrayList<>();
        for (Group group : groups) {
            Kind kind = group.name().equals(Group.ALL) ? Kind.ALL_IN_INVENTORY : Kind.GROUP_IN_INVENTORY;
            add(layers, kind, "group '" + group.name() + "' in the inventory", group.vars());
            besideInventory.forEach(files -> addBeside(layers, kind, Stage.INVENTORY, files, List.of(group)));
        }
        List<Group> all =
                groups.stream().filter(group -> group.name().equals(Group.ALL)).toList();
        List<Group> others =
                groups.stream().filter(group -> !group.name().equals(Group.ALL)).toList();
        addGroups(layers, Kind.GROUP_VARS_ALL_BESIDE_INVENTORY, besideInventory, all);
        addGroups(layers, Kind.GROUP_VARS_ALL_BESIDE_PLAYBOOK, besidePlaybook, all);
        addGroups(layers, Kind.GROUP_VARS_BESIDE_INVENTORY, besideInventory, others);
        addGroups(layers, Kind.GROUP_VARS_BESIDE_PLAYBOOK, besidePlaybook, others);
        return List.copyOf(layers);
    }

    private void addGroups(List<VarsLayer> layers, Kind kind, List<VarsFiles> beside, List<Group> groups) {
        if (!groups.isEmpty()) {
            beside.forEach(files -> addBeside(layers, kind, Stage.TASK, files, groups));
        }
    }

    private void addBeside(List<VarsLayer> layers, Kind kind, Stage stage, VarsFiles files, List<Group> groups) {
        addPlugins(layers, kind, sources.plugins().ofGroups(stage, files.base(), groups));
        if (sources.readsFilesAt(stage)) {
            groups.forEach(group -> addFiles(layers, kind, files.ofGroup(group.name())));
        }
    }

    private void addBeside(List<VarsLayer> layers, Kind kind, Stage stage, VarsFiles files, Host host) {
        addPlugins(layers, kind, sources.plugins().ofHost(stage, files.base(), host, inventory.groupsOf(host)));
        if (sources.readsFilesAt(stage)) {
            addFiles(layers, kind, files.ofHost(host.name()));
        }
    }

    private static void addPlugins(List<VarsLayer> layers, Kind kind, Map<String, YamlNode> vars) {
        add(layers, kind, "vars plugins", vars);
    }

    private static void add(List<VarsLayer> layers, Kind kind, String source, Map<String, YamlNode> vars) {
        if (!vars.isEmpty()) {
            layers.add(new VarsLayer(kind, source, vars));
        }
    }

    private static void addFiles(List<VarsLayer> layers, Kind kind, List<VarsFiles.VarsFile> files) {
        files.stream()
                .filter(file -> !file.vars().entries().isEmpty())
                .forEach(file -> layers.add(VarsLayer.of(kind, file)));
    }
}
