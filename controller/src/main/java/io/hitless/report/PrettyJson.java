package io.hitless.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/** Indented JSON, for {@code --output json}. */
public final class PrettyJson {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().registerModule(new PythonNumbers()).enable(SerializationFeature.INDENT_OUTPUT);

    private PrettyJson() {}

    public static String of(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
