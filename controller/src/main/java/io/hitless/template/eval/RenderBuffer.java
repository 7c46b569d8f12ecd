package io.hitless.template.eval;

import io.hitless.value.ComputeLimits;
import io.hitless.value.Values;
import org.jspecify.annotations.Nullable;

/**
 * What a template has written: nothing, the one value, or a text. None is written as nothing, as in Ansible, and
 * nothing is None.
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
            text.append(Values.text(PlainValue.shown(value)));
            count(value);
        }
    }

    private void count(Object part) {
        ComputeLimits.text(text.length());
        parts++;
        only = part;
    }

    /** None if nothing was written, the value if it was one, else the text. */
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
