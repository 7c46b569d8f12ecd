package io.hitless.run.resume;

/**
 * What a run knows of its past: nothing, unless it is resumed.
 *
 * @param past what was known of it when it was cut off
 * @param replay what is played again, and what is new
 * @param decisions what was and is decided between tasks
 * @param calls what hosts remember of its calls, or of those of a run whose lock it broke
 */
public record Resumption(RunHistory past, ReplayFilter replay, DecisionLog decisions, RecoveredCallCache calls) {}
