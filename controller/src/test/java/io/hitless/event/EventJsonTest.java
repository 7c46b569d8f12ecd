package io.hitless.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shape that journals keep: read back it is the same event, and what is written stays readable. */
class EventJsonTest {
    private static final Span AT = new Span(new SourceFile("roles/a/tasks/main.yml", "---\n\n    - copy:\n"), 9, 15);
    private static final TaskRef TASK = new TaskRef(7, "1.1 a.yml:1:1 1", "a : copy \"it\"\n", "copy", true, AT);
    private static final Outcome OUTCOME = new Outcome(
            Outcome.Status.UNREACHABLE_IGNORED,
            result(),
            List.of(new Outcome.Diff("/etc/motd", "", "grüße\n")),
            Outcome.Detail.OWN_FIELDS,
            Duration.ofNanos(1_234_567_891),
            null);

    private static Map<String, Object> result() {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("z", null);
        result.put("a", List.of(1L, 1.0, "x"));
        return result;
    }

    static Stream<Event> events() {
        return Stream.of(
                new Event.TaskEnded(
                        TASK, "h1", null, false, OUTCOME.with(List.of(new Outcome.Diff("file", "a", "b", true)))),
                new Event.RunStarted(List.of("a.yml", "b.yml"), true, List.of(2, 1)),
                new Event.RunStarted(List.of("a.yml"), false),
                new Event.PlayStarted(1, "all", List.of("h1"), 3, AT),
                new Event.NoHosts("all", null),
                new Event.NoHosts("all", "why"),
                new Event.BatchStarted(2, 3, List.of("h1", "h2")),
                new Event.TaskStarted(TASK, List.of("h1")),
                new Event.HostStarted(TASK, "h1"),
                new Event.Output(TASK, "h1", Event.Output.Stream.STDERR, List.of("a", ""), true),
                new Event.ItemEnded(TASK, "h1", new Delegate("other", "192.0.2.7"), "item", OUTCOME, "sealed"),
                new Event.ItemEnded(TASK, "h1", null, "", OUTCOME),
                new Event.TaskEnded(TASK, "h1", null, true, OUTCOME, "sealed"),
                new Event.TaskEnded(TASK, "h1", null, false, OUTCOME.withMark("of a plan")),
                new Event.Notified("h1", "a : reload", AT),
                new Event.Retrying(TASK, "h1", 2, OUTCOME),
                new Event.JobReported(TASK, "h1", "j1.2", Event.JobReported.State.RUNNING),
                new Event.Included(TASK, "tasks.yml", "one", List.of("h1")),
                new Event.Locked("h1", 3, "20260102-030405-abcd"),
                new Event.Decision(
                        2,
                        Event.Decision.Topic.BUDGET,
                        Event.Decision.Verdict.GO_ON,
                        "1 of 3 failed",
                        List.of("h1"),
                        Map.of("failed", 1L)),
                new Event.Meta(TASK, "h1", "end_host", null),
                new Event.Meta(TASK, "h1", "", OUTCOME),
                new Event.Rescued("h1"),
                new Event.NoMoreHosts("why", true),
                new Event.NoMoreHosts("why", false),
                new Event.Decision(
                        3,
                        Event.Decision.Topic.HOST_TIMEOUT,
                        Event.Decision.Verdict.GO_ON,
                        "text",
                        List.of("h1"),
                        Map.of("took", 5_000_000_000L)),
                new Event.Warning("text", null),
                new Event.Warning("text", AT),
                new Event.RunEnded(Map.of("h1", new Counts(1, 2, 3, 4, 5, 6, 7)), true),
                new Event.RunEnded(
                        Map.of(), new CustomStats(Map.of("h1", Map.of("n", 1L)), Map.of("all", List.of("a"))), false));
    }

    @ParameterizedTest
    @MethodSource("events")
    void an_event_is_read_back_as_it_was(Event event) {
        EventJson json = new EventJson();
        String text = json.write(event);

        Event back = json.read(text);

        assertThat(back)
                .usingRecursiveComparison()
                .withEqualsForType((a, b) -> a.toString().equals(b.toString()), Span.class)
                .isEqualTo(event);
        assertThat(new EventJson().write(back)).isEqualTo(text);
    }

    @Test
    void every_kind_of_event_is_among_those_tried() {
        assertThat(events().map(Object::getClass).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(Event.class.getPermittedSubclasses()));
    }

    @Test
    void the_shape_is_what_journals_of_version_1_have() {
        assertThat(new EventJson().write(new Event.TaskEnded(TASK, "h1", null, false, OUTCOME)))
                .isEqualTo(
                        "{\"v\":1,\"type\":\"task_ended\",\"task\":{\"id\":7,\"key\":\"1.1 a.yml:1:1 1\",\"name\":\"a"
                            + " : copy \\\"it\\\"\\n"
                            + "\",\"action\":\"copy\",\"handler\":true,\"at\":{\"file\":\"roles/a/tasks/main.yml\",\"line\":3,\"column\":5}},\"host\":\"h1\",\"looped\":false,\"outcome\":{\"status\":\"unreachable_ignored\",\"result\":{\"z\":null,\"a\":[1,1.0,\"x\"]},\"diffs\":[{\"label\":\"/etc/motd\",\"before\":\"\",\"after\":\"grüße\\n"
                            + "\"}],\"verbose\":true,\"own_fields\":true,\"seconds\":1.234567891}}");
    }

    @Test
    void what_a_later_version_wrote_is_refused_and_so_is_what_is_damaged() {
        EventJson json = new EventJson();
        assertThatThrownBy(() -> json.read("{\"v\":2,\"type\":\"rescued\",\"host\":\"h\"}"))
                .hasMessageContaining("later version");
        assertThatThrownBy(() -> json.read("{\"v\":1,\"type\":\"rescued\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'host'");
        assertThatThrownBy(() -> json.read("{\"v\":1,\"type\":\"resc")).isInstanceOf(IllegalArgumentException.class);
    }
}
