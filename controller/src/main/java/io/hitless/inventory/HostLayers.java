package io.hitless.inventory;

import io.hitless.inventory.VarsLayer.Kind;
import io.hitless.source.SourceFile;
import io.hitless.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The variables that the inventory and the files beside inventory and playbook give a host, layer over layer, lowest
 * first. Safe for many threads; hosts of the same groups share the layers of those.
 */
public final class HostLayers {
    private final Inventory inventory;
    private final List<VarsFiles> besideInventory;
    private final List<VarsFiles> besidePlaybook;
    private final Map<List<Group>, List<VarsLayer>> ofGroups = new ConcurrentHashMap<>();

    /**
     * @param playbookDirectories where the playbook's {@code group_vars} and {@code host_vars} are, lowest precedence
     *     first
     * @param decrypt called for files that begin with {@code $ANSIBLE_VAULT;}, gives their text in clear
     */
    public HostLayers(Inventory inventory, List<Path> playbookDirectories, Function<SourceFile, SourceFile> decrypt) {
        this.inventory = inventory;
        this.besideInventory = inventory.directories().stream()
                .map(path -> new VarsFiles(path, decrypt))
                .toList();
        this.besidePlaybook = playbookDirectories.stream()
                .map(path -> new VarsFiles(path, decrypt))
                .toList();
    }

    /**
     * The layers of a host, lowest precedence first; layers without variables are left out.
     *
     * @throws io.hitless.source.UserError if a variables file can't be read
     */
    public List<VarsLayer> of(Host host) {
        List<VarsLayer> layers = new ArrayList<>(ofGroups(inventory.groupsOf(host)));
        add(layers, Kind.HOST_IN_INVENTORY, "host '" + host.name() + "' in the inventory", host.vars());
        besideInventory.forEach(files -> add(layers, Kind.HOST_VARS_BESIDE_INVENTORY, files.ofHost(host.name())));
        besidePlaybook.forEach(files -> add(layers, Kind.HOST_VARS_BESIDE_PLAYBOOK, files.ofHost(host.name())));
        return List.copyOf(layers);
    }

    private List<VarsLayer> ofGroups(List<Group> groups) {
        List<VarsLayer> known = ofGroups.get(groups);
        if (known == null) {
            known = layersOf(groups);
            ofGroups.putIfAbsent(groups, known);
        }
        return known;
    }

    // A directory's files for all groups come before those of the next directory: as in Ansible, place is above depth.
    private List<VarsLayer> layersOf(List<Group> groups) {
        List<VarsLayer> layers = new ArrayList<>();
        for (Group group : groups) {
            boolean all = group.name().equals(Group.ALL);
            add(
                    layers,
                    all ? Kind.ALL_IN_INVENTORY : Kind.GROUP_IN_INVENTORY,
                    "group '" + group.name() + "' in the inventory",
                    group.vars());
        }
        besideInventory.forEach(files -> add(layers, Kind.GROUP_VARS_ALL_BESIDE_INVENTORY, files.ofGroup(Group.ALL)));
        besidePlaybook.forEach(files -> add(layers, Kind.GROUP_VARS_ALL_BESIDE_PLAYBOOK, files.ofGroup(Group.ALL)));
        List<Group> others =
                groups.stream().filter(group -> !group.name().equals(Group.ALL)).toList();
        for (VarsFiles files : besideInventory) {
            others.forEach(group -> add(layers, Kind.GROUP_VARS_BESIDE_INVENTORY, files.ofGroup(group.name())));
        }
        for (VarsFiles files : besidePlaybook) {
            others.forEach(group -> add(layers, Kind.GROUP_VARS_BESIDE_PLAYBOOK, files.ofGroup(group.name())));
        }
        return List.copyOf(layers);
    }

    private static void add(List<VarsLayer> layers, Kind kind, String source, Map<String, YamlNode> vars) {
        if (!vars.isEmpty()) {
            layers.add(new VarsLayer(kind, source, vars));
        }
    }

    private static void add(List<VarsLayer> layers, Kind kind, List<VarsFiles.VarsFile> files) {
        files.stream()
                .filter(file -> !file.vars().entries().isEmpty())
                .forEach(file -> layers.add(VarsLayer.of(kind, file)));
    }
}
