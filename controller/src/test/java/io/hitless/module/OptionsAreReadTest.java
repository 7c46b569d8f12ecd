package io.hitless.module;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.SpecFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * An option that is taken and never looked at is a lie: each is held against the code that its module runs, here and on
 * the host.
 */
class OptionsAreReadTest {
    private static final Path AGENT = Path.of("..", "agent-scripts");
    private static final Path ACTIONS = Path.of("src/main/java/io/hitless/run/action");
    /** Classes that read options for actions. */
    private static final List<String> HELPERS = List.of(
            "Content",
            "LocalFile",
            "MailMessage",
            "MailServer",
            "SlackAddress",
            "SlackPayload",
            "SyncRoute",
            "WebExchange");

    private static final Pattern FUNCTION =
            Pattern.compile("(?m)^(\\w+)\\(\\) *\\{((?:.*} *(?:#.*)?$)|(?:.*(?:\\R(?!}).*)*))");
    private static final Pattern WORD = Pattern.compile("\\w+");

    @Test
    void every_option_of_every_module_is_read() throws IOException {
        Map<String, String> shared = new LinkedHashMap<>();
        String lib = Files.readString(AGENT.resolve("lib.sh"));
        functions(AGENT.resolve("lib.sh"), shared);
        for (Path part : files(AGENT.resolve("parts"))) {
            functions(part, shared);
        }
        List<String> unread = new ArrayList<>();
        for (Path file : files(AGENT.resolve("modules"))) {
            String name = String.valueOf(file.getFileName()).replace(".sh", "");
            String text = Files.readString(file);
            String shell = reached(code(text), shared);
            String java = action(name);
            if (java.contains("modules.get(\"copy\"")) { // what it does not read itself, copy does for it
                shell += reached(code(Files.readString(AGENT.resolve("modules/copy.sh"))), shared);
            }
            for (String option : options(text + sets(text, lib))) {
                if (!isRead(option, shell, java)) {
                    unread.add(name + "." + option);
                }
            }
        }
        assertThat(unread).isEmpty();
    }

    /** The options of the sets that a module names. */
    private static String sets(String module, String lib) {
        StringBuilder out = new StringBuilder("\n");
        Matcher names = Pattern.compile("(?m)^# option-set: (\\S+)").matcher(module);
        while (names.find()) {
            Matcher set = Pattern.compile("(?m)^# option-set: " + names.group(1) + "\\R((?:# option: .*\\R)+)")
                    .matcher(lib);
            assertThat(set.find()).as(names.group()).isTrue();
            out.append(set.group(1));
        }
        return out.toString();
    }

    /** But for those that are refused, and those of which the documentation says that they have no effect. */
    private static List<String> options(String module) {
        return Pattern.compile("(?m)^# option: (\\S++)(?! +refused )(?!.*(?:no|without) effect)")
                .matcher(module)
                .results()
                .map(found -> found.group(1))
                .filter(name -> !name.equals("*"))
                .toList();
    }

    /** By its own name, or by a function that is given the name. */
    private static boolean isRead(String option, String shell, String java) {
        String name = Pattern.quote(option);
        String byName = shell.contains("p_$") ? "|(?<![\\w$-])" + name + "(_n)?\\b" : "";
        return Pattern.compile("\\bp_" + name + "(_n|_1)?\\b|\\b(each|match_list) " + name + "\\b" + byName)
                        .matcher(shell)
                        .find()
                || java.contains("\"" + option + "\"");
    }

    private static String code(String module) {
        return module.lines().filter(line -> !line.startsWith("#")).collect(Collectors.joining("\n"));
    }

    /** The code with all that it calls of what modules share. */
    private static String reached(String code, Map<String, String> shared) {
        StringBuilder all = new StringBuilder(code);
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(code));
        while (!open.isEmpty()) {
            // A step is called by its name: hc_step save calls hc_save.
            Matcher words = WORD.matcher(
                    open.pop().replaceAll("\\b(\\w+)_step (\\w+)|\"\\$\\{(hc)_of\\}_(\\w+)\"", "$1$3_$2$4"));
            while (words.find()) {
                String body = shared.get(words.group());
                if (body != null && seen.add(words.group())) {
                    all.append('\n').append(body);
                    open.push(body);
                }
            }
        }
        return all.toString();
    }

    private static void functions(Path file, Map<String, String> into) throws IOException {
        FUNCTION.matcher(Files.readString(file)).results().forEach(found -> into.put(found.group(1), found.group(2)));
    }

    /** What the controller does for a module, and what every task's call asks of its arguments. */
    private static String action(String module) throws IOException {
        String camel = Stream.of(module.split("_"))
                .map(word -> word.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
        StringBuilder out = new StringBuilder(Files.readString(ACTIONS.resolveSibling("task/CallPreparation.java")));
        for (String name : List.of(camel + ".java", camel + "Action.java")) {
            if (Files.exists(ACTIONS.resolve(name))) {
                String action = Files.readString(ACTIONS.resolve(name));
                out.append(action);
                for (String helper : HELPERS) {
                    if (action.contains(helper)) {
                        out.append(Files.readString(ACTIONS.resolve(helper + ".java")));
                    }
                }
            }
        }
        return module.equals("meta")
                ? out.append("\"free_form\"").toString()
                : out.toString(); // a step of its own: StepReader takes its word
    }

    private static List<Path> files(Path directory) throws IOException {
        return SpecFiles.in(directory, ".sh");
    }
}
