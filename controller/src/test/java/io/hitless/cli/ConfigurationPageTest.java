package io.hitless.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.cli.output.SettingListing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
    /** {@code hitless config --markdown} writes it. */
    @Test
    void the_table_of_settings_is_the_programs() throws IOException {
        assertThat(Files.readString(Path.of("../docs/configuration.md")))
                .endsWith(String.join("\n", SettingListing.markdown()) + "\n");
    }
}
