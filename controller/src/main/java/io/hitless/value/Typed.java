package io.hitless.value;

/**
 * A value that only templates have, such as {@code loop} or a macro. It names its type, which {@code type_debug} tells.
 */
public interface Typed {
    /** Returns the name that the type has in Jinja2 or Python. */
    String typeName();
}
