package io.hitless.agent;

import org.jspecify.annotations.Nullable;

/**
 * The identity that a task changes to after login.
 *
 * @param method sudo or su
 * @param user the user to become
 * @param password for methods that ask for one; null: none is given, and a prompt is an error
 * @param exe the program to run instead of the method's own, or null
 * @param flags its options, split at blanks; null: the method's defaults ({@code -H -S -n} for sudo)
 */
public record Become(
        Method method,
        String user,
        @Nullable String password,
        @Nullable String exe,
        @Nullable String flags) {
    /** The ways to become another user. */
    public enum Method {
        SUDO,
        SU
    }

    @Override
    public String toString() {
        return method + " to " + user;
    }
}
