package io.hitless.vars;

import io.hitless.inventory.Group;
import io.hitless.inventory.Host;
import io.hitless.inventory.ImplicitPython;
import io.hitless.playbook.Role;
import io.hitless.template.Template;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The variables that are always set, such as {@code inventory_hostname}. Only the variables of a loop override them.
 */
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
            "ansible_playbook_python",
            "ansible_check_mode",
            "ansible_diff_mode",
            "ansible_verbosity",
            "ansible_forks",
            "ansible_run_tags",
            "ansible_skip_tags",
            "ansible_inventory_sources",
            "ansible_limit",
            "ansible_config_file",
            "environment",
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
            "role_name",
            "role_path",
            "ansible_role_name",
            "ansible_collection_name",
            "ansible_parent_role_names",
            "ansible_parent_role_paths");
    static final List<String> ALL =
            Stream.of(OF_RUN, OF_PLAY, OF_ROLE).flatMap(List::stream).toList();
    private static final Map<String, Object> VERSION = version();
    private static final @Nullable String PYTHON = ImplicitPython.path().orElse(null);

    private final RunLayers run;
    private final @Nullable PlayLayers play;
    private final Host host;
    private final @Nullable Role role;
    private final Views views;

    /** The values that need other scopes: variables of other hosts, and this host's variables as a mapping. */
    interface Views {
        Object hostvars();

        Object vars();

        /** Returns the variables of the host to which the task is delegated, or null. */
        @Nullable
        Object delegated();

        List<Path> searchPath();

        /** Returns the environment of the task, including what its blocks and play set. */
        @Nullable
        Object environment();
    }

    SpecialVariables(RunLayers run, @Nullable PlayLayers play, Host host, @Nullable Role role, Views views) {
        this.run = run;
        this.play = play;
        this.host = host;
        this.role = role;
        this.views = views;
    }

    // The Ansible version that playbooks see.
    private static Map<String, Object> version() {
        Map<String, Object> version = new LinkedHashMap<>();
        version.put("string", "2.19.11");
        version.put("full", "2.19.11");
        version.put("major", 2L);
        version.put("minor", 19L);
        version.put("revision", 11L);
        return version;
    }

    List<String> names() {
        return ALL.stream().filter(name -> get(name) != Absent.MISSING).toList();
    }

    /** Returns the value, or {@link Absent#MISSING}. */
    @Nullable
    Object get(String name) {
        RunInfo info = run.run();
        return switch (name) {
            case "inventory_hostname" -> host.name();
            case "inventory_hostname_short" -> host.name().split("\\.", 2)[0];
            case "inventory_file" -> orMissing(path(host.file()));
            case "inventory_dir" -> orMissing(inventoryDir());
            case "group_names" -> groupNames();
            case "groups" -> run.groups();
            case "hostvars" -> views.hostvars();
            case "playbook_dir" -> playbookDir().toString();
            case "omit" -> Omit.PLACEHOLDER;
            case "vars" -> views.vars();
            case "ansible_delegated_vars" -> orMissing(views.delegated());
            case "ansible_version" -> VERSION;
            case "ansible_playbook_python" -> orMissing(PYTHON);
            case "ansible_check_mode" -> info.check();
            case "ansible_diff_mode" -> info.diff();
            case "ansible_verbosity" -> (long) info.verbosity();
            case "ansible_forks" -> (long) info.forks();
            case "ansible_run_tags" -> info.tags();
            case "ansible_skip_tags" -> info.skipTags();
            case "ansible_inventory_sources" -> info.inventorySources();
            case "ansible_limit" -> orMissing(info.limit());
            case "ansible_config_file" -> path(info.configFile());
            case "environment" -> views.environment();
            case "ansible_search_path" ->
                views.searchPath().stream().map(Path::toString).toList();
            default -> OF_PLAY.contains(name) ? ofPlay(name) : OF_ROLE.contains(name) ? ofRole(name) : Absent.MISSING;
        };
    }

    private @Nullable Object ofPlay(String name) {
        PlayLayers its = play;
        if (its == null) {
            return Absent.MISSING;
        }
        return switch (name) {
            case "ansible_play_name" -> {
                Template title = its.play().name();
                yield title == null ? its.play().hosts() : title;
            }
            case "ansible_play_hosts_all" -> its.hosts().all().get();
            case "ansible_play_hosts" -> its.hosts().remaining().get();
            case "ansible_play_batch", "play_hosts" -> its.hosts().batch().get();
            case "ansible_play_role_names", "role_names" -> its.roleNames(false);
            case "ansible_dependent_role_names" -> its.roleNames(true);
            default -> {
                List<String> all = new ArrayList<>(its.roleNames(false));
                all.addAll(its.roleNames(true));
                yield all.stream().distinct().toList();
            }
        };
    }

    private @Nullable Object ofRole(String name) {
        Role its = role;
        if (its == null) {
            return Absent.MISSING;
        }
        List<Role> parents = its.includedBy();
        return switch (name) {
            case "role_path" -> its.dir().toString();
            case "ansible_parent_role_names" ->
                parents.isEmpty()
                        ? Absent.MISSING
                        : parents.stream().map(Role::name).toList();
            case "ansible_parent_role_paths" ->
                parents.isEmpty()
                        ? Absent.MISSING
                        : parents.stream()
                                .map(parent -> parent.dir().toString())
                                .toList();
            case "role_name" -> its.shortName();
            case "ansible_collection_name" -> orMissing(its.collection());
            default -> its.name();
        };
    }

    private List<String> groupNames() {
        return run.inventory().groupsOf(host).stream()
                .map(Group::name)
                .filter(group -> !group.equals(Group.ALL))
                .sorted()
                .toList();
    }

    private Path playbookDir() {
        return play == null ? run.baseDir() : play.play().playbookDir();
    }

    private static @Nullable String path(@Nullable Path path) {
        return path == null ? null : path.toAbsolutePath().normalize().toString();
    }

    private @Nullable String inventoryDir() {
        Path file = host.file();
        return file == null ? null : path(file.toAbsolutePath().getParent());
    }

    private static Object orMissing(@Nullable Object value) {
        return value == null ? Absent.MISSING : value;
    }
}
