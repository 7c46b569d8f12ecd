package io.hitless.run.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.run.policy.HostStatus.State;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HostStatusTest {
    @ParameterizedTest
    @EnumSource
    void a_host_is_lost_that_failed_itself_or_could_not_be_reached(State state) {
        assertThat(new HostStatus("a", state, false, null, List.of()).isLost())
                .isEqualTo(EnumSet.of(State.FAILED, State.UNREACHABLE, State.QUARANTINED)
                        .contains(state));
    }
}
