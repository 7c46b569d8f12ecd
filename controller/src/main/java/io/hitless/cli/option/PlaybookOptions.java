package io.hitless.cli.option;

import picocli.CommandLine.Mixin;

/**
 * What every command that goes over the fleet with playbooks is told: which hosts, how they are reached, how it is
 * done, which tasks.
 */
public final class PlaybookOptions {
    @Mixin
    public InventoryOptions inventory = new InventoryOptions();

    @Mixin
    public ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    public final RunOptions run;

    @Mixin
    public TagOptions tags = new TagOptions();

    public PlaybookOptions(RunOptions run) {
        this.run = run;
    }
}
