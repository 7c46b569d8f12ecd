package io.hitless.run.operator;

import org.jspecify.annotations.Nullable;

/** The human at the terminal, if there is one. */
public interface Operator {
    /** Whether a task is to be run, with {@code --step}. */
    boolean confirms(String task) throws InterruptedException;

    /** A line typed in answer to a prompt; null when nobody is there. */
    @Nullable
    String ask(String prompt, boolean echo) throws InterruptedException;
}
