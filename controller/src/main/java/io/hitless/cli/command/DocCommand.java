package io.hitless.cli.command;

import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.ExitError;
import io.hitless.cli.output.SystemTty;
import io.hitless.cli.output.Terminal;
import io.hitless.report.Warnings;
import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hitless doc}: explains modules, keywords, filters and so on, from the places where they are defined. */
@Command(
        name = "doc",
        description = "Explain a module, keyword, filter, test or lookup, with an example; or list all of a" + " kind.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "hitless doc                  list the kinds",
            "hitless doc filters          list all filters",
            "hitless doc haproxy_config   what it does, its options and results",
        })
public final class DocCommand implements Callable<Integer> {
    private static final List<String> COLLECTIONS = List.of("ansible.builtin.", "ansible.legacy.");

    @Option(
            names = {"-l", "--list"},
            description = "list all modules, or all of the kind that -t names")
    private boolean list;

    @Option(
            names = {"-t", "--type"},
            paramLabel = "KIND",
            completionCandidates = Kinds.class,
            description = "only this kind: ${COMPLETION-CANDIDATES}")
    private @Nullable String type;

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            completionCandidates = Names.class,
            description = "what to explain, or a kind")
    private List<String> names = List.of();

    /** The kinds for {@code -t}, in the singular. */
    static final class Kinds implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(DocTopic.values()).map(DocTopic::singular).iterator();
        }
    }

    /** The names of all modules, for completion. */
    static final class Modules implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return DocTopic.MODULES.pages().stream().map(DocTopic.Page::name).iterator();
        }
    }

    /** Candidates for completion: the kinds, and the names of modules. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.concat(
                            Arrays.stream(DocTopic.values()).map(DocTopic::word),
                            DocTopic.MODULES.pages().stream().map(DocTopic.Page::name))
                    .iterator();
        }
    }

    @Option(
            names = {"-s", "--snippet"},
            description = "accepted, no effect: a page has its example")
    void snippet(boolean on) {}

    @Option(
            names = {"-M", "--module-path", "--playbook-dir", "-r", "--roles-path", "-e", "--entry-point"},
            paramLabel = "VALUE",
            description = "accepted, no effect: pages are those of hitless")
    void elsewhere(List<String> any) {}

    @Option(
            names = {"-v", "--verbose", "--no-fail-on-errors"},
            description = "accepted, no effect")
    void verbose(boolean any) {}

    @Option(
            names = {"-j", "--json", "-F", "--list_files", "--metadata-dump"},
            description = "refused: pages are text")
    @SuppressWarnings("DoNotCallSuggester") // picocli calls it
    void machineReadable(boolean any) {
        throw new UserError("pages are text: 'hitless doc' has no JSON, and no list of files");
    }

    private final boolean ofAnsible;

    public DocCommand() {
        this(false);
    }

    /** @param ofAnsible whether to end as ansible-doc does: with a warning about an unknown name, and exit code 0 */
    public DocCommand(boolean ofAnsible) {
        this.ofAnsible = ofAnsible;
    }

    @Override
    public Integer call() {
        PrintStream out = System.out;
        if (ofAnsible && names.isEmpty() && !list) {
            throw new ExitError(
                    new UserError(null, "name what to explain", "-l lists all"), ExitCode.MISUSE, List.of());
        }
        if (list || (type != null && names.isEmpty())) {
            table(type == null ? DocTopic.MODULES : topic(type), out);
            return ExitCode.OK;
        }
        if (names.isEmpty()) {
            overview(out);
            return ExitCode.OK;
        }
        // All names are looked up before the first is shown, so that an error is not lost above the output.
        Map<DocTopic, List<DocTopic.Page>> known = known();
        List<Runnable> pages =
                names.stream().flatMap(name -> shownOrWarned(name, known, out)).toList();
        pages.forEach(Runnable::run);
        return ExitCode.OK;
    }

    // ansible-doc warns about an unknown name, and succeeds.
    private Stream<Runnable> shownOrWarned(String asked, Map<DocTopic, List<DocTopic.Page>> known, PrintStream out) {
        try {
            return shown(asked, known, out);
        } catch (UserError e) {
            if (!ofAnsible) {
                throw e;
            }
            Warnings.print(e);
            return Stream.of();
        }
    }

    private Map<DocTopic, List<DocTopic.Page>> known() {
        Map<DocTopic, List<DocTopic.Page>> known = new EnumMap<>(DocTopic.class);
        for (DocTopic topic : type == null ? DocTopic.values() : new DocTopic[] {topic(type)}) {
            known.put(topic, topic.pages());
        }
        return known;
    }

    private static DocTopic topic(String word) {
        return Arrays.stream(DocTopic.values())
                .filter(topic -> topic.singular().equals(word) || topic.word().equals(word))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> all = Arrays.stream(DocTopic.values())
                            .map(DocTopic::singular)
                            .toList();
                    return new UserError(null, "no kind '" + word + "'", "it is one of " + String.join(", ", all));
                });
    }

    private static Stream<Runnable> shown(String asked, Map<DocTopic, List<DocTopic.Page>> known, PrintStream out) {
        for (DocTopic topic : known.keySet()) {
            if (topic.word().equals(asked)) {
                return Stream.of(() -> table(topic, out));
            }
        }
        String name = COLLECTIONS.stream()
                .filter(asked::startsWith)
                .findFirst()
                .map(prefix -> asked.substring(prefix.length()))
                .orElse(asked);
        List<Runnable> pages = known.entrySet().stream()
                .flatMap(topic -> topic.getValue().stream()
                        .filter(page ->
                                page.isCalled(asked) || page.isCalled(name) || isLoop(topic.getKey(), page, name))
                        .map(page -> (Runnable) () -> page(topic.getKey(), page, out)))
                .toList();
        if (pages.isEmpty()) {
            List<String> all = known.values().stream()
                    .flatMap(List::stream)
                    .map(DocTopic.Page::name)
                    .toList();
            throw new UserError(null, "nothing is called '" + asked + "'", Suggestion.didYouMean(name, all));
        }
        return pages.stream();
    }

    // with_items is a loop over the lookup items.
    private static boolean isLoop(DocTopic topic, DocTopic.Page page, String name) {
        return topic == DocTopic.LOOKUPS && name.startsWith("with_") && page.isCalled(name.substring("with_".length()));
    }

    private static void overview(PrintStream out) {
        for (DocTopic topic : DocTopic.values()) {
            out.printf(
                    "hitless doc %-10s %4d  %s%n", topic.word(), topic.pages().size(), topic.purpose());
        }
        out.println("hitless doc NAME             one entry");
    }

    private static void table(DocTopic topic, PrintStream out) {
        List<DocTopic.Page> pages = topic.pages();
        int widest = pages.stream().mapToInt(page -> page.name().length()).max().orElse(0);
        int width = Terminal.isInteractive() ? new SystemTty().extent().columns() : Integer.MAX_VALUE;
        String group = "";
        for (DocTopic.Page page : pages) {
            if (!page.group().equals(group)) {
                out.println((group.isEmpty() ? "" : "\n") + page.group() + ":");
                group = page.group();
            }
            String text = page.name() + " ".repeat(widest + 2 - page.name().length()) + page.summary();
            String example = page.example().replace("\n", " ");
            boolean fits = text.length() + 5L + example.length() <= width;
            out.println(text + (fits ? "     " : "\n" + " ".repeat(widest + 2)) + example);
        }
    }

    private static void page(DocTopic topic, DocTopic.Page page, PrintStream out) {
        out.println(topic.singular() + " " + page.name() + ": " + page.summary());
        if (!page.aliases().isEmpty()) {
            out.println("also called: " + String.join(", ", page.aliases()));
        }
        page.details().forEach(out::println);
        out.println("\nexample:");
        page.example().lines().forEach(line -> out.println("  " + line));
        out.println();
    }
}
