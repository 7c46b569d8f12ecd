package io.hitless.source;

import java.util.List;
import java.util.stream.Collectors;

/** Several {@link UserError}s, so that all mistakes found while loading are shown at once. */
public final class UserErrors extends UserError {
    private static final long serialVersionUID = 1;

    private final transient List<UserError> errors;

    UserErrors(List<UserError> errors) {
        super(errors.stream().map(UserError::getMessage).collect(Collectors.joining("; ")));
        this.errors = List.copyOf(errors);
    }

    @Override
    public List<UserError> each() {
        return errors;
    }

    @Override
    public String render() {
        return errors.stream().map(UserError::render).collect(Collectors.joining("\n\n"));
    }

    @Override
    public UserError at(Span place) {
        return this;
    }
}
