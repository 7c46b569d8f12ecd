package io.hitless.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.config.Configuration;
import io.hitless.module.ModuleCatalog;
import io.hitless.module.RejectedModules;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginFiltersTest {
    @TempDir
    Path directory;

    private RejectedModules rejected(String filters) throws IOException {
        Files.writeString(directory.resolve("ansible.cfg"), "[defaults]\nplugin_filters_cfg = filters.yml\n");
        Files.writeString(directory.resolve("filters.yml"), filters);
        return PluginFilters.rejected(Configuration.read(directory, Map.of(), _ -> {}));
    }

    @Test
    void a_module_of_the_list_is_not_found_by_the_name_that_stands_there() throws IOException {
        ModuleCatalog modules = ModuleCatalog.builtIn()
                .without(rejected("filter_version: 1.0\nmodule_rejectlist: [copy, ansible.builtin.pause]\n"));
        assertThatThrownBy(() -> modules.find("copy", List.of(), List.of()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("module 'copy' is rejected by " + directory.resolve("filters.yml"));
        assertThatThrownBy(() -> modules.find("ansible.builtin.pause", List.of(), List.of()))
                .hasMessageContaining("rejected");
        assertThat(modules.find("ansible.builtin.copy", List.of(), List.of())).isNotNull();
        assertThat(modules.find("file", List.of(), List.of())).isNotNull();
    }

    @Test
    void a_file_that_cannot_be_used_rejects_nothing() throws IOException {
        assertThat(rejected("filter_version: '7'\nmodule_rejectlist: [copy]\n").names())
                .isEmpty();
        assertThat(rejected("filter_version: '1.0'\nmodule_rejectlist: copy\n").names())
                .isEmpty();
        assertThat(rejected("module_rejectlist: [copy\n").names()).isEmpty();
        assertThat(rejected("").names()).isEmpty();
    }
}
