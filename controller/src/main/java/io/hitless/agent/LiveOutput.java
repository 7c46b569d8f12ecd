package io.hitless.agent;

import java.util.List;

/** Receives what a command prints while it runs. Called on the thread that waits for the call's result. */
@FunctionalInterface
public interface LiveOutput {
    /** Where a line comes from. */
    enum Stream {
        STDOUT,
        STDERR,
        /** Not from the command: a note of hitless on what is left out. */
        NOTE
    }

    /** @param lines complete lines, without their ends; the last one may be incomplete if the command has ended */
    void printed(Stream stream, List<String> lines);
}
