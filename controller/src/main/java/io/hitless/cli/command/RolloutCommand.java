package io.hitless.cli.command;

import io.hitless.cli.launch.PlannedRollout;
import io.hitless.cli.launch.RolloutSession;
import io.hitless.cli.option.RolloutOptions;
import io.hitless.rollout.Plan;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hitless rollout}: runs playbooks, like ansible-playbook. */
@Command(
        name = "rollout",
        description = "Run playbooks over the fleet, batch by batch.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all hosts match the playbooks",
            "1:an error before any host was touched: usage, inventory, playbook",
            "2:tasks failed on hosts, or an error ended the run after it had reached hosts",
            "4:hosts could not be reached; or a playbook can't be read",
            "99:interrupted",
            "250:a bug in hitless"
        })
public final class RolloutCommand implements Callable<Integer> {
    @Mixin
    private RolloutOptions options = new RolloutOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine asked = Objects.requireNonNull(spec).commandLine();
        if (options.plan == null && options.playbooks.size() == 1 && Plan.isPlan(options.playbooks.getFirst())) {
            List<String> words = PlannedRollout.words(asked.getParseResult(), options.playbooks.getFirst());
            return RolloutSession.of(words).run();
        }
        return new RolloutSession(
                        options, spec.root().commandLine().getParseResult().originalArgs())
                .run();
    }
}
