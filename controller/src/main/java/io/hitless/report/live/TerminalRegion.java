package io.hitless.report.live;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jspecify.annotations.Nullable;

/**
 * The lower part of a terminal, which is redrawn below scrolling lines. Between drawings the hidden cursor is at the
 * start of the region: whatever a resize does to the lines, they are below it and can be erased.
 */
final class TerminalRegion implements AutoCloseable {
    private final Terminal terminal;
    private final Display display;
    private final boolean colour;
    private boolean drawn;

    private TerminalRegion(Terminal terminal, boolean colour) {
        this.terminal = terminal;
        this.display = new Display(terminal, false);
        this.colour = colour;
    }

    /**
     * JLine's system terminal would query the terminal's abilities and read the answers, which interferes with typing.
     * This one only writes.
     *
     * @return null if the terminal does not support it
     */
    static @Nullable TerminalRegion open(Tty tty) throws IOException {
        Logger.getLogger("org.jline").setLevel(Level.OFF); // JLine reports an unknown TERM with a stack trace
        Terminal terminal = new DumbTerminal(
                "hitless", tty.type(), InputStream.nullInputStream(), unclosable(tty.out()), tty.charset());
        boolean able = terminal.getStringCapability(Capability.cursor_up) != null
                && terminal.getStringCapability(Capability.clr_eos) != null;
        return able ? new TerminalRegion(terminal, tty.hasColour()) : null;
    }

    // Closing the region must not close standard output.
    private static OutputStream unclosable(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
            }

            @Override
            public void close() throws IOException {
                out.flush();
            }
        };
    }

    /** Sets the size and erases the region. */
    void resize(Tty.Extent extent) {
        erase();
        Size size = Size.of(extent.columns(), extent.rows());
        terminal.setSize(size);
        display.resize(size);
    }

    /** Prints text above the region and draws the lines in it. */
    void draw(String above, List<AttributedString> lines) {
        if (!above.isEmpty()) {
            erase();
            terminal.writer().print(above.replace("\n", "\r\n"));
        }
        if (lines.isEmpty()) {
            erase();
        } else {
            if (!drawn) {
                terminal.puts(Capability.cursor_invisible);
            }
            display.update(withLineEnds(lines), 0);
            drawn = true;
        }
        terminal.flush();
    }

    // Adds line ends; otherwise the display pads lines to make them wrap.
    private List<AttributedString> withLineEnds(List<AttributedString> lines) {
        List<AttributedString> out = new ArrayList<>();
        for (AttributedString line : lines) {
            AttributedString shown = colour ? line : new AttributedString(line.toString());
            out.add(
                    out.size() < lines.size() - 1
                            ? new AttributedStringBuilder()
                                    .append(shown)
                                    .append("\n")
                                    .toAttributedString()
                            : shown);
        }
        return out;
    }

    private void erase() {
        if (drawn) {
            terminal.puts(Capability.clr_eos);
            terminal.puts(Capability.cursor_normal);
            display.reset();
            drawn = false;
        }
    }

    /** Forgets what was drawn, because the cursor may be anywhere now. */
    void forget() {
        display.reset();
        drawn = false;
    }

    @Override
    public void close() throws IOException {
        erase();
        terminal.close();
    }
}
