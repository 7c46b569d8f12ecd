package io.hitless.run.resume;

/**
 * The history of a resumed run; empty in a new run.
 *
 * @param history the results from before the interruption
 * @param replay separates new events from old ones
 * @param decisions the decisions, old and new
 * @param calls the hosts' records of the calls of this run, or of a run whose lock it broke
 */
public record Resumption(RunHistory history, ReplayFilter replay, DecisionLog decisions, RecoveredCallCache calls) {}
