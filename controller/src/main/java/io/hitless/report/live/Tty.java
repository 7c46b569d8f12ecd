package io.hitless.report.live;

import java.io.OutputStream;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** The terminal that a view is drawn on. */
public interface Tty {
    /** Columns and rows. */
    record Extent(int columns, int rows) {
        public static final Extent USUAL = new Extent(80, 24);
    }

    OutputStream out();

    /** As {@code TERM} has it. */
    String type();

    Charset charset();

    boolean hasColour();

    /** How large it is now; asked for when a view opens and after each resize. */
    Extent extent();

    /** Whether what is typed is shown: under a view it would be in the way. */
    void echo(boolean shown);

    /**
     * What is to be done when the terminal was resized or the process has come to the foreground again; null: nothing
     * any more.
     */
    void onChange(@Nullable Runnable changed);
}
