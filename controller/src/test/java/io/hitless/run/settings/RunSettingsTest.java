package io.hitless.run.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.Become;
import io.hitless.playbook.Tags;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunSettingsTest {
    private static final Mode PLAN = new Mode.Plan("salt", Set.of());

    @Test
    void only_a_run_that_applies_changes_hosts() {
        assertThat(settings(false, false).check()).isFalse();
        assertThat(settings(false, false).in(new Mode.Check()).check()).isTrue();
        assertThat(settings(false, false).in(PLAN).check()).isTrue();
    }

    @Test
    void a_plan_shows_diffs_and_does_not_ask_before_each_task() {
        assertThat(settings(false, true).in(PLAN)).isEqualTo(inMode(PLAN, true, false));
    }

    @Test
    void any_other_mode_keeps_both_as_they_are() {
        for (boolean on : new boolean[] {true, false}) {
            assertThat(settings(on, on).in(new Mode.Check())).isEqualTo(inMode(new Mode.Check(), on, on));
        }
    }

    private static RunSettings settings(boolean diff, boolean step) {
        return inMode(new Mode.Apply(), diff, step);
    }

    private static RunSettings inMode(Mode mode, boolean diff, boolean step) {
        return new RunSettings(
                5,
                mode,
                diff,
                Tags.ALL,
                step,
                null,
                false,
                null,
                new RunSettings.Login(null, null, null, null, Map.of(), Duration.ofSeconds(1), 0, null),
                new RunSettings.Elevation(false, Become.Method.SUDO, "root", null, null, null),
                Duration.ofMinutes(1),
                0,
                RunSettings.WatchedOutput.WANTED,
                RunSettings.Defaults.USUAL);
    }
}
