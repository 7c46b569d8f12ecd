package io.hitless.cli.output;

import io.hitless.source.UserError;
import java.util.List;
import java.util.stream.Stream;

/**
 * An error with its own exit code, for example one that ended a run after hosts were reached, or an unreadable
 * playbook.
 */
public final class ExitError extends UserError {
    private static final long serialVersionUID = 1;

    private final transient UserError error;
    private final transient List<String> advice;
    private final int exitCode;

    /** @param advice how to continue, one line each */
    public ExitError(UserError error, int exitCode, List<String> advice) {
        super(error.span(), error.what(), error.hint());
        this.error = error;
        this.exitCode = exitCode;
        this.advice = List.copyOf(advice);
    }

    public int exitCode() {
        return exitCode;
    }

    @Override
    public List<UserError> each() {
        return error.each();
    }

    @Override
    public String render() {
        return String.join(
                "\n", Stream.concat(Stream.of(error.render()), advice.stream()).toList());
    }
}
