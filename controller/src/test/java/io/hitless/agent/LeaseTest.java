package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a host keeps of who has it: it fails closed. */
@Tag("slow")
class LeaseTest extends HostWithState {
    private static LeaseRequest request(String run, boolean breakStale) {
        return new LeaseRequest(run, "me@bastion", Duration.ofSeconds(60), breakStale);
    }

    private Path file(int epoch) throws IOException {
        Files.createDirectories(state().resolve("runs"));
        return state().resolve("lease." + epoch);
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void a_lease_that_tells_nobody_who_has_the_host_is_stale_and_breakable(Shells shell) throws Exception {
        AgentSession session = session(shell);
        String boot =
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        int epoch = 3;
        for (String garbled : List.of(
                "",
                "\n",
                "x",
                RUN + " 60\n",
                RUN + " sixty 1 1 " + boot + " me\n",
                "a/b 60 1 1 " + boot + " me\n",
                RUN + " 60 1 1 b$(x) me\n",
                RUN + " 60 099 1 " + boot + " me\n",
                "\u0000\u0001\u0002\n")) {
            Files.writeString(file(epoch), garbled);
            String of = "lease.%d holding '%s'".formatted(epoch, garbled);
            assertThat(session.lease(request(RUN, false), null))
                    .as(of)
                    .isInstanceOfSatisfying(LeaseReply.Refused.class, refused -> {
                        assertThat(refused.holder().state()).isEqualTo(HostLease.State.STALE);
                        assertThat(refused.holder().bad()).isIn("is empty", "is damaged");
                    });
            HeldLease lease = granted(session.lease(request(RUN, true), null));
            assertThat(lease.epoch()).as(of).isEqualTo(epoch + 1);
            assertThat(session.call(shell("echo x", new CallContext(RUN, lease, "1.0.0")))
                            .fields())
                    .containsEntry("stdout", "x");
            assertThat(session.release(lease, true)).isTrue();
            epoch += 2;
        }
        Files.createDirectory(file(epoch));
        assertThat(session.leases()).singleElement().extracting(HostLease::bad).isEqualTo("is not a file");
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void a_sign_of_life_that_is_garbled_is_none(Shells shell) throws Exception {
        AgentSession session = session(shell);
        HeldLease lease = granted(session.lease(request(RUN, false), null));
        String first = Files.readAllLines(file(1)).getFirst();
        for (String sign : List.of("", "free1", "9999999999999999999 1 x 0", "1 2", "a b c d")) {
            Files.writeString(file(1), first + "\n" + sign + "\n");
            assertThat(session.leases())
                    .as(sign)
                    .singleElement()
                    .extracting(HostLease::state)
                    .isEqualTo(HostLease.State.HELD);
        }
        assertThat(session.renew(lease)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void a_host_that_can_keep_no_lease_is_an_error_of_the_host(Shells shell) throws Exception {
        AgentSession session = session(shell);
        Files.createFile(state());
        assertThatThrownBy(() -> session.lease(request(RUN, false), null))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot save a lease");
    }

    @ParameterizedTest
    @EnumSource(Shells.class)
    void a_run_that_is_known_to_have_ended_holds_nothing_but_calls_that_are_under_way(Shells shell) throws Exception {
        AgentSession session = session(shell);
        HeldLease lease = granted(session.lease(request(RUN, false), null));
        assertThat(session.lease(request(LATER, true), null)).isInstanceOf(LeaseReply.Refused.class);
        assertThat(session.lease(request(LATER, false).knowing(RUN), null))
                .isInstanceOfSatisfying(
                        LeaseReply.Refused.class,
                        refused -> assertThat(refused.holder().state()).isEqualTo(HostLease.State.STALE));
        try (AgentSession other = session(shell)) {
            Thread caller = Thread.ofVirtual().start(() -> {
                try {
                    other.call(shell(
                            "until [ -e " + directory.resolve("go") + " ]; do sleep 0.05; done",
                            new CallContext(RUN, lease, "1.0.0")));
                } catch (IOException | InterruptedException _) {
                    // looked at by nobody
                }
            });
            while (session.leases().getFirst().process() == 0) {
                Thread.sleep(20);
            }
            assertThat(session.lease(request(LATER, true).knowing(RUN), null))
                    .as("a call is under way")
                    .isInstanceOf(LeaseReply.Refused.class);
            Files.createFile(directory.resolve("go"));
            caller.join();
        }
        assertThat(granted(session.lease(request(LATER, true).knowing(RUN), null))
                        .epoch())
                .isEqualTo(2);
    }

    static List<Map<String, @Nullable Object>> answers_that_make_no_sense() {
        Map<String, Object> lease = Map.of(
                "file", "f", "user", "u", "state", "held", "epoch", 3L, "run", RUN, "owner", "o", "taken", 5L, "left",
                5L, "process", 0L, "bad", "");
        List<Map<String, @Nullable Object>> wrong = new ArrayList<>(List.of(
                Map.of(),
                Map.of("granted", "true"),
                Map.of("granted", true),
                Map.of("granted", true, "epoch", "1", "place", "p"),
                Map.of("granted", true, "epoch", 0L, "place", "p"),
                Map.of("granted", true, "epoch", 1L, "place", 7L),
                Map.of("granted", false),
                Map.of("granted", false, "other", "x"),
                Map.of("granted", false, "other", List.of())));
        Map<String, Object> odd = Map.of(
                "file",
                1L,
                "user",
                List.of(),
                "state",
                "owned",
                "epoch",
                -1L,
                "run",
                "a\u001bb",
                "owner",
                "o".repeat(5000),
                "taken",
                99999999999999L,
                "left",
                1.5,
                "process",
                "1",
                "bad",
                true);
        odd.forEach((name, value) -> {
            Map<String, Object> one = new HashMap<>(lease);
            one.put(name, value);
            wrong.add(Map.of("granted", false, "other", one));
            Map<String, Object> none = new HashMap<>(lease);
            none.remove(name);
            wrong.add(Map.of("granted", false, "other", none));
        });
        return wrong;
    }

    @ParameterizedTest
    @MethodSource("answers_that_make_no_sense")
    void an_answer_that_makes_no_sense_is_an_error_of_the_host_that_gave_it(Map<String, @Nullable Object> fields) {
        assertThatThrownBy(() -> new LeaseReading(fields).reply(request(LATER, false), new HeldLease.Holder(null)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the host's answer about its lease makes no sense: ");
    }

    @Test
    void a_list_of_leases_may_hold_nothing_else() {
        for (Object leases : new Object[] {"x", List.of("x", 3L), Map.of(), List.of(Map.of())}) {
            assertThatThrownBy(() -> new LeaseReading(Map.of("leases", leases)).leases())
                    .isInstanceOf(IOException.class);
        }
    }
}
