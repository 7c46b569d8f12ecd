package io.hitless.template.eval;

import io.hitless.value.ComputeLimits;
import io.hitless.value.Omitted;
import io.hitless.value.Values;
import org.jspecify.annotations.Nullable;

/**
 * The output of a template: nothing, a single value, or a text. As in Ansible, None is output as nothing, and the value
 * of no output is None.
 */
final class RenderBuffer {
    private final StringBuilder text;
    private int parts;
    private @Nullable Object only;

    RenderBuffer(int capacity) {
        this.text = new StringBuilder(capacity);
    }

    void text(String part) {
        text.append(part);
        count(part);
    }

    void value(@Nullable Object value) {
        if (value != null) {
            text.append(value instanceof Omitted ? "" : Values.text(PlainValue.shown(value)));
            count(value);
        }
    }

    private void count(Object part) {
        ComputeLimits.text(text.length());
        parts++;
        only = part;
    }

    /** Returns None if there was no output, the value if it was the only output, otherwise the text. */
    @Nullable
    Object value() {
        return parts == 0 ? null : parts == 1 ? only : text.toString();
    }

    StringBuilder buffer() {
        return text;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
