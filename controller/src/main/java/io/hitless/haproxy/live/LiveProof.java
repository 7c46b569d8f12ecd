package io.hitless.haproxy.live;

import java.util.List;
import java.util.Map;

/**
 * A question to HAProxy, and what its answer has to be to prove a change. The host asks and compares:
 * {@code parts/haproxy_proof.sh} of the agent.
 */
public sealed interface LiveProof {
    /** Returns the command that asks. */
    String ask();

    /**
     * A row of a table with its names in the first line.
     *
     * @param row values by which the row is found
     * @param expected values that it has to have
     * @param set bits that have to be set in a column
     * @param clear bits that must not be set in a column
     */
    record Row(
            String ask,
            Map<String, String> row,
            Map<String, String> expected,
            Map<String, Integer> set,
            Map<String, Integer> clear)
            implements LiveProof {
        public Row {
            row = Map.copyOf(row);
            expected = Map.copyOf(expected);
            set = Map.copyOf(set);
            clear = Map.copyOf(clear);
        }

        static Row with(String ask, Map<String, String> row, Map<String, String> expected) {
            return new Row(ask, row, expected, Map.of(), Map.of());
        }
    }

    /** No row of a table has these values. */
    record NoRow(String ask, Map<String, String> row) implements LiveProof {
        public NoRow {
            row = Map.copyOf(row);
        }
    }

    /** A line {@code NAME: VALUE}. */
    record Field(String ask, String name, String value) implements LiveProof {}

    /** All lines in order, apart from a first word that is an address in memory. */
    record Entries(String ask, List<String> lines) implements LiveProof {
        public Entries {
            lines = List.copyOf(lines);
        }
    }

    /** A line of the answer is this, or none is. */
    record Line(String ask, String line, boolean present) implements LiveProof {}
}
