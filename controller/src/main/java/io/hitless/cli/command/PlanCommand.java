package io.hitless.cli.command;

import io.hitless.cli.launch.PlanInspection;
import io.hitless.cli.option.CommandArguments;
import io.hitless.cli.option.OutputOptions;
import io.hitless.cli.option.PlaybookOptions;
import io.hitless.cli.option.RunOptions;
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

/** {@code hitless plan}: predicts what a rollout would change, and what can't be predicted. */
@Command(
        name = "plan",
        description = "Show what a rollout would change on each host, and what can't be predicted. Nothing is changed.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the plan was made; with --detailed-exitcode: nothing to do",
            "1:an error before any host was checked: usage, inventory, playbook",
            "2:tasks would fail on hosts",
            "3:with --detailed-exitcode: something would or may change",
            "4:hosts could not be reached",
            "99:interrupted",
            "250:a bug in hitless"
        })
public final class PlanCommand implements Callable<Integer> {
    private static final Set<String> OF_THE_PLAN = Set.of(
            "--out",
            "--output",
            "--metrics",
            "--webhook",
            "--webhook-secret-file",
            "--webhook-when",
            "--webhook-timeout",
            "--detailed-exitcode",
            "--verbose");

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private PlaybookOptions given = new PlaybookOptions(new RunOptions());

    @Option(
            names = "--force-handlers",
            descriptionKey = "DEFAULT_FORCE_HANDLERS",
            fallbackValue = "true",
            description = "run notified handlers even on hosts where a task failed")
    private boolean forceHandlers;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "write the plan to FILE; 'hitless rollout FILE' applies exactly it")
    private @Nullable Path out;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--strict", description = "also refuse tasks that fail only if they are reached")
    void strict(boolean on) {
        given.strict = on;
    }

    @Option(names = "--detailed-exitcode", description = "exit with 3 if something would or may change")
    private boolean detailedExitCode;

    @Parameters(arity = "1..*", paramLabel = "PLAYBOOK", description = "playbooks, in this order")
    private List<Path> playbooks = List.of();

    @Override
    public Integer call() {
        List<String> words = CommandArguments.of(
                        Objects.requireNonNull(spec).commandLine().getParseResult(), OF_THE_PLAN)
                .all();
        return new PlanInspection(given, output, playbooks, forceHandlers, out, words, detailedExitCode).run();
    }
}
