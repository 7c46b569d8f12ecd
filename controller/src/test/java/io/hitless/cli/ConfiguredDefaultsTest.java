package io.hitless.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.config.Configuration;
import io.hitless.config.Setting;
import io.hitless.config.SettingTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Each option that has a setting: the command line overrides the environment, which overrides {@code ansible.cfg},
 * which overrides the default.
 */
class ConfiguredDefaultsTest {
    /** They are read to lists. */
    private static final Set<String> LISTS = Set.of("TAGS_RUN", "TAGS_SKIP");

    @TempDir
    Path dir = Path.of("unset");

    private record Use(List<String> command, OptionSpec option, Setting setting) {}

    @TestFactory
    Stream<DynamicTest> each_level_overrides_those_below() {
        List<Use> uses = new ArrayList<>();
        new Commands().commandLine().getSubcommands().forEach((name, command) -> collect(command, List.of(name), uses));
        Set<String> seen = new HashSet<>();
        uses.forEach(use -> seen.add(use.setting().name()));
        assertThat(seen).hasSizeGreaterThan(15);
        return uses.stream()
                .map(use -> DynamicTest.dynamicTest(
                        String.join(" ", use.command()) + " " + use.option().longestName(), () -> check(use)));
    }

    private static void collect(CommandLine command, List<String> path, List<Use> uses) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            String key = option.descriptionKey();
            if (key != null && !key.isEmpty() && !key.startsWith("mixinStandardHelpOptions")) {
                Setting setting = SettingTable.all().stream()
                        .filter(each -> each.name().equals(key))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(option.longestName() + " names no setting: " + key));
                uses.add(new Use(path, option, setting));
            }
        }
        command.getSubcommands().forEach((name, below) -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            collect(below, longer, uses);
        });
    }

    private void check(Use use) throws IOException {
        boolean flag = use.option().arity().max() == 0;
        String low = value(use, 1);
        String high = value(use, 2);
        assertThat(parsed(use, "", Map.of(), List.of())).as("the default").isNotEqualTo(read(use, low));
        assertThat(parsed(use, low, Map.of(), List.of())).as("ansible.cfg").isEqualTo(read(use, low));
        String lower = flag ? "false" : high;
        for (String variable : use.setting().variables()) { // an option of the command ansible may have none
            assertThat(parsed(use, low, Map.of(variable, lower), List.of()))
                    .as("the environment")
                    .isEqualTo(read(use, lower));
        }
        String given = use.option().longestName() + (flag ? "" : "=" + high);
        Map<String, String> environment = new HashMap<>();
        use.setting().variables().forEach(variable -> environment.put(variable, flag ? "false" : low));
        assertThat(parsed(use, flag ? "false" : low, environment, List.of(given)))
                .as("the command line")
                .isEqualTo(read(use, flag ? "true" : high));
    }

    private static String value(Use use, int number) {
        if (use.option().arity().max() == 0) {
            return "true";
        }
        if (!use.setting().choices().isEmpty()) {
            return use.setting().choices().get(number);
        }
        Class<?> type = use.option().typeInfo().isCollection()
                ? String.class
                : use.option().type();
        if (type == int.class || type == Integer.class || use.setting().name().endsWith("TIMEOUT")) {
            return String.valueOf(70 + number);
        }
        if (use.setting().name().equals("DEFAULT_TRANSPORT")) {
            return number == 1 ? "local" : "ssh";
        }
        if (use.setting().name().equals("DEFAULT_BECOME_METHOD")) {
            return number == 1 ? "su" : "sudo";
        }
        return type == Path.class ? "/tmp/level" + number : "level" + number;
    }

    private static String read(Use use, String value) {
        return LISTS.contains(use.setting().name()) ? "[" + value + "]" : value;
    }

    private String parsed(Use use, String inFile, Map<String, String> environment, List<String> given)
            throws IOException {
        Path directory = Files.createTempDirectory(dir, "checkout");
        if (!inFile.isEmpty()) {
            Setting.Key key = use.setting().keys().getLast();
            Files.writeString(
                    directory.resolve("ansible.cfg"), "[" + key.section() + "]\n" + key.name() + " = " + inFile + "\n");
        }
        Configuration settings = Configuration.read(directory, environment, _ -> {});
        CommandLine hitless = new Commands().commandLine(use.command().getFirst());
        List<String> words = new ArrayList<>(use.command());
        words.addAll(given);
        CommandLine command = hitless;
        for (String name : use.command()) {
            command = command.getSubcommands().get(name);
        }
        for (PositionalParamSpec positional : command.getCommandSpec().positionalParameters()) {
            for (int i = 0; i < positional.arity().min(); i++) {
                words.add("x");
            }
        }
        settings.during(() -> {
            hitless.parseArgs(words.toArray(String[]::new));
            return 0;
        });
        @Nullable
        Object value =
                command.getCommandSpec().findOption(use.option().longestName()).getValue();
        return value instanceof Enum<?> constant ? constant.name().toLowerCase(Locale.ROOT) : String.valueOf(value);
    }
}
