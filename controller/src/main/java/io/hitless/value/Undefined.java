package io.hitless.value;

import org.jspecify.annotations.Nullable;

/**
 * The value of a name or member that does not exist. It may be passed on, tested ({@code is defined}) and replaced
 * ({@code default}); any other use is an error that says what is missing.
 *
 * @param what what was looked for, in the words of an error: {@code "'port' is undefined"}
 */
public record Undefined(@Nullable String what) {
    public static Undefined name(String name) {
        return new Undefined("'" + name + "' is undefined");
    }
}
