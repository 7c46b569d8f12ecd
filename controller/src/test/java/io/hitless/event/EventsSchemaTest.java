package io.hitless.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import io.hitless.source.Span;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is published of the events holds for all of them. */
class EventsSchemaTest {
    @ParameterizedTest
    @MethodSource("io.hitless.event.EventJsonTest#events")
    void every_event_is_as_the_schema_has_it(Event event) throws IOException {
        EventsSchema.published().check(new EventJson().write(event));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"v\":1,\"type\":\"rescued\"}",
                "{\"v\":2,\"type\":\"rescued\",\"host\":\"h1\"}",
                "{\"v\":1,\"type\":\"other\",\"host\":\"h1\"}",
                "{\"v\":1,\"type\":\"rescued\",\"host\":1}",
                "{\"v\":1,\"type\":\"rescued\",\"host\":\"h1\",\"seq\":0}",
                "[]"
            })
    void the_schema_takes_nothing_else(String line) throws IOException {
        assertThat(EventsSchema.published().schema().validate(line, InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void every_constant_of_an_event_is_in_the_schema() throws IOException {
        EventJson json = new EventJson();
        for (Event.Decision.Topic topic : Event.Decision.Topic.values()) {
            for (Event.Decision.Verdict verdict : Event.Decision.Verdict.values()) {
                EventsSchema.published()
                        .check(json.write(new Event.Decision(1, topic, verdict, "", List.of(), Map.of())));
            }
        }
        for (Outcome.Status status : Outcome.Status.values()) {
            Outcome outcome = new Outcome(status, Map.of(), List.of(), Duration.ZERO);
            TaskRef task = new TaskRef(1, "key", "name", "ping", false, Span.at("a.yml", 1, 1));
            EventsSchema.published().check(json.write(new Event.TaskEnded(task, "h1", null, false, outcome)));
        }
    }
}
