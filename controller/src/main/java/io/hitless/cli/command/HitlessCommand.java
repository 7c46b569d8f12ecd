package io.hitless.cli.command;

import io.hitless.cli.option.Version;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hitless} itself: what its help says, and that a command is to follow. */
@Command(
        name = "hitless",
        description = "Rolls changes over a fleet of Linux hosts over plain SSH, one node at a time, without dropping a"
                + " connection.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Beside these: 'hitless demo' shows the main job on a fleet of its own, 'hitless lab' raises one to try"
                    + " things on."
        })
public final class HitlessCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "which command?");
    }
}
