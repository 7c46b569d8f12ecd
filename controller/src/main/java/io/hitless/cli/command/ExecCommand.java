package io.hitless.cli.command;

import io.hitless.cli.launch.AdHocPlay;
import io.hitless.cli.launch.AdHocRun;
import io.hitless.cli.launch.CommandContext;
import io.hitless.cli.option.ChangeOptions;
import io.hitless.cli.option.ConnectionOptions;
import io.hitless.cli.option.InventoryOptions;
import io.hitless.cli.option.OutputOptions;
import io.hitless.cli.option.RunOptions;
import io.hitless.playbook.Play;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hitless exec}: runs one module on hosts, like Ansible's ad hoc command. */
@Command(name = "exec", description = "Run one module on hosts.", mixinStandardHelpOptions = true, sortOptions = false)
public final class ExecCommand implements Callable<Integer> {
    @Mixin
    private InventoryOptions inventory = new InventoryOptions();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private RunOptions run = new ChangeOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private ModuleOptions module = new ModuleOptions();

    @Parameters(paramLabel = "PATTERN", description = "which hosts")
    private String pattern = "";

    @Override
    public Integer call() {
        try (CommandContext context = CommandContext.of(inventory, connection, List.of())) {
            List<Play> plays = AdHocPlay.of(pattern, module.name, module.args).load(context);
            return new AdHocRun(context, connection, run, output).run(plays);
        }
    }
}
