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
 * The lower part of a terminal, drawn anew again and again below what scrolls by. Between two drawings the cursor
 * stands, unseen, where the part begins: whatever a resize makes of the lines, they are all below it and can be wiped.
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
     * JLine's own way to a system's terminal would ask it what it can do and read the answers, also when somebody
     * types: here it only writes.
     *
     * @return null where the terminal can't be drawn on
     */
    static @Nullable TerminalRegion open(Tty tty) throws IOException {
        Logger.getLogger("org.jline").setLevel(Level.OFF); // an unknown TERM is told with a stack trace
        Terminal terminal =
                new DumbTerminal("hitless", tty.type(), InputStream.nullInputStream(), kept(tty.out()), tty.charset());
        boolean able = terminal.getStringCapability(Capability.cursor_up) != null
                && terminal.getStringCapability(Capability.clr_eos) != null;
        return able ? new TerminalRegion(terminal, tty.hasColour()) : null;
    }

    // Standard output is not the pane's to close.
    private static OutputStream kept(OutputStream out) {
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

    /** The size to be drawn in from now on; what is there is wiped. */
    void resize(Tty.Extent extent) {
        wipe();
        Size size = Size.of(extent.columns(), extent.rows());
        terminal.setSize(size);
        display.resize(size);
    }

    /** Prints text above, and draws the lines below it. */
    void draw(String above, List<AttributedString> lines) {
        if (!above.isEmpty()) {
            wipe();
            terminal.writer().print(above.replace("\n", "\r\n"));
        }
        if (lines.isEmpty()) {
            wipe();
        } else {
            if (!drawn) {
                terminal.puts(Capability.cursor_invisible);
            }
            display.update(ended(lines), 0);
            drawn = true;
        }
        terminal.flush();
    }

    // With line ends, as the display would otherwise fill lines up to let them wrap.
    private List<AttributedString> ended(List<AttributedString> lines) {
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

    private void wipe() {
        if (drawn) {
            terminal.puts(Capability.clr_eos);
            terminal.puts(Capability.cursor_normal);
            display.reset();
            drawn = false;
        }
    }

    /** The cursor may be anywhere: what was drawn stays where it is. */
    void forget() {
        display.reset();
        drawn = false;
    }

    @Override
    public void close() throws IOException {
        wipe();
        terminal.close();
    }
}
