package io.hitless.cli.command;

import io.hitless.cli.launch.DriftFix;
import io.hitless.cli.launch.DriftInspection;
import io.hitless.cli.option.CommandArguments;
import io.hitless.cli.option.OutputOptions;
import io.hitless.cli.option.PlaybookOptions;
import io.hitless.cli.option.RunOptions;
import io.hitless.cli.option.StateOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.Terminal;
import io.hitless.event.DriftReport;
import io.hitless.source.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hitless drift}: checks whether the fleet still matches the playbooks. */
@Command(
        name = "drift",
        description = "Check whether the hosts match the playbooks. Nothing is changed.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:in sync, as far as that can be known",
            "1:an error before any host was checked: usage, inventory, playbook, nothing to check",
            "2:tasks failed on hosts, so their check is incomplete",
            "3:hosts drifted; with --strict also: something is unknown",
            "4:hosts could not be reached",
            "99:interrupted",
            "250:a bug in hitless"
        })
public final class DriftCommand implements Callable<Integer> {
    /**
     * Options that --fix does not pass to the rollout, because the rollout's reports would replace those of the check.
     */
    private static final Set<String> OF_THE_CHECK = Set.of(
            "--strict",
            "--accept",
            "--fix",
            "--yes",
            "--limit",
            "--output",
            "--metrics",
            "--webhook",
            "--webhook-secret-file",
            "--webhook-when",
            "--webhook-timeout");

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private PlaybookOptions given = new PlaybookOptions(new RunOptions());

    @Mixin
    private StateOptions state = new StateOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--strict", description = "exit with 3 also if something is unknown")
    private boolean strict;

    @Option(
            names = "--accept",
            description =
                    "accept the current state of services: restarts and changed units until now are not reported again")
    private boolean accept;

    @Option(names = "--fix", description = "after the check, roll out to the hosts that drifted")
    private boolean fix;

    @Option(names = "--yes", description = "do not ask before --fix changes hosts")
    private boolean yes;

    @Parameters(arity = "1..*", paramLabel = "PLAYBOOK", description = "playbooks, in this order")
    private List<Path> playbooks = List.of();

    @Override
    public Integer call() {
        refuseFix();
        DriftReport report =
                new DriftInspection(given, output, playbooks, strict, accept, arguments()).run(state.directory());
        int code = ExitCode.of(report, strict);
        return fix ? DriftFix.asking(yes).of(report, words(), code) : code;
    }

    private void refuseFix() {
        if (fix && !output.isHuman()) {
            throw new UserError(
                    null,
                    "--fix shows a check and then a rollout, so it needs human output",
                    "check with --output json, then roll out");
        }
        if (fix && !yes && !Terminal.canAsk()) {
            throw new UserError(
                    null, "--fix asks before it changes hosts, and there is no terminal", "--yes agrees beforehand");
        }
    }

    /** The arguments for the rollout of --fix. */
    private List<String> words() {
        return CommandArguments.of(Objects.requireNonNull(spec).commandLine().getParseResult(), OF_THE_CHECK)
                .all();
    }

    private List<String> arguments() {
        return Objects.requireNonNull(spec)
                .root()
                .commandLine()
                .getParseResult()
                .originalArgs();
    }
}
