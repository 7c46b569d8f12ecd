package io.hitless.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.hitless.source.Reason;
import io.hitless.value.Portable;
import io.hitless.value.Tuple;
import io.hitless.value.Undefined;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Converts values to JSON text and back to equal values. Values that JSON lacks become an object with one key:
 * {@code {"$tuple": [..]}}, {@code {"$undefined": "what is missing"}}, {@code {"$number": "NaN"}}, and {@code {"$map":
 * [[key, value], ..]}} for mappings with keys that are not text, or that look like one of these objects. Opaque objects
 * become their text.
 */
public final class ValueJson {
    private static final String TUPLE = "$tuple";
    private static final String UNDEFINED = "$undefined";
    private static final String NUMBER = "$number";
    private static final String MAP = "$map";

    // The output of a command may be longer than Jackson's default limit for untrusted input.
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private ValueJson() {}

    public static String write(@Nullable Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            write(value, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot happen in memory
        }
        return text.toString();
    }

    /**
     * Reads a value that {@link #write} wrote.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static @Nullable Object read(String json) {
        try (JsonParser in = JSON.createParser(json)) {
            in.nextToken();
            Object value = read(in);
            if (in.nextToken() != null) {
                throw new IllegalArgumentException("more than one value");
            }
            return value;
        } catch (IOException e) {
            throw new IllegalArgumentException(Reason.of(e), e);
        }
    }

    private static void write(@Nullable Object value, JsonGenerator out) throws IOException {
        switch (value) {
            case null -> out.writeNull();
            case String text -> out.writeString(text);
            case Boolean flag -> out.writeBoolean(flag);
            case Double number when number.isNaN() || number.isInfinite() -> special(NUMBER, number.toString(), out);
            case Double number -> out.writeNumber(number);
            case BigInteger number -> out.writeNumber(number);
            case Number number -> out.writeNumber(number.longValue());
            case Undefined missing -> special(UNDEFINED, missing.what(), out);
            case Tuple tuple -> special(TUPLE, new ArrayList<>(tuple), out);
            case List<?> list -> {
                out.writeStartArray();
                for (Object item : list) {
                    write(item, out);
                }
                out.writeEndArray();
            }
            case Map<?, ?> map
            when isPlain(map) -> {
                out.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    out.writeFieldName((String) entry.getKey());
                    write(entry.getValue(), out);
                }
                out.writeEndObject();
            }
            case Map<?, ?> map -> special(MAP, pairs(map), out);
            default -> out.writeString(String.valueOf(Portable.of(value)));
        }
    }

    private static void special(String name, @Nullable Object value, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeFieldName(name);
        write(value, out);
        out.writeEndObject();
    }

    private static boolean isPlain(Map<?, ?> map) {
        for (Object key : map.keySet()) {
            if (!(key instanceof String name) || (map.size() == 1 && name.startsWith("$"))) {
                return false;
            }
        }
        return true;
    }

    private static List<List<@Nullable Object>> pairs(Map<?, ?> map) {
        List<List<@Nullable Object>> pairs = new ArrayList<>();
        map.forEach((key, value) -> {
            List<@Nullable Object> pair = new ArrayList<>(2);
            pair.add(key);
            pair.add(value);
            pairs.add(pair);
        });
        return pairs;
    }

    private static @Nullable Object read(JsonParser in) throws IOException {
        JsonToken token = in.currentToken();
        return switch (token) {
            case VALUE_NULL -> null;
            case VALUE_STRING -> in.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
            case VALUE_NUMBER_INT ->
                in.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? in.getBigIntegerValue()
                        : (Object) in.getLongValue();
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    list.add(read(in));
                }
                yield list;
            }
            case START_OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                    in.nextToken();
                    map.put(name, read(in));
                }
                yield meant(map);
            }
            case null, default -> throw new IllegalArgumentException("not a JSON value");
        };
    }

    private static Object meant(Map<String, @Nullable Object> map) {
        Map.Entry<String, @Nullable Object> only =
                map.size() == 1 ? map.entrySet().iterator().next() : null;
        if (only == null || !only.getKey().startsWith("$")) {
            return map;
        }
        Object value = only.getValue();
        return switch (only.getKey()) {
            case TUPLE -> Tuple.of(list(value));
            case UNDEFINED -> new Undefined(value == null ? null : value.toString());
            case NUMBER -> Double.valueOf(String.valueOf(value));
            case MAP -> {
                Map<@Nullable Object, @Nullable Object> out = new LinkedHashMap<>();
                for (Object pair : list(value)) {
                    out.put(list(pair).getFirst(), list(pair).getLast());
                }
                yield out;
            }
            default -> throw new IllegalArgumentException("'" + only.getKey() + "' is not known here");
        };
    }

    private static List<?> list(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException("a list is missing");
    }
}
