package io.hitless.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.Needed;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schedules as systemd and cron take them. */
class ScheduleTest {
    private static final List<String> WORDS = List.of("drift", "-e", "a=$HOME \"q\" 'p' 50% \\ `id` ü", "site.yml");

    @TempDir
    private Path dir;

    private Path launcher;

    @BeforeEach
    void a_launcher_that_shows_its_words() throws IOException {
        launcher = Files.writeString(
                dir.resolve("a launcher"),
                "#!/bin/sh\nfor word do printf '%s\\n' \"$word\"; done >>said\npwd >>said\necho $VARIABLE >>said\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Schedule schedule(ScheduleTime when) {
        return new Schedule(
                "fleet",
                when,
                WORDS,
                launcher,
                dir,
                Duration.ofSeconds(1),
                Duration.ofMinutes(30),
                true,
                null,
                Map.of("VARIABLE", "50% \"of\" it"));
    }

    @ParameterizedTest
    @CsvSource({"5m, */5 * * * *", "30min, */30 * * * *", "1h, 0 */1 * * *", "6h, 0 */6 * * *", "1d, 0 0 * * *"})
    void an_interval_that_fits_evenly_has_a_form_for_both(String interval, String cron) throws Exception {
        ScheduleTime when = ScheduleTime.every(interval);

        assertThat(when.cron()).isEqualTo(cron);
        Systemd.Output said = Systemd.calendar(when.calendar());
        Needed.that(said.exit() != 127, "systemd-analyze is not installed");
        assertThat(said.exit()).as(said.text()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7m", "5h", "2d", "0m", "90m", "often"})
    void an_interval_that_does_not_is_refused(String interval) {
        assertThatThrownBy(() -> ScheduleTime.every(interval))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("does not fit evenly");
    }

    @Test
    void an_interval_without_a_unit_is_refused() {
        assertThatThrownBy(() -> ScheduleTime.every("15"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("--every 15 has no unit");
    }

    @Test
    void systemd_finds_nothing_wrong_with_the_units() throws Exception {
        Path service = Files.writeString(
                dir.resolve(SystemdUnits.service("fleet")),
                SystemdUnits.serviceText(schedule(ScheduleTime.every("30m")), true));
        Path timer = Files.writeString(
                dir.resolve(SystemdUnits.timer("fleet")), SystemdUnits.timerText(schedule(ScheduleTime.every("30m"))));
        Process verify = new ProcessBuilder(
                        "systemd-analyze", "verify", "--man=no", service.toString(), timer.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        verify.waitFor();

        assertThat(said.lines().filter(line -> line.contains("hitless-fleet")))
                .as(said)
                .isEmpty();
    }

    @Test
    void units_say_what_holds_for_a_run() {
        assertThat(SystemdUnits.serviceText(schedule(ScheduleTime.every("30m")), true))
                .contains(
                        "\nTimeoutStartSec=1800\n",
                        "\nUser=root\n",
                        "\nSuccessExitStatus=3\n",
                        "\nWorkingDirectory=" + dir + "\n",
                        "=50%% \\\"of\\\" it\"\n");
        assertThat(SystemdUnits.serviceText(schedule(ScheduleTime.every("30m")), false))
                .doesNotContain("User=", "network-online.target");
        assertThat(SystemdUnits.timerText(schedule(ScheduleTime.every("30m"))))
                .contains("\nRandomizedDelaySec=1\n", "\nPersistent=true\n", "\nOnCalendar=*-*-* *:00/30:00\n");
    }

    @Test
    void the_names_of_schedules_are_those_of_timers() {
        assertThat(SystemdUnits.names(List.of(
                        "hitless-b.timer",
                        "hitless-a.service",
                        "hitless-a.timer",
                        "other.timer",
                        "hitless-B.timer",
                        "hitless-.timer")))
                .containsExactly("a", "b");
    }

    @Test
    void a_crontab_line_runs_the_command_as_it_was_typed() throws Exception {
        assertThat(sh(line())).isZero();

        assertThat(Files.readAllLines(dir.resolve("said")))
                .containsExactly(
                        WORDS.get(0), WORDS.get(1), WORDS.get(2), WORDS.get(3), dir.toString(), "50% \"of\" it");
    }

    @Test
    void a_crontab_line_does_nothing_while_the_run_before_is_at_it() throws Exception {
        Process holder = new ProcessBuilder("flock", dir.resolve("lock").toString(), "sleep", "30").start();
        try {
            Thread.sleep(300);
            assertThat(sh(line())).isZero();
            assertThat(dir.resolve("said")).doesNotExist();
        } finally {
            holder.descendants().forEach(ProcessHandle::destroyForcibly);
            holder.destroyForcibly().waitFor();
        }
    }

    @Test
    void times_that_a_crontab_has_no_form_for_are_refused() {
        assertThatThrownBy(() ->
                        Crontab.line(schedule(ScheduleTime.calendar("Mon..Fri *-*-* 06:00")), dir.resolve("lock")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no simple form");
    }

    /** The command of the line, as cron would take it. */
    private String line() {
        String line = Crontab.line(schedule(ScheduleTime.calendar("04:30")), dir.resolve("lock"));
        assertThat(line).startsWith("30 4 * * * ");
        return line.substring("30 4 * * * ".length()).replace("\\%", "%");
    }

    private int sh(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", command).inheritIO().start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
