package io.hitless.cli.command;

import io.hitless.cli.launch.CommandContext;
import io.hitless.cli.launch.RunLauncher;
import io.hitless.cli.option.ChangeOptions;
import io.hitless.cli.option.ConnectionOptions;
import io.hitless.cli.option.InventoryOptions;
import io.hitless.cli.option.OutputOptions;
import io.hitless.cli.option.RunOptions;
import io.hitless.cli.option.TagOptions;
import io.hitless.cli.output.Outputs;
import io.hitless.cli.output.Screen;
import io.hitless.playbook.Play;
import io.hitless.report.export.RunMetadata;
import io.hitless.source.Problems;
import io.hitless.source.SourceFile;
import io.hitless.source.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hitless exec}: one module on the hosts of a pattern, what ansible's ad-hoc command does. */
@Command(name = "exec", description = "Run one module on hosts.", mixinStandardHelpOptions = true, sortOptions = false)
public final class ExecCommand implements Callable<Integer> {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][\\w.]*");

    @Mixin
    private InventoryOptions inventory = new InventoryOptions();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private RunOptions run = new ChangeOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = {"-m", "--module-name"},
            paramLabel = "MODULE",
            defaultValue = "command",
            completionCandidates = DocCommand.Modules.class,
            description = "the module (default: ${DEFAULT-VALUE})")
    private String module = "command";

    @Option(
            names = {"-a", "--args"},
            paramLabel = "ARGS",
            defaultValue = "",
            description = "its arguments: free text, k=v … or a mapping in YAML or JSON")
    private String args = "";

    @Parameters(paramLabel = "PATTERN", description = "which hosts")
    private String pattern = "";

    @Override
    public Integer call() {
        try (CommandContext workplace = CommandContext.of(inventory, connection, List.of())) {
            List<Play> plays = plays(workplace);
            RunMetadata head = workplace.head(
                    workplace.newRun("exec", run.check, List.of(), new TagOptions(), null, null, List.of()));
            try (Outputs outputs = output.open(head, run.display(), () -> Screen.ofModule(run.display()))) {
                return new RunLauncher(workplace, connection, run).carryOutAdHoc(plays, outputs);
            }
        }
    }

    /** What is wrong is told without a place: nobody has written the play that it would be in. */
    private List<Play> plays(CommandContext workplace) {
        if (!NAME.matcher(module).matches()) {
            throw new UserError("'" + module + "' is no name of a module");
        }
        try {
            return workplace.loader().load(play(), Path.of("").toAbsolutePath());
        } catch (UserError e) {
            Problems told = new Problems();
            e.each().forEach(one -> told.add(new UserError(null, one.what(), one.hint())));
            throw told.asError();
        }
    }

    /** The play that does it: written and read like any other, so all that holds for playbooks holds here. */
    private SourceFile play() {
        String text = args.strip();
        boolean mapping = text.startsWith("{");
        String written = mapping ? text : quoted(args);
        return new SourceFile(
                "exec",
                "- hosts: " + quoted(pattern) + "\n  gather_facts: false\n  tasks:\n    - " + module + ": "
                        + (text.isEmpty() ? "" : written) + "\n");
    }

    // A double-quoted YAML scalar takes JSON's escapes.
    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(c -> {
            switch (c) {
                case '"', '\\' -> out.append('\\').append((char) c);
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> out.append((char) c);
            }
        });
        return out.append('"').toString();
    }
}
