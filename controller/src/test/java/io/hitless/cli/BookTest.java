package io.hitless.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.SpecFiles;
import io.hitless.module.ModuleCatalog;
import io.hitless.playbook.KeywordDocs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/** That the documents speak of what there is: pages, headings, commands, options, modules, keywords, exit codes. */
class BookTest {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern SPAN = Pattern.compile("`([^`\n]+)`");
    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]+");
    private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");
    private static final Pattern END_OF_COMMAND = Pattern.compile("\\s{2,}| \\| ?| ?; | >>? | && |\\)| # |, ");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    /**
     * Options that the documents name of other programs: the lab's and its tools', Ansible's, systemd's, curl's and the
     * like.
     */
    private static final Set<String> OF_OTHERS = Set.of(
            "--balancers",
            "--backends",
            "--yum",
            "--xenial",
            "--hard",
            "--keep",
            "--rounds",
            "--sizes",
            "--delay",
            "--heap",
            "--oracle",
            "--only",
            "--points",
            "--runs",
            "--seed",
            "--user",
            "--check",
            "--checks",
            "--json",
            "--hosts",
            "--tasks");

    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(HOME.resolve("README.md"), HOME.resolve("agent-scripts/README.md")));
        pages.addAll(SpecFiles.in(HOME.resolve("docs"), ".md"));
        return pages;
    }

    @TestFactory
    Stream<DynamicTest> links_lead_to_pages_and_headings_that_exist() throws IOException {
        return pages().stream()
                .map(page -> DynamicTest.dynamicTest(HOME.relativize(page).toString(), () -> {
                    List<String> dead = new ArrayList<>();
                    Matcher links = LINK.matcher(Files.readString(page));
                    while (links.find()) {
                        String link = links.group(1);
                        if (!link.startsWith("http") && !exists(page, link)) {
                            dead.add(link);
                        }
                    }
                    assertThat(dead).isEmpty();
                }));
    }

    private static boolean exists(Path page, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        if (!Files.exists(target)) {
            return false;
        }
        return parts.length == 1
                || Files.readString(target)
                        .lines()
                        .filter(line -> line.startsWith("#"))
                        .map(line -> line.replaceFirst("^#+ ", "")
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^a-z0-9 _-]", "")
                                .replace(' ', '-'))
                        .anyMatch(parts[1]::equals);
    }

    @Test
    void the_index_of_the_book_leads_to_every_page() throws IOException {
        String index = Files.readString(HOME.resolve("docs/README.md"));
        for (Path page : pages()) {
            if (page.getParent().endsWith("docs") && !page.endsWith("README.md")) {
                assertThat(index).contains("(" + page.getFileName() + ")");
            }
        }
    }

    @Test
    void the_readme_is_short() throws IOException {
        assertThat(Files.readAllLines(HOME.resolve("README.md"))).hasSizeLessThanOrEqualTo(120);
    }

    @TestFactory
    Stream<DynamicTest> commands_are_understood_as_they_are_written() throws IOException {
        return pages().stream()
                .map(page -> DynamicTest.dynamicTest(HOME.relativize(page).toString(), () -> {
                    List<String> wrong = new ArrayList<>();
                    String text = Files.readString(page);
                    blocks(text).forEach(command -> check(command, false, wrong));
                    SPAN.matcher(withoutBlocks(text))
                            .results()
                            .map(span -> span.group(1))
                            .forEach(span -> check(span, true, wrong));
                    assertThat(wrong).isEmpty();
                }));
    }

    /** The lines of blocks that are no other language, with the ends of lines that go on taken out. */
    private static Stream<String> blocks(String text) {
        return Pattern.compile("(?ms)^```(\\S*)\n(.*?)^```$")
                .matcher(text)
                .results()
                .filter(block -> Set.of("", "sh").contains(block.group(1)))
                .flatMap(block ->
                        block.group(2).replaceAll("\\s*\\\\\n\\s*", " ").lines());
    }

    private static String withoutBlocks(String text) {
        return text.replaceAll("(?ms)^```.*?^```$", "");
    }

    private static void check(String written, boolean part, List<String> wrong) {
        String line = written.strip();
        if (!line.startsWith("./hitless ") && !line.startsWith("hitless ")) {
            return;
        }
        String command = commandOf(line.replaceFirst("^(\\./)?hitless ", ""));
        List<String> words = WORD.matcher(command)
                .results()
                .map(word -> word.group(1) != null
                        ? word.group(1)
                        : word.group(2) != null ? word.group(2) : word.group(3).replaceFirst("…$", ""))
                .filter(word -> !word.isEmpty())
                .toList();
        if (words.isEmpty() || words.getFirst().equals("COMMAND")) {
            return;
        }
        String why = problem(words, part);
        if (why != null) {
            wrong.add(written + ": " + why);
        }
    }

    /** The command before a remark (after two blanks) or more shell (a pipe, a semicolon, a redirection). */
    private static String commandOf(String line) {
        String unquoted = QUOTED.matcher(line).replaceAll(text -> "q".repeat(text.end() - text.start()));
        Matcher end = END_OF_COMMAND.matcher(unquoted);
        return end.find() ? line.substring(0, end.start()) : line;
    }

    private static @Nullable String problem(List<String> words, boolean part) {
        try {
            CommandLine hitless = new Commands().withLaunched();
            if (!words.getFirst().startsWith("-") && !hitless.getSubcommands().containsKey(words.getFirst())) {
                return "there is no such command";
            }
            if (!words.getFirst().equals("lab")) {
                hitless.parseArgs(words.toArray(String[]::new));
            }
        } catch (MissingParameterException e) {
            return part ? null : e.getMessage();
        } catch (ParameterException e) {
            return e.getMessage();
        }
        int module = Math.max(words.indexOf("-m"), words.indexOf("--module-name"));
        boolean known = module < 0
                || List.of("MODULE", "marker").contains(words.get(module + 1))
                || ModuleCatalog.builtIn().find(words.get(module + 1)) != null;
        return known ? null : "there is no such module";
    }

    @Test
    void options_that_are_named_exist() throws IOException {
        Set<String> known = new TreeSet<>(OF_OTHERS);
        addOptions(new Commands().withLaunched(), known);
        known.addAll(Set.of("--help", "--version"));
        List<String> unknown = new ArrayList<>();
        for (Path page : pages()) {
            SPAN.matcher(withoutBlocks(Files.readString(page)))
                    .results()
                    .map(span -> span.group(1))
                    .filter(span -> span.startsWith("--"))
                    .forEach(span -> {
                        Matcher option = OPTION.matcher(span);
                        if (option.lookingAt() && !known.contains(option.group())) {
                            unknown.add(HOME.relativize(page) + ": " + span);
                        }
                    });
        }
        assertThat(unknown).isEmpty();
    }

    private static void addOptions(CommandLine command, Set<String> known) {
        command.getCommandSpec()
                .options()
                .forEach(option -> Arrays.stream(option.names()).forEach(name -> {
                    known.add(name);
                    if (option.negatable()) {
                        known.add(name.replaceFirst("^--", "--no-"));
                    }
                }));
        command.getSubcommands().values().forEach(below -> addOptions(below, known));
    }

    @Test
    void each_command_and_each_exit_code_is_in_the_table() throws IOException {
        String page = Files.readString(HOME.resolve("docs/commands.md"));
        new Commands().withLaunched().getSubcommands().forEach((name, command) -> {
            assertThat(page).contains("`hitless " + name);
            command.getCommandSpec()
                    .usageMessage()
                    .exitCodeList()
                    .keySet()
                    .forEach(code -> assertThat(page).contains("\n| " + code.strip() + " |"));
        });
    }

    @Test
    void who_comes_from_ansible_finds_every_keyword() throws IOException {
        String page = Files.readString(HOME.resolve("docs/coming-from-ansible.md"));
        String table = page.substring(page.indexOf("## Keywords"), page.indexOf("## Modules"));
        Set<String> places = Set.of("play", "import_playbook", "role", "block", "task", "handler");
        Set<String> keywords = KeywordDocs.keywords().stream()
                .filter(entry -> entry.places().stream().anyMatch(places::contains))
                .map(KeywordDocs.Entry::name)
                .collect(Collectors.toSet());
        assertThat(keywords)
                .isNotEmpty()
                .allSatisfy(keyword -> assertThat(table).contains("`" + keyword + "`"));
    }

    @Test
    void modules_that_are_said_to_be_missing_are() throws IOException {
        String page = Files.readString(HOME.resolve("docs/coming-from-ansible.md"));
        String table = page.substring(page.indexOf("| module | instead |"), page.indexOf("| module | here |"));
        List<String> missing = Arrays.stream(table.split("\n"))
                .filter(line -> line.startsWith("| `"))
                .flatMap(line -> SPAN.matcher(line.split("\\|")[1]).results().map(span -> span.group(1)))
                .toList();
        assertThat(missing)
                .contains("docker_container")
                .allSatisfy(
                        name -> assertThat(ModuleCatalog.builtIn().find(name)).isNull());
    }
}
