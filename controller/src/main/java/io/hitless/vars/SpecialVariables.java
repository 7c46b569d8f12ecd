package io.hitless.vars;

import io.hitless.inventory.Group;
import io.hitless.inventory.Host;
import io.hitless.playbook.Role;
import io.hitless.template.Template;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The variables that are always there, such as {@code inventory_hostname}; only a loop's are above them. */
final class SpecialVariables {
    private static final List<String> OF_RUN = List.of(
            "inventory_hostname",
            "inventory_hostname_short",
            "inventory_file",
            "inventory_dir",
            "group_names",
            "groups",
            "hostvars",
            "playbook_dir",
            "omit",
            "ansible_delegated_vars",
            "ansible_version",
            "ansible_check_mode",
            "ansible_diff_mode",
            "ansible_verbosity",
            "ansible_forks",
            "ansible_run_tags",
            "ansible_skip_tags",
            "ansible_inventory_sources",
            "ansible_limit",
            "ansible_search_path",
            "vars");
    private static final List<String> OF_PLAY = List.of(
            "ansible_play_name",
            "ansible_play_hosts",
            "ansible_play_hosts_all",
            "ansible_play_batch",
            "play_hosts",
            "ansible_role_names",
            "ansible_play_role_names",
            "ansible_dependent_role_names",
            "role_names");
    private static final List<String> OF_ROLE = List.of(
            "role_name", "role_path", "ansible_role_name", "ansible_parent_role_names", "ansible_parent_role_paths");
    static final List<String> ALL =
            Stream.of(OF_RUN, OF_PLAY, OF_ROLE).flatMap(List::stream).toList();
    private static final Map<String, Object> VERSION = version();

    private final TaskScope scope;

    SpecialVariables(TaskScope scope) {
        this.scope = scope;
    }

    // What playbooks that ask for a version of Ansible find.
    private static Map<String, Object> version() {
        Map<String, Object> version = new LinkedHashMap<>();
        version.put("full", "2.19.11");
        version.put("major", 2L);
        version.put("minor", 19L);
        version.put("revision", 11L);
        version.put("string", "2.19.11");
        return version;
    }

    List<String> names() {
        return ALL.stream().filter(name -> get(name) != TaskScope.MISSING).toList();
    }

    /** The value, or {@link TaskScope#MISSING}. */
    @Nullable
    Object get(String name) {
        Host host = scope.host();
        RunInfo run = scope.run().run();
        return switch (name) {
            case "inventory_hostname" -> host.name();
            case "inventory_hostname_short" -> host.name().split("\\.", 2)[0];
            case "inventory_file" -> orMissing(path(host.file()));
            case "inventory_dir" -> orMissing(inventoryDir(host));
            case "group_names" -> groupNames(host);
            case "groups" -> scope.run().groups();
            case "hostvars" -> new HostVarsMap(scope);
            case "playbook_dir" -> playbookDir().toString();
            case "omit" -> Omit.PLACEHOLDER;
            case "vars" -> new ScopeMap(scope);
            case "ansible_delegated_vars" -> orMissing(scope.delegated());
            case "ansible_version" -> VERSION;
            case "ansible_check_mode" -> run.check();
            case "ansible_diff_mode" -> run.diff();
            case "ansible_verbosity" -> (long) run.verbosity();
            case "ansible_forks" -> (long) run.forks();
            case "ansible_run_tags" -> run.tags();
            case "ansible_skip_tags" -> run.skipTags();
            case "ansible_inventory_sources" -> run.inventorySources();
            case "ansible_limit" -> orMissing(run.limit());
            case "ansible_search_path" ->
                scope.searchPath().stream().map(Path::toString).toList();
            default ->
                OF_PLAY.contains(name) ? ofPlay(name) : OF_ROLE.contains(name) ? ofRole(name) : TaskScope.MISSING;
        };
    }

    private @Nullable Object ofPlay(String name) {
        PlayVariables play = scope.play();
        if (play == null) {
            return TaskScope.MISSING;
        }
        return switch (name) {
            case "ansible_play_name" -> {
                Template title = play.play().name();
                yield title == null ? play.play().hosts() : title;
            }
            case "ansible_play_hosts_all" -> play.hosts().all().get();
            case "ansible_play_hosts" -> play.hosts().remaining().get();
            case "ansible_play_batch", "play_hosts" -> play.hosts().batch().get();
            case "ansible_play_role_names", "role_names" -> play.roleNames(false);
            case "ansible_dependent_role_names" -> play.roleNames(true);
            default -> {
                List<String> all = new ArrayList<>(play.roleNames(false));
                play.roleNames(true).stream()
                        .filter(role -> !all.contains(role))
                        .forEach(all::add);
                yield all;
            }
        };
    }

    private @Nullable Object ofRole(String name) {
        Role role = scope.role();
        if (role == null) {
            return TaskScope.MISSING;
        }
        List<Role> parents = new ArrayList<>();
        for (Role parent = role.parent(); parent != null; parent = parent.parent()) {
            parents.add(parent);
        }
        return switch (name) {
            case "role_path" -> role.dir().toString();
            case "ansible_parent_role_names" ->
                parents.isEmpty()
                        ? TaskScope.MISSING
                        : parents.stream().map(Role::name).toList();
            case "ansible_parent_role_paths" ->
                parents.isEmpty()
                        ? TaskScope.MISSING
                        : parents.stream()
                                .map(parent -> parent.dir().toString())
                                .toList();
            default -> role.name();
        };
    }

    private List<String> groupNames(Host host) {
        return scope.run().inventory().groupsOf(host).stream()
                .map(Group::name)
                .filter(group -> !group.equals(Group.ALL))
                .sorted()
                .toList();
    }

    private Path playbookDir() {
        PlayVariables play = scope.play();
        return play == null ? scope.run().baseDir() : play.play().playbookDir();
    }

    private static @Nullable String path(@Nullable Path path) {
        return path == null ? null : path.toAbsolutePath().normalize().toString();
    }

    private static @Nullable String inventoryDir(Host host) {
        Path file = host.file();
        return file == null ? null : path(file.toAbsolutePath().getParent());
    }

    private static Object orMissing(@Nullable Object value) {
        return value == null ? TaskScope.MISSING : value;
    }
}
