package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseReadingTest {
    private static final String RUN = "20261122-140000-aaaa";
    private static final long LATEST = Instant.parse("9999-12-31T00:00:00Z").getEpochSecond();
    private static final LeaseRequest REQUEST = new LeaseRequest(RUN, "me@bastion", Duration.ofSeconds(60), false);
    private static final HeldLease.Holder HOLDER = new HeldLease.Holder(null);

    private static Map<String, @Nullable Object> with(
            Map<String, @Nullable Object> fields, @Nullable Object... changes) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(fields);
        for (int i = 0; i < changes.length; i += 2) {
            all.put(String.valueOf(changes[i]), changes[i + 1]);
        }
        return all;
    }

    private static Map<String, @Nullable Object> lease(@Nullable Object... changes) {
        Map<String, @Nullable Object> fields = new HashMap<>(Map.of(
                "file", "/run/lease.3",
                "user", "root",
                "state", "held",
                "epoch", 3L,
                "run", "other",
                "owner", "you@bastion",
                "taken", 1_000L,
                "left", -5L,
                "process", 42L));
        return with(with(fields, "bad", ""), changes);
    }

    private static Map<String, @Nullable Object> granted(@Nullable Object... changes) {
        Map<String, @Nullable Object> fields = new HashMap<>(Map.of("granted", true, "epoch", 1L, "place", "/run/l"));
        return with(fields, changes);
    }

    private static LeaseReply answer(Map<String, @Nullable Object> fields) throws IOException {
        return new LeaseReading(fields).reply(REQUEST, HOLDER);
    }

    private static HostLease only(Map<String, @Nullable Object> lease) throws IOException {
        return new LeaseReading(Map.of("leases", List.of(lease))).leases().getFirst();
    }

    @Test
    void a_granted_lease_is_the_run_s_that_asked() throws IOException {
        HeldLease lease = new HeldLease(RUN, 1, "/run/l", Duration.ofSeconds(60), HOLDER);
        assertThat(answer(granted())).isEqualTo(new LeaseReply.Granted(lease, null, false));
        assertThat(answer(granted("alone", true))).isEqualTo(new LeaseReply.Granted(lease, null, true));
    }

    @Test
    void a_granted_lease_names_the_one_that_was_broken() throws IOException {
        assertThat(answer(granted("other", lease())))
                .isInstanceOfSatisfying(
                        LeaseReply.Granted.class,
                        granted -> assertThat(granted.broken())
                                .isNotNull()
                                .extracting(HostLease::run)
                                .isEqualTo("other"));
    }

    @Test
    void a_refusal_names_who_has_the_lease_and_why_it_could_not_be_broken() throws IOException {
        assertThat(answer(with(Map.of("granted", false), "other", lease(), "why", "it is at work")))
                .isInstanceOfSatisfying(LeaseReply.Refused.class, refused -> {
                    assertThat(refused.holder().owner()).isEqualTo("you@bastion");
                    assertThat(refused.why()).isEqualTo("it is at work");
                });
        assertThat(answer(with(Map.of("granted", false), "other", lease())))
                .isInstanceOfSatisfying(
                        LeaseReply.Refused.class,
                        refused -> assertThat(refused.why()).isNull());
    }

    @Test
    void every_field_of_a_lease_is_read() throws IOException {
        assertThat(only(lease()))
                .isEqualTo(new HostLease(
                        "/run/lease.3",
                        "root",
                        HostLease.State.HELD,
                        3,
                        "other",
                        "you@bastion",
                        Instant.ofEpochSecond(1000),
                        Duration.ofSeconds(-5),
                        42,
                        null));
        assertThat(only(lease("state", "stale", "bad", "is empty")).bad()).isEqualTo("is empty");
    }

    @Test
    void a_lease_that_is_free_or_that_nobody_can_read_needs_no_run() throws IOException {
        assertThat(only(lease("state", "free", "run", "")).state()).isEqualTo(HostLease.State.FREE);
        assertThat(only(lease("state", "stale", "run", "", "bad", "is empty")).run())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"held", "stale"})
    void a_lease_that_somebody_has_or_had_names_the_run(String state) {
        for (String run : List.of("", "../up", "-rf", "a b")) {
            assertThatThrownBy(() -> only(lease("state", state, "run", run)))
                    .as(run)
                    .isInstanceOf(IOException.class)
                    .hasMessageEndingWith("'run' is not the id of a run");
        }
    }

    @Test
    void a_held_lease_names_the_run_even_where_something_else_is_bad() {
        assertThatThrownBy(() -> only(lease("run", "a/b", "bad", "is odd")))
                .hasMessageEndingWith("'run' is not the id of a run");
    }

    @Test
    void numbers_may_be_as_small_and_as_large_as_makes_sense() throws IOException {
        assertThat(only(lease("epoch", 0L)).epoch()).isZero();
        assertThat(only(lease("process", 0L)).process()).isZero();
        assertThat(only(lease("taken", 0L)).taken()).isEqualTo(Instant.EPOCH);
        assertThat(only(lease("taken", LATEST)).taken()).isEqualTo(Instant.ofEpochSecond(LATEST));
        assertThat(only(lease("left", -LATEST)).left()).isEqualTo(Duration.ofSeconds(-LATEST));
    }

    @Test
    void a_text_may_be_long_but_not_endless() throws IOException {
        assertThat(only(lease("owner", "o".repeat(1024))).owner()).hasSize(1024);
        assertThatThrownBy(() -> only(lease("owner", "o".repeat(1025)))).hasMessageEndingWith("'owner' is too long");
    }

    static Stream<Arguments> nonsense() {
        return Stream.of(
                Arguments.of(granted("granted", null), "'granted' is neither true nor false"),
                Arguments.of(granted("granted", "true"), "'granted' is neither true nor false"),
                Arguments.of(granted("alone", 1L), "'alone' is neither true nor false"),
                Arguments.of(granted("epoch", 0L), "'epoch' is not a valid number"),
                Arguments.of(granted("epoch", "1"), "'epoch' is not a valid number"),
                Arguments.of(granted("place", null), "'place' is no text"),
                Arguments.of(granted("granted", false), "it refuses the lease without saying who has it"),
                Arguments.of(granted("other", "me"), "a lease is not a map"),
                Arguments.of(granted("other", lease("state", "taken")), "'state' is neither free, held nor stale"),
                Arguments.of(granted("other", lease("state", "HELD")), "'state' is neither free, held nor stale"),
                Arguments.of(granted("other", lease("epoch", -1L)), "'epoch' is not a valid number"),
                Arguments.of(granted("other", lease("taken", -1L)), "'taken' is not a valid number"),
                Arguments.of(granted("other", lease("taken", LATEST + 1)), "'taken' is not a valid number"),
                Arguments.of(granted("other", lease("left", LATEST + 1)), "'left' is not a valid number"),
                Arguments.of(granted("other", lease("left", -LATEST - 1)), "'left' is not a valid number"),
                Arguments.of(granted("other", lease("process", -1L)), "'process' is not a valid number"),
                Arguments.of(granted("other", lease("user", 5L)), "'user' is no text"),
                Arguments.of(granted("other", lease("bad", null)), "'bad' is no text"),
                Arguments.of(
                        with(Map.of("granted", false), "other", lease(), "why", List.of("x")), "'why' is no text"));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void an_answer_that_makes_no_sense_says_what_is_wrong(Map<String, @Nullable Object> fields, String what) {
        assertThatThrownBy(() -> answer(fields))
                .isInstanceOf(IOException.class)
                .hasMessage("the host's answer about its lease makes no sense: " + what);
    }

    @Test
    void leases_are_a_list_of_maps() throws IOException {
        assertThat(new LeaseReading(Map.of("leases", List.of())).leases()).isEmpty();
        assertThatThrownBy(() -> new LeaseReading(Map.of()).leases()).hasMessageEndingWith("'leases' is not a list");
        assertThatThrownBy(() -> new LeaseReading(Map.of("leases", Arrays.asList(lease(), null))).leases())
                .hasMessageEndingWith("a lease is not a map");
    }

    @Test
    void a_renewal_is_granted_or_not() throws IOException {
        assertThat(new LeaseReading(Map.of("granted", true)).granted()).isTrue();
        assertThat(new LeaseReading(Map.of("granted", false)).granted()).isFalse();
    }

    @Test
    void a_lease_is_called_by_its_run_or_by_its_file_where_nobody_can_tell() throws IOException {
        assertThat(only(lease()).whose()).isEqualTo("other");
        assertThat(only(lease("state", "stale", "bad", "is empty")).whose()).isEqualTo("/run/lease.3");
    }

    @Test
    void a_lease_whose_run_has_ended_is_stale_and_else_the_same() throws IOException {
        HostLease held = only(lease());
        assertThat(held.expired())
                .isEqualTo(new HostLease(
                        held.file(),
                        held.user(),
                        HostLease.State.STALE,
                        held.epoch(),
                        held.run(),
                        held.owner(),
                        held.taken(),
                        held.left(),
                        held.process(),
                        held.bad()));
    }
}
