package io.hitless.playbook.load;

import io.hitless.source.SourceReader;
import io.hitless.yaml.YamlNode;
import io.hitless.yaml.YamlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The groups of modules that {@code module_defaults} can name. Collections define them in {@code meta/runtime.yml}; a
 * few groups have short names.
 */
final class ActionGroups {
    private static final Map<String, List<String>> SHORT = Map.ofEntries(
            Map.entry("aws", List.of("amazon.aws.aws", "community.aws.aws")),
            Map.entry("acme", List.of("community.crypto.acme")),
            Map.entry("azure", List.of("azure.azcollection.azure")),
            Map.entry("cpm", List.of("wti.remote.cpm")),
            Map.entry("docker", List.of("community.general.docker", "community.docker.docker")),
            Map.entry("gcp", List.of("google.cloud.gcp")),
            Map.entry(
                    "k8s",
                    List.of(
                            "community.kubernetes.k8s",
                            "community.general.k8s",
                            "community.kubevirt.k8s",
                            "community.okd.k8s",
                            "kubernetes.core.k8s")),
            Map.entry("os", List.of("openstack.cloud.os")),
            Map.entry("ovirt", List.of("ovirt.ovirt.ovirt", "community.general.ovirt")),
            Map.entry("vmware", List.of("community.vmware.vmware")));

    private final CollectionSearch collections;
    private final List<Path> beside;

    /** @param beside directories that may contain a directory {@code collections} */
    ActionGroups(CollectionSearch collections, List<Path> beside) {
        this.collections = collections;
        this.beside = beside;
    }

    /** Returns the qualified names of the modules in a group; null if no installed collection has this group. */
    @Nullable
    Set<String> modules(String group) {
        Set<String> modules = new LinkedHashSet<>();
        boolean known = false;
        for (String name : SHORT.getOrDefault(group, List.of(group))) {
            known |= add(name, modules, new LinkedHashSet<>());
        }
        return known ? modules : null;
    }

    /** @return whether the group exists */
    private boolean add(String group, Set<String> modules, Set<String> seen) {
        CollectionSearch.Named named = collections.named(group, beside);
        if (named == null || !seen.add(group)) {
            return false;
        }
        YamlNode.Mapping groups = groups(named.directory().resolve("meta/runtime.yml"));
        YamlNode members = groups == null ? null : groups.get(named.name());
        if (members == null && groups != null) {
            members = groups.get(group);
        }
        if (!(members instanceof YamlNode.Sequence list)) {
            return false;
        }
        for (YamlNode member : list.items()) {
            switch (member) {
                case YamlNode.Scalar module ->
                    modules.add(qualified(module.text().text(), named.collection()));
                case YamlNode.Mapping notes ->
                    extended(notes).forEach(other -> add(qualified(other, named.collection()), modules, seen));
                case YamlNode.Sequence _ -> {} // not the name of a module
            }
        }
        return true;
    }

    private static List<String> extended(YamlNode.Mapping notes) {
        YamlNode others =
                notes.get("metadata") instanceof YamlNode.Mapping metadata ? metadata.get("extend_group") : null;
        return others == null
                ? List.of()
                : Templates.each(others).stream()
                        .filter(YamlNode.Scalar.class::isInstance)
                        .map(each -> ((YamlNode.Scalar) each).text().text())
                        .toList();
    }

    private static String qualified(String name, String collection) {
        return name.split("\\.", -1).length > 2 ? name : collection + "." + name;
    }

    private static YamlNode.@Nullable Mapping groups(Path file) {
        return Files.isRegularFile(file)
                        && YamlReader.read(SourceReader.read(file)) instanceof YamlNode.Mapping runtime
                        && runtime.get("action_groups") instanceof YamlNode.Mapping groups
                ? groups
                : null;
    }
}
