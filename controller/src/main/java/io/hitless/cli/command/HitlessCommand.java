package io.hitless.cli.command;

import io.hitless.cli.option.Version;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hitless} without a command: prints the help. */
@Command(
        name = "hitless",
        description = "Rolls out changes to a fleet of Linux hosts over plain SSH, in batches, without dropping a"
                + " connection.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "In addition, 'hitless demo' shows the main job on its own test hosts, and 'hitless lab' starts test hosts"
                    + " to try things on."
        })
public final class HitlessCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "which command?");
    }
}
