package io.hitless.run.operator;

import org.jspecify.annotations.Nullable;

/** The human at the terminal, if there is one. */
public interface Operator {
    /** Asks whether to run a task, for {@code --step}. */
    boolean confirms(String task) throws InterruptedException;

    /**
     * Asks for a line.
     *
     * @return the line; null if there is no operator
     */
    @Nullable
    String ask(String prompt, boolean echo) throws InterruptedException;
}
