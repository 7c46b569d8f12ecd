package io.hitless.cli.launch;

import io.hitless.cli.option.InventoryOptions;
import io.hitless.cli.option.TagOptions;
import io.hitless.cli.option.Version;
import io.hitless.report.export.RunMetadata;
import io.hitless.store.GitState;
import io.hitless.store.Invoker;
import io.hitless.store.NewRun;
import io.hitless.store.RunId;
import io.hitless.store.RunRecord;
import io.hitless.store.RunScope;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Describes a run for the journal and for reports: who runs it, which playbooks, on which inventory, from where. */
record RunDescription(InventoryOptions inventory, RunSecrets secrets) {
    /** The record of a new run of these playbooks. */
    NewRun newRun(
            String kind,
            boolean check,
            List<String> playbooks,
            TagOptions tags,
            @Nullable Future<@Nullable GitState> git,
            @Nullable Future<String> fingerprint,
            List<String> arguments) {
        Path here = Path.of("").toAbsolutePath();
        List<String> inventories = InventoryConfiguration.sources(inventory);
        List<String> values = inventory.extraVars.stream().map(secrets::masked).toList();
        return new NewRun(
                RunId.create(),
                kind,
                check,
                here,
                playbooks,
                inventories,
                git,
                fingerprint,
                Version.number(),
                invoker(arguments),
                RunScope.of(here, playbooks, inventories, tags.narrowing(), values));
    }

    /** The metadata of a new run. */
    RunMetadata metadata(NewRun run) {
        return metadata(run.id(), run.kind(), run.check(), run.playbooks(), run.inventories(), run.caller());
    }

    /** The metadata of a resumed run. */
    RunMetadata metadata(RunRecord resumed, Invoker invoker) {
        return metadata(
                resumed.id(), resumed.kind(), resumed.check(), resumed.playbooks(), resumed.inventories(), invoker);
    }

    private RunMetadata metadata(
            RunId id, String kind, boolean check, List<String> playbooks, List<String> inventories, Invoker invoker) {
        boolean changesNothing = check || kind.equals("drift");
        return new RunMetadata(
                id.text(),
                kind,
                changesNothing,
                playbooks,
                inventories,
                inventory.limit,
                Instant.now(),
                invoker.user(),
                invoker.bastion(),
                Version.number());
    }

    /** The user who runs this command. */
    Invoker invoker(List<String> arguments) {
        return Invoker.current(
                System.getenv(), arguments.stream().map(secrets::masked).toList());
    }
}
