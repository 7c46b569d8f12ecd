package io.hitless.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.HostLease;
import io.hitless.run.lock.LockSurvey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LockListingTest {
    private static HostLease lease(HostLease.State state, Duration left, long process, @Nullable String bad) {
        return new HostLease(
                "/run/lock/hitless", "root", state, 3, "r1", "ann@bastion", Instant.EPOCH, left, process, bad);
    }

    private static LockSurvey.SurveyedHost known(String host, HostLease... leases) {
        return new LockSurvey.SurveyedHost(host, true, true, List.of(leases), null);
    }

    private static LockListing listing(LockSurvey.SurveyedHost... found) {
        return new LockListing(List.of(found), Map.of());
    }

    private static final LockSurvey.SurveyedHost FREE =
            known("web1", lease(HostLease.State.FREE, Duration.ZERO, 0, null));
    private static final LockSurvey.SurveyedHost BUSY =
            known("db1", lease(HostLease.State.HELD, Duration.ofSeconds(30), 42, null));
    private static final LockSurvey.SurveyedHost STALE =
            known("db2", lease(HostLease.State.STALE, Duration.ofMinutes(-5), 0, null));
    private static final LockSurvey.SurveyedHost UNREACHABLE =
            new LockSurvey.SurveyedHost("lb1", false, false, List.of(), "connection refused");
    private static final LockSurvey.SurveyedHost UNKNOWN =
            new LockSurvey.SurveyedHost("lb2", true, false, List.of(), "permission denied");

    @Test
    void a_line_says_who_has_locked_the_host_and_whether_that_is_alive() {
        assertThat(listing(FREE, BUSY, STALE, UNREACHABLE, UNKNOWN).lines().stream()
                        .map(line -> line.replaceAll("since [-0-9: ]+", "since then")))
                .containsExactly(
                        "web1  free",
                        "db1   held         rollout r1 of ann@bastion, since then, a task is running (process 42)",
                        "db2   stale        rollout r1 of ann@bastion, since then, not renewed: expired 5 min ago",
                        "lb1   unreachable  connection refused",
                        "lb2   unknown      permission denied");
    }

    @Test
    void a_lock_between_two_tasks_says_when_it_expires_and_one_of_a_dead_process_how_to_go_on() {
        LockListing both = listing(
                known("a", lease(HostLease.State.HELD, Duration.ofSeconds(30), 0, null)),
                known("b", lease(HostLease.State.STALE, Duration.ofSeconds(30), 0, null)));

        assertThat(both.lines().get(0)).endsWith("expires in 30 s unless it is renewed");
        assertThat(both.lines().get(1))
                .endsWith("its process on this bastion is gone: 'hitless resume r1' continues it");
    }

    @Test
    void a_damaged_lock_names_its_file_and_a_broken_one_its_rollout() {
        LockListing listing = new LockListing(
                List.of(FREE, known("b", lease(HostLease.State.STALE, Duration.ZERO, 0, "is\nempty"))),
                Map.of("web1", "r0"));

        assertThat(listing.lines())
                .containsExactly(
                        "web1  free   lock of rollout r0 removed",
                        "b     stale  owner unknown: /run/lock/hitless is\\u000aempty");
        assertThat(listing.values().get(0)).containsEntry("taken_from", "r0").containsEntry("state", "free");
        assertThat(listing.values().get(1).get("leases").toString())
                .contains("unreadable=is\nempty", "process=null", "epoch=3");
    }

    @Test
    void a_lock_that_is_left_fails_only_where_all_were_to_be_free() {
        assertThat(listing(FREE, STALE).exitCode(false)).isEqualTo(ExitCode.OK);
        assertThat(listing(FREE, STALE).exitCode(true)).isEqualTo(ExitCode.FAILED_HOSTS);
        assertThat(listing(FREE).exitCode(true)).isEqualTo(ExitCode.OK);
        assertThat(listing(FREE, UNKNOWN).exitCode(false)).isEqualTo(ExitCode.FAILED_HOSTS);
        assertThat(listing(UNKNOWN, UNREACHABLE).exitCode(false)).isEqualTo(ExitCode.UNREACHABLE_HOSTS);
    }

    @Test
    void only_a_lock_that_was_left_behind_is_stale() {
        assertThat(LockListing.anyStale(List.of(FREE, BUSY))).isFalse();
        assertThat(LockListing.anyStale(List.of(FREE, STALE))).isTrue();
    }

    @Test
    void the_example_in_the_book_is_what_is_printed() throws IOException {
        HostLease busy = lease(
                HostLease.State.HELD,
                "20261122-133000-k3p9",
                "alice@bastion",
                "2026-11-22T13:30:02",
                Duration.ofSeconds(60),
                4711);
        HostLease stale = lease(
                HostLease.State.STALE,
                "20261121-090000-x7w2",
                "bob@other",
                "2026-11-21T09:00:12",
                Duration.ofHours(-28).minusMinutes(3),
                0);
        HostLease free = lease(HostLease.State.FREE, Duration.ZERO, 0, null);
        List<String> printed = listing(known("lb1", free), known("lb2", busy), known("lb3", stale))
                .lines();

        assertThat(Files.readString(Path.of("../docs/resume.md"))).contains(String.join("\n", printed));
    }

    private static HostLease lease(
            HostLease.State state, String run, String owner, String taken, Duration left, long process) {
        Instant at = LocalDateTime.parse(taken).atZone(ZoneId.systemDefault()).toInstant();
        return new HostLease("/run/lock/hitless", "root", state, 3, run, owner, at, left, process, null);
    }
}
