package io.hitless.run.resume;

/**
 * What a resumed run knows of its history; nothing in a new run.
 *
 * @param history what ended before the run was cut off
 * @param replay tells new events from old ones
 * @param decisions the decisions, old and new
 * @param calls what hosts remember of the calls of this run, or of a run whose lock it broke
 */
public record Resumption(RunHistory history, ReplayFilter replay, DecisionLog decisions, RecoveredCallCache calls) {}
