package io.hitless.value;

/**
 * The value of a variable of which nothing is known yet: the result of a task whose change was only predicted and not
 * made. Unlike {@link Undefined} it can't be tested or replaced: {@code is defined} and {@code default} would make up
 * an answer.
 *
 * @param why what it is, and why it is not known
 */
public record Unknown(String why) {
    /** The error of asking for it in any way. */
    public UnknownValueError error() {
        return new UnknownValueError(null, why);
    }
}
