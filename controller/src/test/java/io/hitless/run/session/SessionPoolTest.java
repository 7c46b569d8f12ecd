package io.hitless.run.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.transport.ConnectFailure;
import io.hitless.transport.Target;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionPoolTest {
    private static final Target DEAD = new Target.Ssh("dead", null, null, null, List.of(), Map.of(), null, 0);

    private int tried;

    private final SessionPool sessions = new SessionPool(_ -> {
        tried++;
        throw new ConnectFailure.Unreachable("no answer, try " + tried, null);
    });

    @Test
    void a_host_that_was_just_found_dead_is_tried_again_only_by_the_second_who_asks() throws InterruptedException {
        try (SessionPool.Lease way = sessions.lease(DEAD, "dead")) {
            way.leaveWord(new ConnectFailure.Unreachable("found dead by the lock", null));
            assertThat(way.hasWord()).isTrue();
            assertThatThrownBy(way::session).hasMessage("found dead by the lock");
            assertThat(tried).isZero();
            assertThat(way.hasWord()).isFalse();
            assertThatThrownBy(way::session).hasMessage("no answer, try 1");
        }
    }
}
