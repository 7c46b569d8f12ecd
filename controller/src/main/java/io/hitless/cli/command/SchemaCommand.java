package io.hitless.cli.command;

import io.hitless.cli.output.ExitCode;
import io.hitless.module.ModuleCatalog;
import io.hitless.report.PrettyJson;
import io.hitless.schema.InventorySchema;
import io.hitless.schema.PlaybookSchema;
import io.hitless.source.Reason;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hitless schema}: JSON Schemas for editors. */
@Command(
        name = "schema",
        description = "Print the JSON Schema of playbooks, files of tasks, inventories, the policy of a rollout, or"
                + " a module's options, for editors and validators.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "hitless schema                   the schema of playbooks",
            "hitless schema haproxy_config    the schema of a module's options",
            "hitless schema --dir .schemas    all but those of modules, as files",
        })
public final class SchemaCommand implements Callable<Integer> {
    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "write playbook.json, tasks.json, inventory.json and policy.json to this directory")
    private @Nullable Path directory;

    @Parameters(
            arity = "0..1",
            paramLabel = "WHAT",
            defaultValue = "playbook",
            completionCandidates = Names.class,
            description = "playbook (default), tasks, inventory, policy, or the name of a module")
    private String what = "playbook";

    /** Candidates for completion. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            List<String> names = new ArrayList<>();
            Stream.of(Document.values()).map(Document::word).forEach(names::add);
            new DocCommand.Modules().forEach(names::add);
            return names.iterator();
        }
    }

    /** The schemas that stand in files of their own, by name. */
    private enum Document {
        PLAYBOOK,
        TASKS,
        INVENTORY,
        POLICY;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        Map<String, Object> schema(PlaybookSchema schemas) {
            return switch (this) {
                case PLAYBOOK -> schemas.playbook();
                case TASKS -> schemas.tasks();
                case INVENTORY -> InventorySchema.inventory();
                case POLICY -> schemas.policy();
            };
        }
    }

    @Override
    public Integer call() {
        ModuleCatalog modules = ModuleCatalog.builtIn();
        PlaybookSchema schemas = new PlaybookSchema(modules);
        if (directory != null) {
            write(schemas, directory);
            return ExitCode.OK;
        }
        Map<String, Object> schema = Stream.of(Document.values())
                .filter(document -> document.word().equals(what))
                .findFirst()
                .map(document -> document.schema(schemas))
                .orElseGet(() -> schemas.module(modules.get(what, null)));
        System.out.println(PrettyJson.of(schema));
        return ExitCode.OK;
    }

    private static void write(PlaybookSchema schemas, Path to) {
        try {
            Files.createDirectories(to);
            for (Document document : Document.values()) {
                Files.writeString(
                        to.resolve(document.word() + ".json"), PrettyJson.of(document.schema(schemas)) + "\n");
            }
        } catch (IOException e) {
            throw new UserError("cannot write schemas to " + to + ": " + Reason.of(e));
        }
    }
}
