package io.hitless.report.console;

import io.hitless.event.Event;

/** Which lines of running commands are shown. */
public enum ShownOutput {
    NONE,
    /** Those that the playbook asks for. */
    WANTED,
    /** The same, and all if there is one host: the lines of several would be mixed. */
    OF_ONE_HOST,
    ALL;

    /** @param hosts on which the task may run at the same time */
    boolean shows(Event.Output output, int hosts) {
        return switch (this) {
            case NONE -> false;
            case WANTED -> output.wanted();
            case OF_ONE_HOST -> output.wanted() || hosts == 1;
            case ALL -> true;
        };
    }
}
