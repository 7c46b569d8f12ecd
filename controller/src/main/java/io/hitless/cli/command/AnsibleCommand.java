package io.hitless.cli.command;

import io.hitless.cli.launch.AdHocPlay;
import io.hitless.cli.launch.AdHocRun;
import io.hitless.cli.launch.CommandContext;
import io.hitless.cli.launch.VariableConfiguration;
import io.hitless.cli.option.AnsibleOptions;
import io.hitless.cli.option.AnsibleVersion;
import io.hitless.cli.option.ChangeOptions;
import io.hitless.cli.option.ConnectionOptions;
import io.hitless.cli.option.InventoryOptions;
import io.hitless.cli.option.OutputOptions;
import io.hitless.cli.option.RunOptions;
import io.hitless.cli.output.Callback;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.ExitError;
import io.hitless.inventory.Host;
import io.hitless.inventory.HostPattern;
import io.hitless.inventory.Selection;
import io.hitless.playbook.Play;
import io.hitless.source.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hitless ansible}: runs one module on hosts, with the command line of {@code ansible}. */
@Command(
        name = "ansible",
        description = "Run one module on hosts: takes the command line of ansible, and prints what it prints.",
        mixinStandardHelpOptions = true,
        versionProvider = AnsibleVersion.class,
        sortOptions = false)
public final class AnsibleCommand implements Callable<Integer> {
    private static final Set<String> NEED_ARGUMENTS = Set.of("command", "shell", "script", "raw");

    @Mixin
    private InventoryOptions inventory = new InventoryOptions();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private RunOptions run = new ChangeOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private AnsibleOptions others = new AnsibleOptions();

    @Mixin
    private ModuleOptions module = new ModuleOptions();

    @Option(
            names = {"-o", "--one-line"},
            description = "a line for each host")
    private boolean oneLine;

    @Option(names = "--list-hosts", description = "show which hosts the pattern picks, and do nothing else")
    private boolean listHosts;

    @Option(
            names = {"-P", "--poll"},
            paramLabel = "SECONDS",
            description = "how often to ask for the result of --background; 0: not at all. Default: 15")
    private int poll = AdHocPlay.POLL;

    @Option(
            names = {"-B", "--background"},
            paramLabel = "SECONDS",
            description = "run as a job on the host, which may take that long")
    private int background;

    @Option(
            names = {"-t", "--tree"},
            paramLabel = "DIR",
            description = "also write the result of each host to a file in this directory")
    void tree(Path directory) {
        output.toTree(directory);
    }

    @Option(
            names = {"-M", "--module-path"},
            paramLabel = "DIRS",
            split = ":",
            description = "directories with modules, before those of ansible.cfg; divided by ':'")
    void modulePath(List<Path> directories) {
        inventory.modulePath = directories;
    }

    @Option(
            names = "--playbook-dir",
            paramLabel = "DIR",
            description = "read group_vars, host_vars and plugins here, as for playbooks in this directory")
    private Path playbookDir = Path.of("");

    @Parameters(paramLabel = "PATTERN", description = "which hosts")
    private String pattern = "";

    @Override
    public Integer call() {
        inventory.beAnsibles();
        others.warn();
        if (others.forgetsFacts()) {
            VariableConfiguration.forgetFacts();
        }
        run.refuseNoForks();
        Callback callback = oneLine ? Callback.ONELINE : Callback.MINIMAL;
        run.shownAs(callback);
        AnsibleVersion.announce("ansible", run.verbosity(), callback, System.out);
        try (CommandContext context = CommandContext.of(inventory, connection, playbookDir)) {
            if (listHosts) {
                list(context);
                return ExitCode.OK;
            }
            refuseNoArguments();
            List<Play> plays = plays(context);
            return new AdHocRun(context, connection, run, output).run(plays);
        }
    }

    // Ansible finds such errors on the hosts, so the exit code is that of failed hosts.
    private List<Play> plays(CommandContext context) {
        try {
            return new AdHocPlay(pattern, module.name, module.args, background, poll, playbookDir)
                    .loadForHosts(context);
        } catch (UserError e) {
            throw new ExitError(e, ExitCode.FAILED_HOSTS, List.of());
        }
    }

    private void refuseNoArguments() {
        String name = module.name.substring(module.name.lastIndexOf('.') + 1);
        if (NEED_ARGUMENTS.contains(name) && module.args.isBlank()) {
            UserError missing = new UserError(null, "'" + module.name + "' needs arguments", "give them with -a");
            throw new ExitError(missing, ExitCode.MISUSE, List.of());
        }
    }

    private void list(CommandContext context) {
        Selection selection = HostPattern.parse(List.of(pattern)).select(context.inventory());
        @Nullable String limit = inventory.limit;
        List<Host> hosts = (limit == null
                        ? selection
                        : selection.limitedTo(HostPattern.limit(limit).select(context.inventory())))
                .hosts();
        if (limit != null && hosts.isEmpty()) {
            throw new UserError("--limit " + limit + " leaves no host of '" + pattern + "'");
        }
        System.out.println("  hosts (" + hosts.size() + "):");
        hosts.forEach(host -> System.out.println("    " + host.name()));
    }
}
