package io.hitless.haproxy.live;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A question to HAProxy, and the answer that proves a change. */
public sealed interface LiveProof {
    /** Returns the command that asks. */
    String ask();

    /** Returns what is otherwise than it should be, or nothing if the answer proves the change. */
    Optional<String> missingIn(String answer);

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

        @Override
        public Optional<String> missingIn(String answer) {
            return rows(answer)
                    .filter(found -> found.entrySet().containsAll(row.entrySet()))
                    .findFirst()
                    .map(this::wrongIn)
                    .orElseGet(() -> Optional.of("no row with " + row));
        }

        private Optional<String> wrongIn(Map<String, String> found) {
            Stream<String> wrong = expected.entrySet().stream()
                    .filter(one -> !isSame(one.getValue(), found.getOrDefault(one.getKey(), "")))
                    .map(one -> one.getKey() + " is " + found.get(one.getKey()) + ", not " + one.getValue());
            Stream<String> missing = set.entrySet().stream()
                    .filter(one -> (number(found.get(one.getKey())) & one.getValue()) != one.getValue())
                    .map(one -> one.getKey() + " is " + found.get(one.getKey()));
            Stream<String> tooMany = clear.entrySet().stream()
                    .filter(one -> (number(found.get(one.getKey())) & one.getValue()) != 0)
                    .map(one -> one.getKey() + " is " + found.get(one.getKey()));
            return Stream.of(wrong, missing, tooMany).flatMap(all -> all).findFirst();
        }

        /** An IPv6 address has several forms. */
        private static boolean isSame(String expected, String found) {
            return expected.equals(found)
                    || (PlainAddress.literal(expected).isPresent()
                            && PlainAddress.literal(expected).equals(PlainAddress.literal(found)));
        }

        private static int number(@Nullable String text) {
            return text != null && text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
        }
    }

    /** No row of a table has these values. */
    record NoRow(String ask, Map<String, String> row) implements LiveProof {
        public NoRow {
            row = Map.copyOf(row);
        }

        @Override
        public Optional<String> missingIn(String answer) {
            boolean isTable = answer.lines().anyMatch(line -> line.startsWith("#"));
            if (!isTable) {
                return Optional.of("no table: " + answer.strip());
            }
            return rows(answer).anyMatch(found -> found.entrySet().containsAll(row.entrySet()))
                    ? Optional.of("there still is a row with " + row)
                    : Optional.empty();
        }
    }

    /** A line {@code NAME: VALUE}. */
    record Field(String ask, String name, String value) implements LiveProof {
        @Override
        public Optional<String> missingIn(String answer) {
            String wanted = name + ": " + value;
            return answer.lines().anyMatch(line -> line.strip().equals(wanted))
                    ? Optional.empty()
                    : Optional.of(answer.lines()
                            .filter(line -> line.startsWith(name + ":"))
                            .findFirst()
                            .map(line -> line.strip() + ", not " + value)
                            .orElse("no " + name));
        }
    }

    /** All lines in order, apart from a first word that is an address in memory. */
    record Entries(String ask, List<String> lines) implements LiveProof {
        public Entries {
            lines = List.copyOf(lines);
        }

        @Override
        public Optional<String> missingIn(String answer) {
            List<String> found = answer.lines()
                    .filter(line -> !line.isBlank())
                    .map(line -> line.replaceFirst("^0x[0-9a-f]+ ", ""))
                    .toList();
            return found.equals(lines)
                    ? Optional.empty()
                    : Optional.of(found.size() + " entries are not the " + lines.size() + " that were meant");
        }
    }

    /** A line of the answer is this, or none is. */
    record Line(String ask, String line, boolean present) implements LiveProof {
        @Override
        public Optional<String> missingIn(String answer) {
            boolean found = answer.lines().anyMatch(one -> one.strip().equals(line));
            return found == present
                    ? Optional.empty()
                    : Optional.of(present ? line + " is not there" : line + " is still there");
        }
    }

    private static Stream<Map<String, String>> rows(String answer) {
        List<String> lines = answer.lines()
                .dropWhile(line -> !line.startsWith("#"))
                .filter(line -> !line.isBlank())
                .toList();
        if (lines.isEmpty()) {
            return Stream.empty();
        }
        String separator = lines.getFirst().contains(",") ? "," : " ";
        List<String> names = cells(lines.getFirst().substring(1).strip(), separator);
        return lines.stream().skip(1).map(line -> {
            List<String> cells = cells(line, separator);
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < Math.min(names.size(), cells.size()); i++) {
                row.put(names.get(i), cells.get(i));
            }
            return row;
        });
    }

    private static List<String> cells(String line, String separator) {
        return Arrays.asList(line.split(separator, -1));
    }
}
