package io.hitless.cli.command;

import io.hitless.cli.launch.CommandContext;
import io.hitless.cli.option.InventoryOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.ExitError;
import io.hitless.config.Configuration;
import io.hitless.inventory.Group;
import io.hitless.inventory.Host;
import io.hitless.inventory.HostPattern;
import io.hitless.inventory.Inventory;
import io.hitless.inventory.InventoryListing;
import io.hitless.report.Warnings;
import io.hitless.report.export.AtomicFile;
import io.hitless.source.Reason;
import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import io.hitless.template.filters.JsonText;
import io.hitless.template.filters.TomlText;
import io.hitless.template.filters.YamlText;
import io.hitless.value.TaggedText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hitless inventory}: hosts, groups and variables, as a rollout sees them. */
@Command(
        name = "inventory",
        description = "Show hosts, groups and variables.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class InventoryCommand implements Callable<Integer> {
    private static final int INDENT = 4;

    /** The output format of {@code --list}. */
    private enum Format {
        JSON,
        YAML,
        TOML
    }

    @Option(names = "--list", description = "all groups, hosts and variables")
    private boolean list;

    @Option(names = "--graph", description = "the tree of groups and hosts, below GROUP if one is given")
    private boolean graph;

    @Option(names = "--host", paramLabel = "HOST", description = "the variables of one host")
    private @Nullable String host;

    @Mixin
    private InventoryOptions inventory = new InventoryOptions();

    @Option(
            names = {"-y", "--yaml"},
            description = "YAML instead of JSON")
    private boolean yaml;

    @Option(names = "--toml", description = "TOML instead of JSON")
    private boolean toml;

    @Option(names = "--export", description = "variables where they are defined, not for each host")
    private boolean export;

    @Option(names = "--vars", description = "with --graph: also the variables of hosts and groups")
    private boolean withVars;

    @Option(names = "--output", paramLabel = "FILE", description = "with --list: write to this file")
    private @Nullable Path output;

    @Option(
            names = "--playbook-dir",
            paramLabel = "DIR",
            description = "read group_vars and host_vars here too, as for playbooks in this directory")
    private Path playbookDir = Path.of("");

    @Parameters(arity = "0..1", paramLabel = "GROUP", description = "with --graph: the group to start from")
    private String group = Group.ALL;

    @Option(names = "--flush-cache", description = "inventory plugins do not use what they kept")
    void flushCache(boolean on) {
        inventory.readAfresh();
    }

    @Option(
            names = {"-v", "--verbose"},
            description = "accepted, no effect")
    void verbose(boolean[] given) {
        // accepted, as in ansible-inventory, without effect
    }

    /** The command {@code ansible-inventory}. */
    public static InventoryCommand ofAnsible() {
        InventoryCommand command = new InventoryCommand();
        command.inventory.beAnsibles();
        return command;
    }

    @Override
    public Integer call() {
        refuseMisuse();
        CommandContext context = CommandContext.withoutHosts(inventory, playbookDir);
        Format format = yaml ? Format.YAML : toml ? Format.TOML : Format.JSON;
        Set<String> tags =
                list && format == Format.JSON ? Set.of(TaggedText.VAULT, TaggedText.UNSAFE) : Set.of(TaggedText.VAULT);
        InventoryListing listing = new InventoryListing(
                context.inventory(), context.inventoryVars(tags), exports(), limit(context.inventory()));
        if (graph) {
            listing.graph(group(context.inventory()), withVars).forEach(System.out::println);
        } else if (list) {
            print(listed(listing, format), output);
        } else {
            print(text(listing.host(host(context.inventory())), format), null);
        }
        return ExitCode.OK;
    }

    private void refuseMisuse() {
        long actions =
                Stream.of(list, graph, host != null).filter(chosen -> chosen).count();
        if (actions != 1) {
            throw misuse(
                    actions == 0 ? "nothing to show" : "--list, --graph and --host exclude each other",
                    "give one of --list, --graph and --host");
        }
    }

    private static UserError misuse(String error, @Nullable String hint) {
        return new ExitError(new UserError(null, error, hint), ExitCode.MISUSE, List.of());
    }

    private Predicate<String> limit(Inventory all) {
        String pattern = inventory.limit;
        if (pattern == null || graph) {
            return _ -> true;
        }
        Set<String> chosen = HostPattern.limit(pattern).select(all).hosts().stream()
                .map(Host::name)
                .collect(Collectors.toSet());
        if (chosen.isEmpty()) {
            Warnings.print(new UserError("--limit " + pattern + " matches no host of the inventory"));
        }
        return chosen::contains;
    }

    private static String listed(InventoryListing listing, Format format) {
        return text(
                switch (format) {
                    case JSON -> listing.list();
                    case YAML -> listing.tree();
                    case TOML -> listing.tables();
                },
                format);
    }

    private static String text(Map<String, @Nullable Object> shown, Format format) {
        return switch (format) {
            case JSON -> JsonText.indented(shown, INDENT);
            case YAML -> YamlText.blocks(shown);
            case TOML -> TomlText.of(shown);
        };
    }

    private static void print(String text, @Nullable Path file) {
        if (file == null) {
            System.out.println(text.stripTrailing());
            return;
        }
        try {
            AtomicFile.write(file, text);
        } catch (IOException e) {
            throw new UserError("cannot write " + file + ": " + Reason.of(e));
        }
    }

    private Group group(Inventory all) {
        Group top = all.group(group);
        if (top == null) {
            throw misuse(
                    "no group '" + group + "' in the inventory",
                    Suggestion.didYouMean(group, all.groups().keySet()));
        }
        return top;
    }

    private Host host(Inventory all) {
        String name = Objects.requireNonNull(host);
        Host named = all.host(name);
        if (named == null) {
            throw misuse(
                    "no host '" + name + "' in the inventory",
                    Suggestion.didYouMean(name, all.hosts().keySet()));
        }
        return named;
    }

    private boolean exports() {
        return export || Configuration.current().flag("INVENTORY_EXPORT");
    }
}
