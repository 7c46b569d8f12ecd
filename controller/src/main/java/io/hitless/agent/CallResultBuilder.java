package io.hitless.agent;

import io.hitless.module.Json;
import io.hitless.source.Reason;
import io.hitless.value.Values;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the result of one call from its records. */
final class CallResultBuilder {
    /** More digits than any number that a module sends. */
    private static final int MAX_DIGITS = 1000;

    /** A number with fewer digits is a long. */
    private static final int LONG_DIGITS = 19;

    private final String module;
    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    private final List<Result.Diff> diffs = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> diffParts = new ArrayList<>();
    private final ReplyLimits limits = new ReplyLimits();
    private Result.Status status = Result.Status.OK;
    private boolean changed;
    private boolean complete;
    private @Nullable String endedEarly;

    CallResultBuilder(String module) {
        this.module = module;
    }

    /**
     * Adds a record; true if it is the call's last.
     *
     * @throws IOException if the record is malformed, or the reply exceeds {@link ReplyLimits}
     */
    boolean add(AgentRecord record) throws IOException {
        limits.count(record);
        switch (record.type()) {
            case 's', 'i', 'b', 'n', 'j' -> put(record.name(), value(record.type(), record.text()));
            case 'f' -> longText(record, record.text());
            case 'F' -> longText(record, record.cut() ? record.text() : withoutLineEnds(record.text()));
            case 't' -> table(record.text());
            case 'w' -> warnings.add(record.text());
            case 'd' -> diff(record);
            case 'c' -> changed = true;
            case 'u' -> changed = false;
            case 'x' -> end(Result.Status.FAILED, record);
            case 'k' -> end(Result.Status.SKIPPED, record);
            case 'e' -> complete = true;
            case 'q' -> endedEarly = record.text();
            default -> throw new IOException("the agent sent a record of unknown type '" + record.type() + "'");
        }
        return complete || endedEarly != null;
    }

    /** The exit status of the call's shell if it ended before the call was complete, or null. */
    @Nullable
    String endedEarly() {
        return endedEarly;
    }

    Result result() {
        return new Result(status, changed, fields, diffs, warnings);
    }

    Result failed(String msg) {
        fields.put("msg", msg);
        return new Result(Result.Status.FAILED, changed, fields, diffs, warnings);
    }

    private void end(Result.Status newStatus, AgentRecord record) {
        status = newStatus;
        fields.put("msg", record.text());
    }

    private void diff(AgentRecord record) {
        diffParts.add(record.text());
        if (diffParts.size() == 3) {
            diffs.add(new Result.Diff(diffParts.get(0), diffParts.get(1), diffParts.get(2)));
            diffParts.clear();
        }
    }

    private static String withoutLineEnds(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return text.substring(0, end);
    }

    private void longText(AgentRecord record, String text) throws IOException {
        put(record.name(), text);
        if (record.cut()) {
            put(record.name() + "_truncated", true);
            put(record.name() + "_bytes", record.length());
            warnings.add(
                    record.name() + " of " + record.length() + " bytes was cut after the first " + ReplyLimits.FIELD);
        }
    }

    private void table(String text) throws IOException {
        for (String line : text.split("\n", -1)) {
            int first = line.indexOf('\t');
            int second = line.indexOf('\t', first + 1);
            if (first != 1 || second < 0) {
                if (!line.isEmpty()) {
                    throw new IOException("module " + module + " sent a line that is not of a table: " + line);
                }
                continue;
            }
            limits.countValue();
            put(line.substring(2, second), value(line.charAt(0), line.substring(second + 1)));
        }
    }

    private @Nullable Object value(char type, String text) throws IOException {
        try {
            return switch (type) {
                case 's' -> text;
                case 'i' -> number(text.strip());
                case 'b' -> bool(text.strip());
                case 'n' -> null;
                case 'j' -> Json.read(text);
                default -> throw new IllegalArgumentException("type '" + type + "'");
            };
        } catch (IllegalArgumentException e) {
            throw new IOException("module " + module + " sent a wrong value: " + Reason.of(e), e);
        }
    }

    private static Object number(String text) {
        if (text.indexOf('.') >= 0) {
            return Double.valueOf(text);
        }
        return text.length() < LONG_DIGITS ? (Object) Long.valueOf(text) : (Object) whole(text);
    }

    // Serial numbers of certificates have more digits than a long.
    private static Number whole(String text) {
        if (text.length() > MAX_DIGITS) {
            throw new IllegalArgumentException("a number of " + text.length() + " digits");
        }
        return Values.whole(new BigInteger(text));
    }

    private static Boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
        };
    }

    /** Path {@code a/b} is member b of a; a final {@code []} appends to a list. */
    @SuppressWarnings("unchecked")
    private void put(String path, @Nullable Object value) throws IOException {
        ReplyLimits.checkDepth(1 + (int) path.chars().filter(c -> c == '/').count());
        Map<String, @Nullable Object> map = fields;
        int from = 0;
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', from)) {
            String part = path.substring(from, slash);
            if (path.startsWith("[]", slash + 1) && path.length() == slash + 3) {
                Object list = map.computeIfAbsent(part, _ -> new ArrayList<@Nullable Object>());
                if (!(list instanceof List<?>)) {
                    throw new IOException("module " + module + " appends to what is not a list: " + path);
                }
                ((List<@Nullable Object>) list).add(value);
                return;
            }
            Object next = map.computeIfAbsent(part, _ -> new LinkedHashMap<String, @Nullable Object>());
            if (!(next instanceof Map<?, ?>)) {
                throw new IOException("module " + module + " sets a member of what is not a map: " + path);
            }
            map = (Map<String, @Nullable Object>) next;
            from = slash + 1;
        }
        map.put(path.substring(from), value);
    }
}
