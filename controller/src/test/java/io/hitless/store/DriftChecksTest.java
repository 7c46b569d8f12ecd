package io.hitless.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.event.Counts;
import io.hitless.event.DriftReport;
import io.hitless.event.DriftReport.Finding;
import io.hitless.event.DriftReport.State;
import io.hitless.event.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(StateKind.class)
class DriftChecksTest {
    private static final Instant EARLY = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATE = Instant.parse("2026-01-02T00:00:00Z");
    private static final Invoker ALICE = new Invoker("alice", "bastion", List.of("drift", "site.yml"));

    @Parameter
    StateKind kind;

    @TempDir
    Path dir;

    private Journal journal = null;

    @BeforeEach
    void open() {
        journal = Journal.open(kind.state(dir));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private RunId run(String id, String kind, boolean check, String... hosts) {
        RunId run = new RunId(id);
        NewRun begun = new NewRun(
                run,
                kind,
                check,
                Path.of("/work"),
                List.of("site.yml"),
                List.of("h1,"),
                CompletableFuture.completedFuture(null),
                CompletableFuture.completedFuture(null),
                "1.0",
                ALICE);
        Map<String, Counts> recap = new LinkedHashMap<>();
        for (String host : hosts) {
            recap.put(host, new Counts(1, 0, 0, 0, 0, 0, 0));
        }
        try (RunJournal to = journal.begin(begun)) {
            to.on(new Event.RunStarted(List.of("site.yml"), check));
            to.on(new Event.RunEnded(recap, false));
            to.finish(RunRecord.State.OK);
        }
        return run;
    }

    private static Finding finding(State state, DriftReport.@Nullable Ignored ignored) {
        return new Finding(state, null, List.of(), List.of(), state == State.IN_SYNC ? null : EARLY, false, ignored);
    }

    private static DriftReport report(RunId run, Instant at, Map<String, Finding> findings) {
        return new DriftReport(
                run.text(),
                List.of("site.yml"),
                at,
                Duration.ofSeconds(3),
                true,
                List.copyOf(findings.keySet()),
                List.of(new DriftReport.Check("copy it", "copy", false, "site.yml:3:5", findings)),
                null,
                List.of());
    }

    @Test
    void a_check_is_read_back_as_it_was_kept() {
        RunId check = run("20260101-000000-aaaa", "drift", true, "h1");
        DriftReport report = report(check, EARLY, Map.of("h1", finding(State.DRIFTED, null)));
        journal.drift().store("scope", report, List.of(), List.of());
        assertThat(journal.drift().report(check)).contains(report);
        assertThat(journal.drift().report(new RunId("20260101-000000-bbbb"))).isEmpty();
    }

    @Test
    void the_newest_check_of_a_scope_is_the_last() {
        RunId first = run("20260101-000000-aaaa", "drift", true);
        RunId second = run("20260102-000000-aaaa", "drift", true);
        RunId other = run("20260103-000000-aaaa", "drift", true);
        journal.drift().store("scope", report(first, EARLY, Map.of()), List.of(), List.of());
        journal.drift().store("scope", report(second, LATE, Map.of()), List.of(), List.of());
        journal.drift().store("other", report(other, LATE, Map.of()), List.of(), List.of());
        assertThat(journal.drift().last("scope")).contains(second);
        assertThat(journal.drift().last("nothing")).isEmpty();
    }

    @Test
    void the_newest_checks_of_all_scopes_come_oldest_first() {
        RunId first = run("20260101-000000-aaaa", "drift", true);
        RunId second = run("20260102-000000-aaaa", "drift", true);
        journal.drift().store("scope", report(first, EARLY, Map.of()), List.of(), List.of());
        journal.drift().store("other", report(second, LATE, Map.of()), List.of(), List.of());
        assertThat(journal.drift().newest(5)).extracting(DriftReport::run).containsExactly(first.text(), second.text());
        assertThat(journal.drift().newest(1)).extracting(DriftReport::run).containsExactly(second.text());
    }

    @Test
    void a_host_stands_as_its_worst_finding_and_what_is_ignored_does_not_count() {
        RunId check = run("20260101-000000-aaaa", "drift", true);
        Map<String, Finding> findings = new LinkedHashMap<>();
        findings.put("h1", finding(State.DRIFTED, null));
        findings.put("h2", finding(State.DRIFTED, new DriftReport.Ignored("known", null, "rules.yml:1:1")));
        findings.put("h3", finding(State.IN_SYNC, null));
        journal.drift().store("scope", report(check, EARLY, findings), List.of(), List.of());
        assertThat(journal.drift().hosts())
                .containsExactlyInAnyOrder(
                        new HostDrift("h1", check, State.DRIFTED, 1),
                        new HostDrift("h2", check, State.IN_SYNC, 0),
                        new HostDrift("h3", check, State.IN_SYNC, 0));
    }

    @Test
    void what_is_known_of_a_scope_is_replaced_as_a_whole() {
        RunId check = run("20260101-000000-aaaa", "drift", true);
        DriftRecord old = new DriftRecord("h1", "copy it", State.DRIFTED, EARLY, EARLY);
        DriftRecord now = new DriftRecord("h2", "copy it", State.UNKNOWN, EARLY, LATE);
        ServiceBaseline before = new ServiceBaseline("h1", "haproxy", "start 1", "unit 1", EARLY);
        ServiceBaseline after = new ServiceBaseline("h1", "haproxy", "start 2", "unit 1", LATE);
        journal.drift().store("scope", report(check, EARLY, Map.of()), List.of(old), List.of(before));
        journal.drift().store("other", report(check, EARLY, Map.of()), List.of(old), List.of(before));
        journal.drift().store("scope", report(check, LATE, Map.of()), List.of(now), List.of(after));
        assertThat(journal.drift().records("scope")).containsExactly(now);
        assertThat(journal.drift().services("scope")).containsExactly(after);
        assertThat(journal.drift().records("other")).containsExactly(old);
        assertThat(journal.drift().services("other")).containsExactly(before);
    }

    @Test
    void of_two_bastions_that_check_the_same_at_once_the_second_waits() {
        List<CompletableFuture<Void>> both = new ArrayList<>();
        for (String id : List.of("20260101-000000-aaaa", "20260102-000000-aaaa")) {
            DriftReport report = report(run(id, "drift", true), EARLY, Map.of());
            List<DriftRecord> records = IntStream.range(0, 20)
                    .mapToObj(host -> new DriftRecord("h" + host, id, State.DRIFTED, EARLY, EARLY))
                    .toList();
            List<ServiceBaseline> services = IntStream.range(0, 20)
                    .mapToObj(host -> new ServiceBaseline("h" + host, "haproxy", id, "unit", EARLY))
                    .toList();
            both.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 10; i++) {
                    journal.drift().store("scope", report, records, services);
                }
            }));
        }
        both.forEach(CompletableFuture::join);
        assertThat(journal.drift().records("scope")).hasSize(20);
        assertThat(journal.drift().services("scope")).hasSize(20);
    }

    @Test
    void rollouts_were_at_their_hosts_in_their_time_and_checks_never() {
        Instant before = Instant.now().minusSeconds(1);
        run("20260101-000000-aaaa", "rollout", false, "h1", "h2");
        run("20260102-000000-aaaa", "rollout", true, "h3");
        run("20260103-000000-aaaa", "drift", true, "h4");
        assertThat(journal.drift().rollouts(before)).singleElement().satisfies(window -> {
            assertThat(window.hosts()).isEqualTo(Set.of("h1", "h2"));
            assertThat(window.isOf("h1")).isTrue();
            assertThat(window.isOf("h3")).isFalse();
            assertThat(window.begin()).isAfter(before);
            assertThat(window.end()).isNotNull();
        });
        assertThat(journal.drift().rollouts(Instant.now().plusSeconds(60))).isEmpty();
    }

    @Test
    void a_rollout_that_never_named_its_hosts_may_have_been_at_any() {
        RolloutWindow window = new RolloutWindow(null, EARLY, null);
        assertThat(window.isOf("h1")).isTrue();
        assertThat(window.end()).isNull();
    }
}
