package io.hitless.run.plan;

import static io.hitless.run.Playbooks.module;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PendingChangesTest {
    private final PendingChanges changes = new PendingChanges();

    @Test
    void without_a_change_each_result_holds() {
        assertThat(affecting("stat", Map.of("path", "/etc/app"))).isNull();
        assertThat(changes.likelyCause(module("stat"), resources("stat", Map.of("path", "/etc/app")), "no"))
                .isNull();
    }

    @Test
    void a_change_affects_what_is_below_it_and_not_its_neighbours() {
        predict("make the directory", "file", Map.of("path", "/etc/app"));
        assertThat(affecting("copy", Map.of("dest", "/etc/app"))).isEqualTo("make the directory");
        assertThat(affecting("copy", Map.of("dest", "/etc/app/x.conf"))).isEqualTo("make the directory");
        assertThat(affecting("copy", Map.of("dest", "/etc/application"))).isNull();
        assertThat(affecting("copy", Map.of("dest", "/etc"))).isNull();
    }

    @Test
    void a_task_that_only_reads_is_affected_from_below_too() {
        predict("write", "copy", Map.of("dest", "/etc/app/x.conf"));
        assertThat(affecting("stat", Map.of("path", "/etc/app"))).isEqualTo("write");
        assertThat(affecting("stat", Map.of("path", "/"))).isEqualTo("write");
        assertThat(affecting("stat", Map.of("path", "/srv"))).isNull();
    }

    @Test
    void a_predicted_change_touches_what_it_writes_and_not_what_it_reads() {
        predict("copy", "copy", Map.of("src", "/opt/x", "dest", "/etc/x", "remote_src", true));
        assertThat(affecting("stat", Map.of("path", "/etc/x"))).isEqualTo("copy");
        assertThat(affecting("stat", Map.of("path", "/opt/x"))).isNull();
    }

    @Test
    void a_command_is_affected_by_changes_of_paths_in_it() {
        predict("write", "copy", Map.of("dest", "/etc/app.conf"));
        assertThat(affecting("command", Map.of("cmd", "app --config /etc/app.conf")))
                .isEqualTo("write");
        assertThat(affecting("command", Map.of("cmd", "app --config /etc/other.conf")))
                .isNull();
    }

    @Test
    void an_open_ended_change_affects_all_that_is_read_after_it_and_the_first_is_named() {
        predict("install", "apt", Map.of("name", "nginx"));
        predict("unpack", "unarchive", Map.of("dest", "/srv"));
        assertThat(affecting("stat", Map.of("path", "/elsewhere"))).isEqualTo("install");
        assertThat(affecting("command", Map.of("cmd", "id"))).isEqualTo("install");
        assertThat(affecting("copy", Map.of("dest", "/elsewhere"))).isNull();
    }

    @Test
    void an_unknown_command_may_change_the_paths_and_names_in_it() {
        unknown("run", "command", Map.of("cmd", "setup nginx /etc/app"));
        assertThat(affecting("copy", Map.of("dest", "/etc/app/x"))).isEqualTo("run");
        assertThat(changes.earlierChange(module("service"), resources("service", Map.of()), Set.of("nginx")))
                .isEqualTo("run");
        assertThat(changes.earlierChange(module("service"), resources("service", Map.of()), Set.of("apache")))
                .isNull();
    }

    @Test
    void an_unknown_file_may_change_its_path_and_nothing_else() {
        unknown("write", "copy", Map.of("dest", "/etc/app.conf"));
        assertThat(affecting("copy", Map.of("dest", "/etc/app.conf"))).isEqualTo("write");
        assertThat(affecting("stat", Map.of("path", "/srv"))).isNull();
    }

    @Test
    void a_task_whose_arguments_are_not_known_may_change_anything_that_is_read_later() {
        changes.addUnknown("write", module("copy"), null);
        assertThat(affecting("stat", Map.of("path", "/srv"))).isEqualTo("write");
    }

    @Test
    void a_failure_is_blamed_on_what_affects_it_then_on_a_path_in_its_message_then_on_the_first_change() {
        predict("first", "copy", Map.of("dest", "/etc/first"));
        predict("second", "copy", Map.of("dest", "/etc/second"));
        assertThat(cause("/etc/second", "no such file: /etc/first")).isEqualTo("second");
        assertThat(cause("/srv", "no such file: /etc/second")).isEqualTo("second");
        assertThat(cause("/srv", "no such user")).isEqualTo("first");
    }

    @Test
    void the_root_directory_in_a_message_says_nothing() {
        predict("first", "copy", Map.of("dest", "/etc/first"));
        predict("root", "file", Map.of("path", "/"));
        assertThat(changes.likelyCause(module("service"), resources("service", Map.of()), "a/b"))
                .isEqualTo("first");
    }

    private @Nullable String cause(String path, String msg) {
        return changes.likelyCause(module("stat"), resources("stat", Map.of("path", path)), msg);
    }

    private void predict(String task, String module, Map<String, @Nullable Object> args) {
        changes.addPredicted(task, module(module), resources(module, args));
    }

    private void unknown(String task, String module, Map<String, @Nullable Object> args) {
        changes.addUnknown(task, module(module), resources(module, args));
    }

    private @Nullable String affecting(String module, Map<String, @Nullable Object> args) {
        return changes.earlierChange(module(module), resources(module, args), Set.of());
    }

    private static TouchedResources resources(String module, Map<String, @Nullable Object> args) {
        return TouchedResources.of(module(module), args);
    }
}
