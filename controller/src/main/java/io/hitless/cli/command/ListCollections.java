package io.hitless.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.hitless.cli.launch.GalaxyPlaces;
import io.hitless.cli.option.ServerOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.galaxy.InstalledCollection;
import io.hitless.report.Warnings;
import io.hitless.source.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hitless galaxy collection list}. */
@Command(
        name = "list",
        description = "List the installed collections.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ListCollections implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private ServerOptions server = new ServerOptions();

    private static final String NAME = "Collection";
    private static final String VERSION = "Version";

    @Option(
            names = {"-p", "--collections-path"},
            paramLabel = "DIR",
            description = "those there, too")
    private List<String> paths = List.of();

    @Option(names = "--format", paramLabel = "FORMAT", description = "human, yaml or json", defaultValue = "human")
    private String format = "human";

    @Parameters(arity = "0..1", paramLabel = "COLLECTION", description = "only this one")
    private @Nullable String name;

    @Override
    public Integer call() throws JsonProcessingException {
        Map<String, List<InstalledCollection>> found = new LinkedHashMap<>();
        for (Path root : GalaxyPlaces.ofCollections(paths).all()) {
            List<InstalledCollection> collections = InstalledCollection.in(root).stream()
                    .filter(each -> name == null || each.name().equals(name))
                    .toList();
            if (!Files.isDirectory(root)) {
                Warnings.print("no such directory: " + root);
            } else if (!collections.isEmpty()) {
                found.put(root.toString(), collections);
            }
        }
        if (name != null && found.isEmpty()) {
            throw new UserError("no collection '" + name + "' is installed");
        }
        switch (format) {
            case "human" -> print(found);
            case "json" -> System.out.println(new ObjectMapper().writeValueAsString(versions(found)));
            case "yaml" ->
                System.out.print(new ObjectMapper(new YAMLFactory()
                                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES))
                        .writeValueAsString(versions(found)));
            default -> throw new UserError("--format is one of human, yaml, json, not '" + format + "'");
        }
        return ExitCode.OK;
    }

    private static Map<String, Map<String, Map<String, String>>> versions(
            Map<String, List<InstalledCollection>> found) {
        Map<String, Map<String, Map<String, String>>> out = new LinkedHashMap<>();
        found.forEach((root, collections) -> {
            Map<String, Map<String, String>> its = new LinkedHashMap<>();
            collections.forEach(each -> its.put(each.name(), Map.of("version", each.version())));
            out.put(root, its);
        });
        return out;
    }

    private static void print(Map<String, List<InstalledCollection>> found) {
        int name = width(NAME, found, InstalledCollection::name);
        int version = width(VERSION, found, InstalledCollection::version);
        found.forEach((root, collections) -> {
            System.out.println("\n# " + root);
            row(NAME, VERSION, name, version);
            row("-".repeat(name), "-".repeat(version), name, version);
            collections.forEach(each -> row(each.name(), each.version(), name, version));
        });
    }

    private static int width(
            String head, Map<String, List<InstalledCollection>> found, Function<InstalledCollection, String> cell) {
        return found.values().stream()
                .flatMap(List::stream)
                .map(cell)
                .mapToInt(String::length)
                .reduce(head.length(), Math::max);
    }

    private static void row(String one, String other, int first, int second) {
        System.out.printf("%-" + first + "s %-" + second + "s%n", one, other);
    }
}
