package io.hitless.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.python.AnsibleInstallation;
import io.hitless.python.BastionAnsible;
import io.hitless.python.PluginLocations;
import io.hitless.python.PluginPaths;
import io.hitless.source.NotHere;
import io.hitless.source.UserError;
import io.hitless.template.eval.PluginSource.Kind;
import io.hitless.value.ComputeLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserPluginsTest {
    @TempDir
    Path dir;

    private UserPlugins plugins(@Nullable String python) {
        AnsibleInstallation ansible = new AnsibleInstallation(python, null, List.of());
        return new UserPlugins(
                new PluginLocations(PluginPaths.NONE, new BastionAnsible(() -> ansible)),
                () -> List.of(dir),
                () -> List.of("my.own", "no.such"));
    }

    private void write(String file, String text) throws IOException {
        Path path = dir.resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, text);
    }

    private static String filters(String name) {
        return "class FilterModule:\n    def filters(self):\n        return {'" + name + "': str}\n";
    }

    @Test
    void a_name_that_no_file_has_is_no_plugin() throws IOException {
        try (UserPlugins plugins = plugins("python3")) {
            assertThat(plugins.find(Kind.FILTER, "there")).isNull();
            write("filter_plugins/many.py", filters("there"));
            write("lookup_plugins/one.py", "class LookupModule: pass");
            assertThat(plugins.find(Kind.FILTER, "there")).isNotNull();
            assertThat(plugins.find(Kind.FILTER, "many")).isNull();
            assertThat(plugins.find(Kind.TEST, "there")).isNull();
            assertThat(plugins.find(Kind.LOOKUP, "one")).isNotNull();
        }
    }

    @Test
    void a_file_that_cannot_be_loaded_is_told_if_no_other_has_the_name() throws IOException {
        write("filter_plugins/bad.py", "import no_such_thing");
        write("filter_plugins/good.py", filters("there"));
        try (UserPlugins plugins = plugins("python3")) {
            assertThat(plugins.find(Kind.FILTER, "there")).isNotNull();
            assertThatThrownBy(() -> plugins.find(Kind.FILTER, "missing"))
                    .isInstanceOf(NotHere.class)
                    .hasMessage("filter 'missing' (" + dir.resolve("filter_plugins/bad.py")
                            + "): ModuleNotFoundError: No module named 'no_such_thing'");
        }
    }

    @Test
    void a_short_name_can_be_of_a_collection_that_a_play_lists() throws IOException {
        write("collections/ansible_collections/my/own/plugins/filter/f.py", filters("there"));
        try (UserPlugins plugins = plugins("python3")) {
            assertThat(plugins.find(Kind.FILTER, "there")).isNotNull();
            assertThat(plugins.find(Kind.FILTER, "my.own.there")).isNotNull();
            assertThat(plugins.find(Kind.FILTER, "my.other.there")).isNull();
        }
    }

    @Test
    void a_plugin_that_hangs_is_ended_and_the_next_one_runs() throws IOException {
        write("lookup_plugins/hangs.py", "import time\ntime.sleep(600)");
        write("lookup_plugins/good.py", "class LookupModule: pass");
        try (UserPlugins plugins = plugins("python3")) {
            ComputeLimits.Limit limit = ComputeLimits.Limit.of(Duration.ofMillis(700));
            assertThatThrownBy(() -> ComputeLimits.within(limit, () -> plugins.find(Kind.LOOKUP, "hangs")))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("lookup 'hangs': the process that runs plugins ended");
            assertThat(plugins.find(Kind.LOOKUP, "good")).isNotNull();
        }
    }

    @Test
    void without_python_what_could_be_a_plugin_says_what_is_missing() throws IOException {
        try (UserPlugins plugins = plugins(null)) {
            assertThat(plugins.find(Kind.FILTER, "there")).isNull();
            write("filter_plugins/many.py", filters("there"));
            assertThatThrownBy(() -> plugins.find(Kind.FILTER, "there"))
                    .isInstanceOf(NotHere.class)
                    .hasMessageContaining("which needs Python 3 on this bastion");
        }
    }
}
