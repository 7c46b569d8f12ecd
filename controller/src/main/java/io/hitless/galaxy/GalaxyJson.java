package io.hitless.galaxy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hitless.source.UserError;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes the JSON of collections and servers. */
final class GalaxyJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private GalaxyJson() {}

    /** @throws UserError if it is not JSON, or not an object */
    static Map<?, ?> object(byte[] text, String what) {
        try {
            if (MAPPER.readValue(text, Object.class) instanceof Map<?, ?> object) {
                return object;
            }
        } catch (IOException e) {
            throw new UserError(what + " is not JSON");
        }
        throw new UserError(what + " is not an object");
    }

    /** The object under a key, or an empty object. */
    static Map<?, ?> below(Map<?, ?> object, String key) {
        return object.get(key) instanceof Map<?, ?> value ? value : Map.of();
    }

    static @Nullable String text(Map<?, ?> object, String key) {
        return object.get(key) instanceof String text ? text : null;
    }

    /** Indented by one blank, as in collections. */
    static String written(Object value) {
        DefaultIndenter lines = new DefaultIndenter(" ", "\n");
        Separators separators = Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withArrayEmptySeparator("")
                .withObjectEmptySeparator("");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter(separators).withObjectIndenter(lines).withArrayIndenter(lines);
        try {
            return MAPPER.writer(printer).writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
