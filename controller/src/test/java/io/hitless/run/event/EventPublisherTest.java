package io.hitless.run.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.run.resume.ReplayFilter;
import io.hitless.run.resume.RunHistory;
import io.hitless.source.Span;
import io.hitless.value.Redactor;
import io.hitless.vars.ResultCipher;
import io.hitless.vars.VaultSecret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventPublisherTest {
    private static final String SECRET = "s3cret-word";
    private static final Span AT = Span.at("site.yml", 1, 1);
    private static final TaskRef TASK = new TaskRef(1, "1.1 site.yml:1", "use " + SECRET, "copy", false, AT);
    private static final TaskRef PLAIN = new TaskRef(1, "1.1 site.yml:1", "use it", "copy", false, AT);
    private static final Outcome OUTCOME = new Outcome(
            Outcome.Status.OK,
            Map.of("msg", "it is " + SECRET),
            List.of(new Outcome.Diff("x", "old " + SECRET, "new " + SECRET)),
            Duration.ZERO);

    private final List<Event> events = new ArrayList<>();
    private final Redactor redactor = new Redactor();
    private final ResultCipher cipher = new ResultCipher(List.of(new VaultSecret("default", () -> "vault")));

    @BeforeEach
    void know() {
        redactor.add(SECRET);
    }

    @Test
    void no_event_shows_a_secret() {
        List<Event> all = List.of(
                new Event.TaskStarted(TASK, List.of("a")),
                new Event.HostStarted(TASK, "a"),
                new Event.TaskEnded(TASK, "a", null, false, OUTCOME),
                new Event.ItemEnded(TASK, "a", null, "item " + SECRET, OUTCOME),
                new Event.Retrying(TASK, "a", 1, OUTCOME),
                new Event.PlayStarted(1, "play " + SECRET, List.of("a"), 1, AT),
                new Event.Notified("a", "restart " + SECRET, AT),
                new Event.Included(TASK, SECRET + ".yml", "item " + SECRET, List.of("a")),
                new Event.Included(TASK, SECRET + ".yml", null, List.of("a")),
                new Event.Decision(
                        1,
                        Event.Decision.Topic.GATE,
                        Event.Decision.Verdict.GO_ON,
                        "of " + SECRET,
                        List.of(),
                        Map.of()),
                new Event.Warning("of " + SECRET, AT));
        EventPublisher publisher = publisher(RunHistory.NONE);
        all.forEach(publisher::publish);
        assertThat(events)
                .hasSameSizeAs(all)
                .allSatisfy(event ->
                        assertThat(event.toString()).doesNotContain(SECRET).contains(Redactor.MASK));
        assertThat(publisher.redacted("it is " + SECRET)).isEqualTo("it is " + Redactor.MASK);
    }

    @Test
    void an_event_without_secrets_stays_as_it_is() {
        Event.TaskStarted started = new Event.TaskStarted(PLAIN, List.of("a"));
        publisher(RunHistory.NONE).publish(started);
        assertThat(events).containsExactly(started);
        assertThat(((Event.TaskStarted) events.getFirst()).task()).isSameAs(PLAIN);
    }

    @Test
    void what_was_reported_before_a_resume_is_not_published_again() {
        RunHistory all = new RunHistory() {
            @Override
            public Ended task(String key, String host) {
                return new Ended(null, OUTCOME, Set.of());
            }
        };
        publisher(all).publish(new Event.TaskStarted(PLAIN, List.of("a")));
        assertThat(events).isEmpty();
    }

    @Test
    void a_result_is_sealed_if_what_is_shown_of_it_is_incomplete() {
        EventPublisher publisher = publisher(RunHistory.NONE);
        Map<String, @Nullable Object> plain = Map.of("msg", "hello");
        assertThat(publisher.sealed(plain, plain)).isNull();
        String hidden = Objects.requireNonNull(publisher.sealed(plain, Map.of("censored", true)));
        assertThat(hidden).doesNotContain("hello");
        assertThat(cipher.open(hidden)).contains("\"msg\":\"hello\"").contains(EventRedactor.SECRETS);
        Map<String, @Nullable Object> secret = Map.of("msg", SECRET);
        assertThat(publisher.sealed(secret, secret)).isNotNull();
    }

    private EventPublisher publisher(RunHistory history) {
        return new EventPublisher(events::add, new ReplayFilter(history, false), new EventRedactor(redactor, cipher));
    }
}
