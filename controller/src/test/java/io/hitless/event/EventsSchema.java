package io.hitless.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** The schema that is published of the lines of {@code --output json}. */
public final class EventsSchema {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode written;
    private final Schema schema;

    private EventsSchema(String text) throws IOException {
        written = JSON.readTree(text);
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text, InputFormat.JSON);
    }

    public static EventsSchema published() throws IOException {
        return new EventsSchema(Files.readString(Path.of("../docs/events.schema.json")));
    }

    /**
     * Holds a line to it. A field that it does not name is let pass by a schema, as there may be more later; here it is
     * a mistake.
     */
    public void check(String line) throws IOException {
        assertThat(schema.validate(line, InputFormat.JSON)).as(line).isEmpty();
        JsonNode json = JSON.readTree(line);
        Set<String> known = new TreeSet<>();
        written.path("properties").fieldNames().forEachRemaining(known::add);
        written.path("$defs")
                .path(json.path("type").asText())
                .path("properties")
                .fieldNames()
                .forEachRemaining(known::add);
        json.fieldNames().forEachRemaining(field -> assertThat(known).as(line).contains(field));
    }

    Schema schema() {
        return schema;
    }
}
