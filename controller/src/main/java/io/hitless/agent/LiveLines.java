package io.hitless.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Puts the lines of a command's output together from the pieces that the agent sends (parts/live.sh). Pieces may end
 * within a line or a character, but only whole lines are passed on: a secret that is cut in two could not be masked.
 */
final class LiveLines {
    /** Bytes of the longest line that is passed on. */
    static final int LONGEST = 8192;

    /** Lines of one piece that are passed on; if there are more, the last ones. */
    static final int LINES = 1000;

    /** Bytes of all pieces of a call, more than the agent sends. */
    static final long LIMIT = 16 << 20;

    /** What a piece counts in addition to its bytes, so that their number has a limit, too. */
    private static final int PIECE = 64;

    private final LiveOutput to;
    private final Map<LiveOutput.Stream, Line> begun = new EnumMap<>(LiveOutput.Stream.class);
    private long received;

    LiveLines(LiveOutput to) {
        this.to = to;
    }

    /** The begun line of a stream. */
    private static final class Line {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean headless;

        /** Keeps one byte more than the longest line has, as a sign that it is too long. */
        void add(byte[] piece, int from, int end) {
            bytes.write(piece, from, Math.min(end - from, LONGEST + 1 - bytes.size()));
        }

        boolean isBegun() {
            return bytes.size() > 0;
        }

        /** Ends the line, and adds it to the lines unless its beginning is missing. */
        void endInto(List<String> lines) {
            if (!headless) {
                lines.add(
                        bytes.size() > LONGEST
                                ? "(a line of more than " + LONGEST + " bytes)"
                                : shown(bytes.toString(StandardCharsets.UTF_8).stripTrailing()));
            }
            clear(false);
        }

        void clear(boolean withoutHead) {
            bytes.reset();
            headless = withoutHead;
        }

        /** The line as a terminal shows it in the end: a carriage return begins it anew. */
        private static String shown(String line) {
            return line.substring(line.lastIndexOf('\r') + 1);
        }
    }

    /** @throws IOException if the record is malformed, or there were too many */
    void add(AgentRecord record) throws IOException {
        byte[] piece = record.text().getBytes(AgentRecord.BYTES);
        received += piece.length + PIECE;
        if (received > LIMIT) {
            throw new IOException("the host sent more than " + (LIMIT >> 20) + " MiB of live output");
        }
        String[] name = record.name().split(" ", 2);
        LiveOutput.Stream stream = stream(name[0]);
        Line line = begun.computeIfAbsent(stream, _ -> new Line());
        if (name.length == 2 && !name[1].equals("over")) {
            line.clear(true);
            note(number(name[1]) + " bytes of " + word(stream) + " are left out here");
        }
        add(stream, line, piece);
        if (record.name().endsWith(" over")) {
            note("no more of " + word(stream) + " is shown while the command runs");
        }
    }

    private static LiveOutput.Stream stream(String name) throws IOException {
        return switch (name) {
            case "out" -> LiveOutput.Stream.STDOUT;
            case "err" -> LiveOutput.Stream.STDERR;
            default -> throw new IOException("the agent sent live output of an unknown stream");
        };
    }

    private static long number(String digits) throws IOException {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new IOException("the agent sent a piece of live output with a wrong name", e);
        }
    }

    private static String word(LiveOutput.Stream stream) {
        return stream.name().toLowerCase(Locale.ROOT);
    }

    private void add(LiveOutput.Stream stream, Line line, byte[] piece) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < piece.length; i++) {
            if (piece[i] == '\n') {
                line.add(piece, from, i);
                line.endInto(lines);
                from = i + 1;
            }
        }
        line.add(piece, from, piece.length);
        int over = lines.size() - LINES;
        if (over > 0) {
            note(over + " lines of " + word(stream) + " are left out here");
        }
        if (!lines.isEmpty()) {
            to.printed(stream, lines.subList(Math.max(0, over), lines.size()));
        }
    }

    private void note(String text) {
        to.printed(LiveOutput.Stream.NOTE, List.of(text));
    }

    /** Passes on what stands in lines that have no end. */
    void end() {
        begun.forEach((stream, line) -> {
            if (line.isBegun()) {
                List<String> last = new ArrayList<>();
                line.endInto(last);
                to.printed(stream, last);
            }
        });
    }
}
