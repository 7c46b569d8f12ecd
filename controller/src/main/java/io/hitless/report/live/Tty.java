package io.hitless.report.live;

import java.io.OutputStream;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** The terminal of a live view. */
public interface Tty {
    /** Columns and rows. */
    record Extent(int columns, int rows) {
        public static final Extent USUAL = new Extent(80, 24);
    }

    OutputStream out();

    /** The value of {@code TERM}. */
    String type();

    Charset charset();

    boolean hasColour();

    /** The current size; read when a view opens and after each resize. */
    Extent extent();

    /** Turns echo on or off, because typed text would disturb the view. */
    void echo(boolean shown);

    /** Sets what to do when the terminal was resized or the process is in the foreground again; null: nothing. */
    void onChange(@Nullable Runnable changed);
}
