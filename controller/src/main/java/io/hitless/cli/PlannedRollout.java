package io.hitless.cli;

import io.hitless.rollout.Plan;
import io.hitless.source.UserError;
import io.hitless.value.Redactor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;

/** {@code hitless rollout plan.json}: the rollout that a plan was made for, with the words that it was made with. */
final class PlannedRollout {
    private static final String EXTRA_VARS = "--extra-vars";

    /** What would make it another rollout than the planned. */
    private static final Set<String> DECIDED = Set.of(
            "--inventory-file", "--limit", EXTRA_VARS, "--tags", "--skip-tags", "--start-at-task", "--force-handlers", "--user", "--become",
            "--become-user", "--become-method", "--connection");

    private PlannedRollout() {}

    /** @param asked the command line {@code rollout PLAN}, with options that decide nothing of what is done */
    static int carryOut(CommandLine asked, Path file) {
        Plan plan = Plan.read(file);
        Words own = Words.of(asked.getParseResult(), Set.of());
        boolean masked = plan.arguments().stream().anyMatch(word -> word.contains(Redactor.MASK));
        for (String option : own.options().keySet()) {
            if (DECIDED.contains(option) && !(masked && option.equals(EXTRA_VARS))) {
                throw new UserError(null, option + " beside a plan: the plan has decided that", "make another plan with it");
            }
        }
        if (masked && !own.options().containsKey(EXTRA_VARS)) {
            throw new UserError(null, "the plan was made with an extra variable that holds a secret, and keeps none", "give all of its -e again");
        }
        List<String> words = new ArrayList<>(List.of("rollout"));
        plan.arguments().stream().filter(word -> !own.options().containsKey(word.replaceFirst("=.*", ""))).forEach(words::add);
        own.options().values().forEach(words::addAll);
        words.add("--plan=" + file);
        return Main.commandLine("rollout").execute(words.toArray(String[]::new));
    }
}
