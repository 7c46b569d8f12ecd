package io.hitless.value;

/**
 * The value of a variable that cannot be known yet: the result of a task whose change was only predicted, not made.
 * Unlike {@link Undefined} it cannot be tested or replaced: {@code is defined} and {@code default} would only guess.
 *
 * @param why what the value is, and why it is not known
 */
public record Unknown(String why) {
    /** Returns the error that any use of this value raises. */
    public UnknownValueError error() {
        return new UnknownValueError(null, why);
    }
}
