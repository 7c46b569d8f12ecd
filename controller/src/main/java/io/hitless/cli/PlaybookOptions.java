package io.hitless.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;

/**
 * What every command that goes over the fleet with playbooks is told: which hosts, how they are reached, how it is
 * done, which tasks.
 */
final class PlaybookOptions {
    @Mixin
    InventoryOptions inventory = new InventoryOptions();

    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    final RunOptions run;

    @Mixin
    TagOptions tags = new TagOptions();

    PlaybookOptions(RunOptions run) {
        this.run = run;
    }

    CommandContext workplace(List<Path> playbooks) {
        return CommandContext.of(inventory, connection, playbooks);
    }

    RunLauncher runs(CommandContext workplace) {
        return new RunLauncher(workplace, connection, run);
    }
}
