package io.hitless.source;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of texts by their identity: the mark goes wherever the very object goes, and what is computed from it,
 * or only reads the same, has none. Forgotten when the text is.
 *
 * @param <M> what is known
 */
public final class TextMarks<M> {
    private final ConcurrentHashMap<Identity, M> marks = new ConcurrentHashMap<>();
    private final ReferenceQueue<String> gone = new ReferenceQueue<>();

    /** A copy of the text that has the mark: an object that nothing else has. */
    @SuppressWarnings("StringCopy") // its identity is what is known
    public String marked(String text, M mark) {
        for (var dead = gone.poll(); dead != null; dead = gone.poll()) {
            marks.remove(dead);
        }
        String value = new String(text);
        marks.put(new Identity(value, gone), mark);
        return value;
    }

    /** The mark of a value; null if it has none. */
    public @Nullable M of(@Nullable Object value) {
        return value instanceof String text ? marks.get(new Identity(text, null)) : null;
    }

    private static final class Identity extends WeakReference<String> {
        private final int hash;

        Identity(String value, @Nullable ReferenceQueue<String> queue) {
            super(value, queue);
            this.hash = System.identityHashCode(value);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            String value = get();
            return this == other || (value != null && other instanceof Identity that && that.refersTo(value));
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
