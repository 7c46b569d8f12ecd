package io.hitless.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.cli.option.CommandRegistry;
import io.hitless.drift.Crontab;
import io.hitless.drift.Schedule;
import io.hitless.drift.ScheduleTime;
import io.hitless.source.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class ScheduleRequestTest {
    @Command(name = "hitless", subcommands = Check.class)
    private static final class Root {}

    @Command(name = "check")
    private static final class Check {
        @Option(names = {"-k", "--ask-pass"})
        private boolean ask;

        @Option(names = "-i")
        private @Nullable String inventory;

        @Parameters(arity = "1")
        private @Nullable String playbook;
    }

    private static final CommandRegistry COMMANDS = new CommandRegistry() {
        @Override
        public CommandLine commandLine(String... args) {
            return new CommandLine(new Root());
        }

        @Override
        public CommandLine withLaunched() {
            return commandLine();
        }
    };

    private static ScheduleRequest request(String name, String limit, @Nullable String user, String words) {
        return new ScheduleRequest(name, ScheduleTime.every("30m"), List.of(words.split(" ")), "1m", limit, true, user);
    }

    @Test
    void a_schedule_has_the_command_its_directory_its_launcher_and_the_variables_it_needs() {
        Schedule schedule = request("nightly", "2h", "ann", "check -i hosts.yml site.yml")
                .checked(COMMANDS, false, Map.of("TZ", "UTC", "JAVA_HOME", "", "SECRET", "x"));

        assertThat(schedule.words()).containsExactly("check", "-i", "hosts.yml", "site.yml");
        assertThat(schedule.environment()).containsExactly(Map.entry("TZ", "UTC"));
        assertThat(schedule.limit()).isEqualTo(Duration.ofHours(2));
        assertThat(schedule.jitter()).isEqualTo(Duration.ofMinutes(1));
        assertThat(schedule.directory()).isEqualTo(Path.of("").toAbsolutePath());
        assertThat(schedule.launcher()).hasFileName("hitless").matches(Files::isExecutable);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Nightly | 1h | '' | check site.yml | can't be the name of a schedule",
                "nightly | 0  | '' | check site.yml | --time-limit needs more than 0 seconds",
                "nightly | 1h | ann | check site.yml | --run-as is for schedules of the machine",
                "nightly | 1h | '' | check -x site.yml | Unknown option: '-x'",
                "nightly | 1h | '' | check | Missing required parameter",
                "nightly | 1h | '' | check -k site.yml | --ask-pass asks a question",
            })
    void a_mistake_shows_when_the_schedule_is_added(
            String name, String limit, String user, String words, String message) {
        ScheduleRequest request = request(name, limit, user.isEmpty() ? null : user, words);

        assertThatThrownBy(() -> request.checked(COMMANDS, true, Map.of()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(message);
    }

    @Test
    void times_that_would_forge_lines_of_a_unit_are_refused() {
        assertThatThrownBy(() -> ScheduleRequest.calendar("daily\nOnBootSec=1"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("systemd does not understand that");
    }

    @Test
    void a_line_of_a_crontab_locks_in_the_users_runtime_directory_if_there_is_one() {
        assertThat(Crontab.lockFile("nightly", Map.of())).hasToString("/run/lock/hitless-nightly.lock");
        assertThat(Crontab.lockFile("nightly", Map.of("XDG_RUNTIME_DIR", "/run/user/7")))
                .hasToString("/run/user/7/hitless-nightly.lock");
    }
}
