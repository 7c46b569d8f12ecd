package io.hitless.cli;

import io.hitless.source.UserError;
import java.util.List;
import java.util.stream.Stream;

/** An error that ended a run after it had come to hosts: these may be half done, which a mistake that is found before never leaves. */
final class CutOff extends UserError {
    private static final long serialVersionUID = 1;

    private final transient UserError error;
    private final transient List<String> advice;

    /** @param advice how to go on, a line each */
    CutOff(UserError error, List<String> advice) {
        super(error.span(), error.what(), error.hint());
        this.error = error;
        this.advice = List.copyOf(advice);
    }

    @Override
    public List<UserError> each() {
        return error.each();
    }

    @Override
    public String render() {
        return String.join("\n", Stream.concat(Stream.of(error.render()), advice.stream()).toList());
    }
}
