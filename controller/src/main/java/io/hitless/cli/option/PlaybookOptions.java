package io.hitless.cli.option;

import picocli.CommandLine.Mixin;

/** The options of all commands that run playbooks: inventory, connection, run, tags. */
public final class PlaybookOptions {
    @Mixin
    public InventoryOptions inventory = new InventoryOptions();

    @Mixin
    public ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    public final RunOptions run;

    @Mixin
    public TagOptions tags = new TagOptions();

    /** Whether possible failures are refused. */
    public boolean strict;

    public PlaybookOptions(RunOptions run) {
        this.run = run;
    }
}
