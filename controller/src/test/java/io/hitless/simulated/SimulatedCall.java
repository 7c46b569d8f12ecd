package io.hitless.simulated;

import java.util.regex.Pattern;

/**
 * A call as the controller sends it: {@code ( begin NUMBER MODULE …}, assignments, {@code call )||lost NUMBER $?}.
 *
 * @param text all of it but for the number
 */
record SimulatedCall(String number, String text) {
    private static final String BEGIN = "( begin ";
    private static final String END = "call )||lost ";
    /** The key of a ticket ends with a digest of the host's name. */
    private static final Pattern TICKET = Pattern.compile("(?m)^(ticket .*)\\.[0-9a-f]{8} ");

    static boolean beginsWith(String line) {
        return line.startsWith(BEGIN);
    }

    static boolean endsWith(String line) {
        return line.startsWith(END);
    }

    static SimulatedCall of(String encoded) {
        int number = encoded.indexOf(' ', BEGIN.length());
        return new SimulatedCall(
                encoded.substring(BEGIN.length(), number), encoded.substring(number, encoded.lastIndexOf(END)));
    }

    /** The text, as each host would send it whose name is put in place of {@code mark}. */
    String ofAnyHost(String host, String mark) {
        return TICKET.matcher(text).replaceFirst("$1.00000000 ").replace(host, mark);
    }

    String encoded() {
        return BEGIN + number + text + END + number + " $?\n";
    }
}
