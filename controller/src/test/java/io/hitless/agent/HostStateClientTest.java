package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a host is asked about its lease and about answers that it kept. */
class HostStateClientTest {
    private static final String RUN = "20261122-140000-aaaa";
    private static final Become ROOT = new Become(Become.Method.SUDO, "root", null, null, null);
    private static final HeldLease.Holder HOLDER = new HeldLease.Holder(ROOT);
    private static final HeldLease LEASE = new HeldLease(RUN, 3, "/run/l", Duration.ofSeconds(60), HOLDER);

    private final List<ModuleCall> calls = new ArrayList<>();

    private HostStateClient client(Map<String, @Nullable Object> fields) {
        return client(Result.ok(false, fields));
    }

    private HostStateClient client(Result result) {
        return new HostStateClient(
                call -> {
                    calls.add(call);
                    return result;
                },
                ROOT);
    }

    private Map<String, @Nullable Object> asked(String module) {
        assertThat(calls).hasSize(1);
        ModuleCall call = calls.getFirst();
        assertThat(call.module().name()).isEqualTo(module);
        assertThat(call.become()).isEqualTo(ROOT);
        assertThat(call.check()).isFalse();
        assertThat(call.ticket()).isNull();
        return call.args();
    }

    @Test
    void a_lease_is_taken_by_the_identity_for_the_run() throws Exception {
        LeaseReply answer = client(Map.of("granted", true, "epoch", 3L, "place", "/run/l"))
                .take(new LeaseRequest(RUN, "me@bastion", Duration.ofSeconds(60), true).knowing("gone"));
        assertThat(answer).isEqualTo(new LeaseReply.Granted(LEASE, null, false));
        assertThat(asked("lease"))
                .containsEntry("action", "take")
                .containsEntry("run", RUN)
                .containsEntry("owner", "me@bastion")
                .containsEntry("time", 60L)
                .containsEntry("break_stale", true)
                .containsEntry("gone", "gone");
    }

    @Test
    void a_renewal_names_the_lease_and_the_process_at_work() throws Exception {
        assertThat(client(Map.of("granted", true)).renew(LEASE, 42)).isTrue();
        assertThat(asked("lease"))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("action", "renew", "run", RUN, "epoch", 3L, "place", "/run/l", "process", 42L));
        assertThat(client(Map.of("granted", false)).renew(LEASE, 42)).isFalse();
    }

    @Test
    void a_release_says_whether_the_run_is_over() throws Exception {
        assertThat(client(Map.of("granted", true)).release(LEASE, true)).isTrue();
        assertThat(asked("lease"))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("action", "release", "run", RUN, "epoch", 3L, "place", "/run/l", "over", true));
        assertThat(client(Map.of("granted", false)).release(LEASE, false)).isFalse();
    }

    @Test
    void leases_are_shown_without_being_touched() throws Exception {
        assertThat(client(Map.of("leases", List.of())).leases()).isEmpty();
        assertThat(asked("lease")).containsExactly(Map.entry("action", "show"));
    }

    @Test
    void what_a_host_can_t_do_is_an_error_with_its_reason() {
        assertThatThrownBy(() -> client(Result.failed("read-only file system")).leases())
                .isInstanceOf(IOException.class)
                .hasMessage("read-only file system");
    }

    @Test
    void answers_that_were_kept_are_read_slot_by_slot() throws Exception {
        HostStateClient client = client(
                Map.of("slots", List.of("/s/1", "/s/2"), "running", List.of("/s/2"), "changing", List.of("1.0.0")));
        List<String> opened = new ArrayList<>();
        List<RecoveredCall> found = client.recover(RUN, Duration.ofSeconds(7), (path, reading) -> {
            opened.add(path);
            String key = path.equals("/s/1") ? "1.0.0" : "2.0.0";
            reading.read(new ByteArrayInputStream(
                    ("1 a 4 " + key + "\nping\n1 s 2 msg\nhi\n").getBytes(StandardCharsets.UTF_8)));
        });
        assertThat(opened).containsExactly("/s/1", "/s/2");
        List<RecoveredCall.Reply> unknown = List.of(new RecoveredCall.Reply("ping", null));
        assertThat(found)
                .containsExactly(
                        new RecoveredCall("1.0.0", unknown, RecoveredCall.State.CUT, true),
                        new RecoveredCall("2.0.0", unknown, RecoveredCall.State.RUNNING, false));
        assertThat(asked("recover")).containsExactlyInAnyOrderEntriesOf(Map.of("run", RUN, "wait", 7L));
        assertThat(calls.getFirst().limit()).as("time to wait, and to answer").isEqualTo(Duration.ofSeconds(67));
    }

    @Test
    void a_host_that_names_nothing_has_kept_nothing() throws Exception {
        assertThat(client(Map.of("slots", "/s/1"))
                        .recover(RUN, Duration.ZERO, (path, _) -> calls.add(calls.getFirst())))
                .isEmpty();
        assertThat(calls).hasSize(1);
    }
}
