package io.hitless.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SettingTableTest {
    /** Inventory plugins in Python read these by themselves, from the same files and variables. */
    private static final String READ_BY_PLUGINS = "inventory_cache";

    /** A setting that is said to be honoured and never looked at is a lie. */
    @Test
    void every_honoured_setting_is_used() throws IOException {
        String code = code();
        assertThat(SettingTable.all())
                .filteredOn(setting -> setting.honoured() && !setting.name().startsWith(READ_BY_PLUGINS))
                .filteredOn(setting -> !code.contains("\"" + setting.name() + "\""))
                .extracting(Setting::name)
                .isEmpty();
    }

    private static String code() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> java =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            StringBuilder all = new StringBuilder();
            for (Path file : java) {
                all.append(Files.readString(file));
            }
            return all.toString();
        }
    }

    @Test
    void no_key_and_no_variable_sets_two_things() {
        assertThat(SettingTable.all().stream()
                        .flatMap(setting -> Stream.concat(
                                setting.keys().stream().map(Setting.Key::toString), setting.variables().stream()))
                        .collect(Collectors.groupingBy(name -> name, Collectors.counting())))
                .allSatisfy((name, times) -> assertThat(times).as(name).isEqualTo(1));
    }

    @Test
    void each_says_what_it_does_or_why_it_does_nothing() {
        assertThat(SettingTable.all())
                .hasSizeGreaterThan(200)
                .allSatisfy(setting -> assertThat(setting.honoured() ? setting.meaning() : setting.group())
                        .as(setting.name())
                        .isNotEmpty());
    }
}
