package io.hitless.module;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.SpecFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/modules}: {@code -Dpage=write}, as {@code lab/compat modules} gives it, writes the pages. */
class ModulePagesTest {
    private static final Path PAGES = Path.of("../docs/modules");
    /** What {@code lab/compat options} recorded. */
    private static final Path OPTIONS = Path.of("src/test/resources/compat/options.txt");

    private static final List<ModuleSpec> MODULES =
            List.copyOf(ModuleCatalog.builtIn().all());

    @Test
    void every_option_of_ansible_is_there_or_is_refused_with_a_reason() throws IOException {
        List<String> missing = new ArrayList<>();
        for (String line : Files.readAllLines(OPTIONS)) {
            List<String> words = List.of(line.split(" "));
            ModuleSpec module = ModuleCatalog.builtIn().get(words.getFirst(), null);
            if (module.options().stream().noneMatch(option -> option.name().equals(ArgumentChecker.ANY))) {
                words.subList(1, words.size()).stream()
                        .flatMap(option -> List.of(option.split(",")).stream())
                        .filter(name -> module.options().stream().noneMatch(option -> isCalled(option, name)))
                        .forEach(name -> missing.add(module.name() + "." + name));
            }
        }
        assertThat(missing).isEmpty();
    }

    private static boolean isCalled(OptionSpec option, String name) {
        return option.name().equals(name) || option.aliases().contains(name);
    }

    @Test
    void what_is_refused_says_why() {
        for (ModuleSpec module : MODULES) {
            assertThat(module.options().stream().filter(OptionSpec::isRefused))
                    .as(module.name())
                    .noneMatch(option -> option.description().isEmpty());
        }
    }

    @Test
    void the_pages_are_up_to_date() throws IOException {
        Map<String, String> pages = new TreeMap<>(Map.of("README.md", ModulePage.index(MODULES)));
        MODULES.forEach(module -> pages.put(module.name() + ".md", ModulePage.of(module)));
        if (System.getProperty("page", "").equals("write")) {
            Files.createDirectories(PAGES);
            for (Path old : SpecFiles.in(PAGES, ".md")) {
                Files.delete(old);
            }
            for (Map.Entry<String, String> page : pages.entrySet()) {
                Files.writeString(PAGES.resolve(page.getKey()), page.getValue());
            }
        }
        assertThat(SpecFiles.in(PAGES, ".md"))
                .as("run lab/compat modules")
                .map(page -> page.getFileName().toString())
                .containsExactlyInAnyOrderElementsOf(pages.keySet());
        for (Map.Entry<String, String> page : pages.entrySet()) {
            assertThat(PAGES.resolve(page.getKey()))
                    .as("run lab/compat modules")
                    .hasContent(page.getValue());
        }
    }
}
