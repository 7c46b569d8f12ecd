package io.hitless.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.hitless.cli.launch.CommandContext;
import io.hitless.cli.option.InventoryOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.inventory.Group;
import io.hitless.inventory.Host;
import io.hitless.inventory.InventoryListing;
import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hitless inventory}: hosts, groups and variables as a rollout sees them. */
@Command(
        name = "inventory",
        description = "Show hosts, groups and variables.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class InventoryCommand implements Callable<Integer> {
    /** What to show: one of them. */
    static final class What {
        @Option(names = "--list", description = "all groups, hosts and variables")
        boolean list;

        @Option(names = "--graph", description = "the tree of groups and hosts, below GROUP if one is given")
        boolean graph;

        @Option(names = "--host", paramLabel = "HOST", description = "the variables of one host")
        @Nullable
        String host;
    }

    @ArgGroup(exclusive = true, multiplicity = "1")
    private What what = new What();

    @Mixin
    private InventoryOptions inventory = new InventoryOptions();

    @Option(
            names = {"-y", "--yaml"},
            description = "YAML in place of JSON")
    private boolean yaml;

    @Parameters(arity = "0..1", paramLabel = "GROUP")
    private String group = Group.ALL;

    @Override
    public Integer call() throws JsonProcessingException {
        CommandContext workplace = CommandContext.withoutHosts(inventory);
        InventoryListing listing = new InventoryListing(workplace.inventory(), workplace::inventoryVars);
        if (what.graph) {
            Group top = workplace.inventory().group(group);
            if (top == null) {
                throw new UserError(
                        null,
                        "no group '" + group + "' in the inventory",
                        Suggestion.didYouMean(
                                group, workplace.inventory().groups().keySet()));
            }
            listing.graph(top).forEach(System.out::println);
            return ExitCode.OK;
        }
        System.out.println(text(what.list ? listing.list() : listing.host(host(workplace))));
        return ExitCode.OK;
    }

    private Host host(CommandContext workplace) {
        String name = Objects.requireNonNull(what.host);
        Host host = workplace.inventory().host(name);
        if (host == null) {
            throw new UserError(
                    null,
                    "no host '" + name + "' in the inventory",
                    Suggestion.didYouMean(name, workplace.inventory().hosts().keySet()));
        }
        return host;
    }

    private String text(Object value) throws JsonProcessingException {
        ObjectMapper mapper = yaml
                ? new ObjectMapper(new YAMLFactory()
                        .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                        .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES))
                : new ObjectMapper();
        return mapper.enable(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsString(value)
                .stripTrailing();
    }
}
