package io.hitless.template.eval;

import io.hitless.value.ComputeLimits;
import io.hitless.value.Values;
import org.jspecify.annotations.Nullable;

/**
 * What a template has written: a text, or the value alone if it wrote but one. None is written as nothing, as in
 * Ansible.
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
            text.append(Values.text(value));
            count(value);
        }
    }

    private void count(Object part) {
        ComputeLimits.text(text.length());
        parts++;
        only = part;
    }

    /** How much there is, for {@link #reset}. */
    int length() {
        return text.length();
    }

    /** Forgets what came after there were {@code length} characters. */
    void reset(int length) {
        text.setLength(length);
        parts = length == 0 ? 0 : 2;
    }

    /** The one value that was written, or null if there were none or several. */
    @Nullable
    Object only() {
        return parts == 1 ? only : null;
    }

    StringBuilder buffer() {
        return text;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
