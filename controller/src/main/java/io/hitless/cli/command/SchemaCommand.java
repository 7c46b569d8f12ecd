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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
            List<String> names = new ArrayList<>(List.of("playbook", "tasks", "inventory", "policy"));
            new DocCommand.Modules().forEach(names::add);
            return names.iterator();
        }
    }

    @Override
    public Integer call() {
        ModuleCatalog modules = ModuleCatalog.builtIn();
        PlaybookSchema schema = new PlaybookSchema(modules);
        if (directory != null) {
            Map<String, Map<String, Object>> all = new LinkedHashMap<>();
            all.put("playbook", schema.playbook());
            all.put("tasks", schema.tasks());
            all.put("inventory", InventorySchema.inventory());
            all.put("policy", schema.policy());
            write(all, directory);
            return ExitCode.OK;
        }
        System.out.println(PrettyJson.of(
                switch (what) {
                    case "playbook" -> schema.playbook();
                    case "tasks" -> schema.tasks();
                    case "inventory" -> InventorySchema.inventory();
                    case "policy" -> schema.policy();
                    default -> schema.module(modules.get(what, null));
                }));
        return ExitCode.OK;
    }

    private static void write(Map<String, Map<String, Object>> schemas, Path to) {
        try {
            Files.createDirectories(to);
            for (Map.Entry<String, Map<String, Object>> each : schemas.entrySet()) {
                Files.writeString(to.resolve(each.getKey() + ".json"), PrettyJson.of(each.getValue()) + "\n");
            }
        } catch (IOException e) {
            throw new UserError("cannot write schemas to " + to + ": " + Reason.of(e));
        }
    }
}
