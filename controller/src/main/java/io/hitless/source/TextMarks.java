package io.hitless.source;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Attaches marks to texts by object identity. A mark follows the object wherever it is passed; texts that are computed
 * from it, or only have equal content, have no mark. A mark is forgotten when its text is garbage-collected.
 *
 * @param <M> the type of a mark
 */
public final class TextMarks<M> {
    private final ConcurrentHashMap<Identity, M> marks = new ConcurrentHashMap<>();
    private final ReferenceQueue<String> gone = new ReferenceQueue<>();

    /** Returns a copy of the text that has the mark. No one else has this object yet. */
    @SuppressWarnings("StringCopy") // its identity is what is known
    public String marked(String text, M mark) {
        for (var dead = gone.poll(); dead != null; dead = gone.poll()) {
            marks.remove(dead);
        }
        String value = new String(text);
        marks.put(new Identity(value, gone), mark);
        return value;
    }

    /** Returns the mark of a value, or null. */
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
