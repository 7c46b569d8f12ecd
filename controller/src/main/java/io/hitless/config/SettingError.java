package io.hitless.config;

import io.hitless.source.Span;
import io.hitless.source.UserError;
import org.jspecify.annotations.Nullable;

/** A setting whose value is not one of its type. */
public final class SettingError extends UserError {
    private static final long serialVersionUID = 1;

    SettingError(@Nullable Span at, String what) {
        super(at, what);
    }
}
