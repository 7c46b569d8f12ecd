package io.hitless.module;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hitless.value.Portable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts plain values to JSON text and back. */
public final class Json {
    /**
     * The greatest depth of objects and arrays that is read. Writers later in the chain accept at most a thousand
     * levels.
     */
    public static final int MAX_DEPTH = 100;

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    /** For texts with whole numbers that no Long can hold. */
    private static final ObjectMapper ANY_NUMBER = MAPPER.copy().disable(DeserializationFeature.USE_LONG_FOR_INTS);

    private Json() {}

    public static String write(@Nullable Object value) {
        try {
            return MAPPER.writeValueAsString(Portable.of(value));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a plain value: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Parses JSON into null, Boolean, Long, BigInteger (only what no Long can hold), Double, String, List and Map.
     *
     * @throws IllegalArgumentException if the text is not JSON, or deeper than {@link #MAX_DEPTH}; the message gives
     *     the position
     */
    public static @Nullable Object read(String json) {
        try {
            return parsed(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    private static @Nullable Object parsed(String json) throws JsonProcessingException {
        try {
            return MAPPER.readValue(json, Object.class);
        } catch (InputCoercionException _) {
            return withLongs(ANY_NUMBER.readValue(json, Object.class));
        }
    }

    @SuppressWarnings("unchecked") // from Jackson, with text as keys
    private static @Nullable Object withLongs(@Nullable Object value) {
        switch (value) {
            case Integer number -> {
                return number.longValue();
            }
            case List<?> list -> ((List<@Nullable Object>) list).replaceAll(Json::withLongs);
            case Map<?, ?> map -> ((Map<String, @Nullable Object>) map).replaceAll((_, item) -> withLongs(item));
            case null, default -> {}
        }
        return value;
    }
}
