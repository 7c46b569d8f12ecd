package io.hitless.cli.output;

import io.hitless.config.Configuration;
import io.hitless.report.UnifiedDiff;
import io.hitless.report.console.ConsoleOptions;
import io.hitless.report.console.ResultFormat;
import io.hitless.report.console.ResultNotation;
import io.hitless.report.console.ShownOutput;
import io.hitless.run.settings.RunSettings;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a run is shown.
 *
 * @param live whether a terminal shows the live view
 * @param grouped whether hosts with the same result share a line
 * @param separate whether each host has its own line in the live view, too
 * @param callback Ansible's output format to use; null: hitless' own
 * @param tail whether what commands print is shown while they run
 */
public record Display(
        boolean live,
        int verbosity,
        boolean diff,
        boolean grouped,
        boolean separate,
        @Nullable Callback callback,
        Tail tail) {
    /** The default. */
    public static final Display PLAIN = new Display(true, 0, false, false, false, null, Tail.AUTO);

    /** Whether what commands print is shown while they run. */
    public enum Tail {
        /** On a terminal: with {@code -v}, or if there is one host. Elsewhere, if the playbook asks for it. */
        AUTO,
        ALWAYS,
        NEVER
    }

    /** Of which commands the output must be read while they run. On a terminal, the live view shows some of it. */
    public RunSettings.WatchedOutput watched() {
        return switch (tail) {
            case ALWAYS -> RunSettings.WatchedOutput.ALL;
            case NEVER -> RunSettings.WatchedOutput.NONE;
            case AUTO ->
                callback != null || !Terminal.isInteractive()
                        ? RunSettings.WatchedOutput.WANTED
                        : verbosity > 0 ? RunSettings.WatchedOutput.ALL : RunSettings.WatchedOutput.OF_FEW_HOSTS;
        };
    }

    private ShownOutput shownOutput() {
        return switch (tail) {
            case ALWAYS -> ShownOutput.ALL;
            case NEVER -> ShownOutput.NONE;
            case AUTO -> {
                if (callback != null) {
                    yield ShownOutput.NONE;
                }
                yield !Terminal.isInteractive()
                        ? ShownOutput.WANTED
                        : verbosity > 0 ? ShownOutput.ALL : ShownOutput.OF_ONE_HOST;
            }
        };
    }

    /** @param shownLive whether the live view is shown */
    boolean isGrouped(boolean shownLive) {
        return grouped || (shownLive && !separate);
    }

    ConsoleOptions console(boolean colour, boolean grouped) {
        return new ConsoleOptions(colour, verbosity, diff, grouped, shownOutput(), format());
    }

    private ResultFormat format() {
        Configuration config = Configuration.current();
        return new ResultFormat(
                callback == null ? ResultNotation.USUAL : callback.notation(),
                config.flag("DISPLAY_SKIPPED_HOSTS"),
                config.flag("display_ok_hosts"),
                callback == null || config.flag("show_task_path_on_failure"),
                config.flag("check_mode_markers"),
                config.flag("display_failed_stderr"),
                config.flag("show_per_host_start"),
                callback == null,
                config.flag("SHOW_CUSTOM_STATS"),
                Math.toIntExact(Objects.requireNonNullElse(config.number("DIFF_CONTEXT"), (long) UnifiedDiff.CONTEXT)));
    }
}
