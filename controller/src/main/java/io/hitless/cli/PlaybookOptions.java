package io.hitless.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;

/** What every command that goes over the fleet with playbooks is told: which hosts, how they are reached, how it is done, which tasks. */
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

    Workplace workplace(List<Path> playbooks) {
        return Workplace.of(inventory, connection, playbooks);
    }

    Runs runs(Workplace workplace) {
        return new Runs(workplace, connection, run);
    }
}
