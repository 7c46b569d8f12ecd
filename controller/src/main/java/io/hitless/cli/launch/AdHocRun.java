package io.hitless.cli.launch;

import io.hitless.cli.option.ConnectionOptions;
import io.hitless.cli.option.OutputOptions;
import io.hitless.cli.option.RunOptions;
import io.hitless.cli.option.TagOptions;
import io.hitless.cli.output.Outputs;
import io.hitless.cli.output.Screen;
import io.hitless.playbook.Play;
import io.hitless.report.export.RunMetadata;
import java.util.List;

/** Runs one module on hosts, without a playbook. */
public record AdHocRun(CommandContext context, ConnectionOptions connection, RunOptions run, OutputOptions output) {
    /** Runs the plays and returns the exit code. */
    public int run(List<Play> plays) {
        RunMetadata head = context.description()
                .metadata(context.description()
                        .newRun("exec", run.check, List.of(), new TagOptions(), null, null, List.of()));
        try (Outputs outputs = output.open(head, run.display(), () -> Screen.ofModule(run.display()))) {
            return new RunLauncher(context, connection, run).runAdHoc(plays, outputs);
        }
    }
}
