package io.hitless.haproxy.live;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A command of the runtime API. Each is sent on a connection of its own.
 *
 * @param line without a line feed
 * @param payload lines that follow, none of them empty; none for a command without
 * @param answer what HAProxy answers if it worked
 */
public record RuntimeCommand(String line, List<String> payload, RuntimeAnswer answer) {
    private static final String SPECIAL = "\\ ;\t";

    public RuntimeCommand {
        payload = List.copyOf(payload);
    }

    static RuntimeCommand silent(String line) {
        return new RuntimeCommand(line, List.of(), new RuntimeAnswer.Silence());
    }

    static RuntimeCommand saying(String line, String text) {
        return new RuntimeCommand(line, List.of(), new RuntimeAnswer.Says(text));
    }

    /** Returns a word as the API takes it: with a backslash before what would end or divide it. */
    static String word(String text) {
        return text.chars()
                .mapToObj(c -> (SPECIAL.indexOf(c) >= 0 ? "\\" : "") + (char) c)
                .collect(Collectors.joining());
    }

    /** Returns whether the API takes the name of a file as it is: it has no quotes for them everywhere. */
    static boolean takesAsItIs(String path) {
        return !path.contains("<<") && path.chars().noneMatch(c -> "@;\\\"'".indexOf(c) >= 0 || c <= ' ');
    }

    /** Returns what is sent to HAProxy. */
    public String text() {
        return payload.isEmpty() ? line + "\n" : line + " <<\n" + String.join("\n", payload) + "\n\n";
    }

    /** Returns the line alone: a payload may be a private key. */
    @Override
    public String toString() {
        return payload.isEmpty() ? line : line + " << (" + payload.size() + " lines)";
    }
}
