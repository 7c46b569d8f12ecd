package io.hitless.event;

import io.hitless.source.Span;

/**
 * Which task is spoken of.
 *
 * @param id counts task starts of a process that carries a run out
 * @param key the same task has the same in a run that is resumed: its place in play, batch and file, and how often it
 *     was come to there
 * @param name as shown, with its role ({@code haproxy : build})
 * @param action the module's name as written
 * @param handler whether it runs because it was notified
 * @param at where it is written
 */
public record TaskRef(int id, String key, String name, String action, boolean handler, Span at) {
    /**
     * In the key of a task that only looks, as a gate's does, or that undoes: it is done again in a run that is
     * resumed, not recalled.
     */
    public static final String TRIAL = "trial ";

    public boolean isTrial() {
        return isTrial(key);
    }

    /** The same, by its key alone. */
    public static boolean isTrial(String key) {
        return key.contains(" " + TRIAL);
    }
}
