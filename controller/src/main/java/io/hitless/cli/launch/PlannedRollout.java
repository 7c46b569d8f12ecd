package io.hitless.cli.launch;

import io.hitless.cli.option.CommandArguments;
import io.hitless.cli.option.RolloutOptions;
import io.hitless.rollout.Plan;
import io.hitless.source.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.ParseResult;

/** {@code hitless rollout plan.json}: a rollout with the arguments of its plan. */
public final class PlannedRollout {
    /** Options that would contradict the plan. */
    private static final Set<String> DECIDED = Set.of(
            "--inventory-file",
            "--limit",
            "--extra-vars",
            "--tags",
            "--skip-tags",
            "--start-at-task",
            "--force-handlers",
            "--user",
            "--become",
            "--become-user",
            "--become-method",
            "--connection");

    private PlannedRollout() {}

    /**
     * Returns the arguments of the planned rollout.
     *
     * @param asked the parsed command line {@code rollout PLAN}; its options do not affect what is changed on the hosts
     */
    public static List<String> words(ParseResult asked, Path file) {
        Plan plan = Plan.read(file);
        CommandArguments own = CommandArguments.of(asked, Set.of());
        CommandArguments planned = CommandArguments.read("rollout", new RolloutOptions(), plan.arguments());
        Set<String> masked = planned.masked();
        for (String option : own.options().keySet()) {
            if (DECIDED.contains(option) && !masked.contains(option)) {
                throw new UserError(
                        null, option + " beside a plan: the plan has decided that", "make another plan with it");
            }
        }
        for (String option : masked) {
            if (!own.options().containsKey(option)) {
                throw new UserError(
                        null,
                        "the plan was made with a secret in " + option + ", and keeps none",
                        "give all of its " + option + " again");
            }
        }
        List<String> words = new ArrayList<>(planned.with(new CommandArguments(own.options(), List.of()), Set.of())
                .all());
        words.add("--plan=" + file);
        return words;
    }
}
