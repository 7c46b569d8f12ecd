package io.hitless.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.drift.ServiceStates.Service;
import io.hitless.event.Counts;
import io.hitless.event.DriftReport;
import io.hitless.event.DriftReport.Finding;
import io.hitless.event.DriftReport.State;
import io.hitless.event.Event;
import io.hitless.store.DriftRecord;
import io.hitless.store.Invoker;
import io.hitless.store.Journal;
import io.hitless.store.NewRun;
import io.hitless.store.RunId;
import io.hitless.store.RunJournal;
import io.hitless.store.RunRecord;
import io.hitless.store.RunScope;
import io.hitless.store.ServiceBaseline;
import io.hitless.store.StateDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of services: of web on lb1, that was known to run as {@code first} an hour ago. */
class ServiceCheckTest {
    private static final RunScope SCOPE = new RunScope(List.of("site.yml"), List.of(), List.of(), List.of());
    private static final String FILES = "/lib/web.service 1\n/etc/web.service.d/a.conf 2";

    @TempDir
    Path dir;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @SuppressWarnings("NullAway.Init")
    private Journal journal;

    @BeforeEach
    void an_hour_ago_all_was_in_order() {
        journal = Journal.open(new StateDirectory(dir));
        RunId check = run("drift", false, "lb1");
        ServiceBaseline web = new ServiceBaseline("lb1", "web.service", "first", FILES, now.minus(Duration.ofHours(1)));
        DriftReport nothing = new DriftReport(
                check.text(), List.of(), now, Duration.ZERO, true, List.of(), List.of(), null, List.of());
        journal.drift().store(SCOPE.id(), nothing, List.of(), List.of(web));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void a_service_that_runs_on_is_in_sync() {
        assertThat(check(service("first", Duration.ofHours(2)))).returns(State.IN_SYNC, Finding::state);
    }

    @Test
    void one_that_does_not_run_is_the_business_of_the_task_that_keeps_it() {
        Service down = new Service(
                "web.service", "site.yml:1:1", "inactive", "second", null, 0, false, true, "", null, null, null);

        assertThat(checks().of("lb1", down, null, Set.of())).isNull();
    }

    @Test
    void a_restart_outside_of_any_rollout_is_told() {
        Finding found = check(service("second", Duration.ofMinutes(30)));

        assertThat(found.state()).isEqualTo(State.DRIFTED);
        assertThat(found.why()).startsWith("it was restarted 20").endsWith(" outside of a rollout");
    }

    @Test
    void a_restart_while_a_rollout_was_at_the_host_is_its_own() {
        run("rollout", false, "lb1");

        assertThat(check(service("second", Duration.ZERO))).returns(State.IN_SYNC, Finding::state);
        assertThat(check(service("second", Duration.ofMinutes(30)))).returns(State.DRIFTED, Finding::state);
    }

    @Test
    void a_rollout_to_other_hosts_or_a_prediction_explains_nothing() {
        run("rollout", false, "lb2");
        run("rollout", true, "lb1");
        run("drift", false, "lb1");

        assertThat(check(service("second", Duration.ZERO))).returns(State.DRIFTED, Finding::state);
    }

    @Test
    void a_restart_that_was_told_is_in_order_after_the_next_rollout() {
        DriftRecord told = new DriftRecord(
                "lb1",
                "running: web",
                State.DRIFTED,
                now.minus(Duration.ofMinutes(10)),
                now.minus(Duration.ofMinutes(10)));
        Service restarted = service("second", Duration.ofMinutes(30));
        assertThat(checks().of("lb1", restarted, told, Set.of())).returns(State.DRIFTED, Finding::state);

        run("rollout", false, "lb1");

        assertThat(checks().of("lb1", restarted, told, Set.of())).returns(State.IN_SYNC, Finding::state);
    }

    @Test
    void what_is_told_is_told_again_until_it_is_accepted() {
        Service restarted = service("second", Duration.ofMinutes(30));
        ServiceCheck first = checks();
        first.of("lb1", restarted, null, Set.of());
        assertThat(first.known())
                .singleElement()
                .returns("first", ServiceBaseline::start)
                .returns(now.minus(Duration.ofHours(1)), ServiceBaseline::at);

        ServiceCheck accepting = new ServiceCheck(SCOPE, journal.drift(), now, true);
        assertThat(accepting.of("lb1", restarted, null, Set.of())).returns(State.IN_SYNC, Finding::state);
        assertThat(accepting.known())
                .singleElement()
                .returns("second", ServiceBaseline::start)
                .returns(now, ServiceBaseline::at);
    }

    @Test
    void one_that_is_seen_for_the_first_time_is_taken_as_it_is() {
        ServiceCheck check = checks();

        assertThat(check.of("lb2", service("any", Duration.ZERO), null, Set.of()))
                .returns(State.IN_SYNC, Finding::state);
        assertThat(check.known()).extracting(ServiceBaseline::host).containsExactlyInAnyOrder("lb1", "lb2");
    }

    @Test
    void one_that_a_timer_starts_may_start() {
        Service triggered = new Service(
                "web.service",
                "site.yml:1:1",
                "active",
                "second",
                now,
                0,
                true,
                false,
                FILES,
                "/bin/web",
                "installed",
                null);

        assertThat(check(triggered)).returns(State.IN_SYNC, Finding::state);
    }

    @Test
    void systemd_itself_is_named_where_it_started_the_service_again() {
        Service died = new Service(
                "web.service",
                "site.yml:1:1",
                "active",
                "second",
                now,
                3,
                false,
                false,
                FILES,
                "/bin/web",
                "installed",
                null);

        assertThat(check(died).why()).endsWith(" outside of a rollout, 3 times by systemd, because it had ended");
    }

    @Test
    void units_and_programs_that_are_not_as_they_should_be_are_told_at_once() {
        Service web = new Service(
                "web.service",
                "site.yml:1:1",
                "active",
                "first",
                now,
                0,
                false,
                true,
                FILES,
                "/bin/web",
                "replaced",
                "web-server");

        assertThat(check(web).why())
                .isEqualTo(
                        "its unit file changed, and systemd has not reloaded it; it runs /bin/web as it was before the"
                                + " file was replaced; /bin/web differs from the file in package web-server");
    }

    @Test
    void a_program_that_can_not_be_seen_is_unknown() {
        Service hidden = new Service(
                "web.service",
                "site.yml:1:1",
                "active",
                "first",
                now,
                0,
                false,
                false,
                FILES,
                null,
                "unreadable",
                null);

        assertThat(check(hidden)).returns(State.UNKNOWN, Finding::state);
    }

    @Test
    void a_changed_unit_is_told_where_no_task_has_told_of_the_file() {
        Service changed = new Service(
                "web.service",
                "site.yml:1:1",
                "active",
                "first",
                now,
                0,
                false,
                false,
                FILES + "\n/etc/web.service.d/own.conf 3",
                "/bin/web",
                "installed",
                null);

        Finding found = Objects.requireNonNull(checks().of("lb1", changed, null, Set.of()));
        assertThat(found.state()).isEqualTo(State.DRIFTED);
        assertThat(found.diffs()).singleElement().satisfies(diff -> {
            assertThat(diff.before()).endsWith("own.conf 3\n");
            assertThat(diff.after()).isEqualTo(FILES + "\n");
        });
        assertThat(checks().of("lb1", changed, null, Set.of("/etc/web.service.d/own.conf")))
                .returns(State.IN_SYNC, Finding::state);

        run("rollout", false, "lb1");
        assertThat(check(changed)).returns(State.IN_SYNC, Finding::state);
    }

    private ServiceCheck checks() {
        return new ServiceCheck(SCOPE, journal.drift(), now, false);
    }

    private Finding check(Service service) {
        @Nullable Finding found = checks().of("lb1", service, null, Set.of());
        return Objects.requireNonNull(found);
    }

    private Service service(String start, Duration age) {
        return new Service(
                "web.service",
                "site.yml:1:1",
                "active",
                start,
                now.minus(age),
                0,
                false,
                false,
                FILES,
                "/bin/web",
                "installed",
                null);
    }

    private RunId run(String kind, boolean check, String host) {
        NewRun begun = new NewRun(
                RunId.create(),
                kind,
                check,
                dir,
                List.of("site.yml"),
                List.of(),
                null,
                null,
                "1.0",
                new Invoker("alice", "bastion", List.of()));
        try (RunJournal written = journal.begin(begun)) {
            written.on(new Event.RunStarted(List.of("site.yml"), check));
            written.on(new Event.RunEnded(Map.of(host, new Counts(1, 0, 0, 0, 0, 0, 0)), false));
            written.finish(RunRecord.State.OK);
        }
        return begun.id();
    }
}
