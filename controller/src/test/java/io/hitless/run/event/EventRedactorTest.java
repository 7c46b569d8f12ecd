package io.hitless.run.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.event.Counts;
import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.source.Span;
import io.hitless.value.Redactor;
import io.hitless.vars.ResultCipher;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventRedactorTest {
    private static final String SECRET = "s3cret-word";
    private static final Span AT = Span.at("site.yml", 1, 1);

    private final Redactor redactor = new Redactor();
    private final EventRedactor events = new EventRedactor(redactor, new ResultCipher(List.of()));

    @BeforeEach
    void know() {
        redactor.add(SECRET);
    }

    private static TaskRef task(String name) {
        return new TaskRef(1, "1.1 site.yml:1", name, "meta", false, AT);
    }

    @Test
    void names_of_plays_and_steps_of_the_run_itself_are_masked() {
        Outcome skipped = new Outcome(Outcome.Status.SKIPPED, Map.of(), List.of(), Duration.ZERO);
        assertThat(events.shown(new Event.Meta(task("end " + SECRET), "a", "end_host", skipped)))
                .isEqualTo(new Event.Meta(task("end " + Redactor.MASK), "a", "end_host", skipped));
        assertThat(events.shown(new Event.NoHosts("play " + SECRET, "all failed")))
                .isEqualTo(new Event.NoHosts("play " + Redactor.MASK, "all failed"));
    }

    @Test
    void lines_that_a_running_command_prints_are_masked() {
        assertThat(events.shown(new Event.Output(
                        task("run"), "a", Event.Output.Stream.STDOUT, List.of("the " + SECRET, "x"), false)))
                .isEqualTo(new Event.Output(
                        task("run"), "a", Event.Output.Stream.STDOUT, List.of("the " + Redactor.MASK, "x"), false));
    }

    @Test
    void an_item_that_is_included_is_masked_and_none_stays_none() {
        assertThat(events.shown(new Event.Included(task("in"), "x.yml", "item " + SECRET, List.of("a"))))
                .isEqualTo(new Event.Included(task("in"), "x.yml", "item " + Redactor.MASK, List.of("a")));
        Event plain = new Event.Included(task("in"), "x.yml", null, List.of("a"));
        assertThat(events.shown(plain)).isEqualTo(plain);
    }

    @Test
    void events_that_hold_no_text_of_a_playbook_pass_as_they_are() {
        for (Event event : List.of(
                new Event.RunStarted(List.of("site.yml"), false),
                new Event.BatchStarted(1, 2, List.of("a")),
                new Event.Locked("a", 1, "old"),
                new Event.Rescued("a"),
                new Event.NoMoreHosts("all hosts failed", true),
                new Event.RunEnded(Map.of("a", Counts.NONE), false))) {
            assertThat(events.shown(event)).isSameAs(event);
        }
    }
}
