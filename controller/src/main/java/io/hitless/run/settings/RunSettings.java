package io.hitless.run.settings;

import io.hitless.agent.Become;
import io.hitless.inventory.UnmatchedPattern;
import io.hitless.playbook.Tags;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a run from the command line. Plays and inventory override those that they can also set.
 *
 * @param forks how many hosts run in parallel
 * @param mode whether hosts are changed, and what is predicted if not
 * @param tags which tasks are run
 * @param step whether to ask before each task
 * @param startAtTask the name (a glob) of the first task to run, or null
 * @param limit a host pattern that limits every play, or null
 * @param taskLimit how long one call may take on a host
 * @param verbosity how many {@code -v} were given; {@code debug} compares its own with it
 * @param output of which commands the output is read while they run
 * @param defaults what is configured for plays and tasks
 */
public record RunSettings(
        int forks,
        Mode mode,
        boolean diff,
        Tags tags,
        boolean step,
        @Nullable String startAtTask,
        boolean forceHandlers,
        @Nullable String limit,
        Login login,
        Elevation elevation,
        Duration taskLimit,
        int verbosity,
        WatchedOutput output,
        Defaults defaults) {
    /** Whether hosts are not changed. */
    public boolean check() {
        return mode.predicts();
    }

    /** The same in another mode. A plan shows diffs and does not ask before each task. */
    public RunSettings in(Mode other) {
        boolean plans = other instanceof Mode.Plan;
        return new RunSettings(
                forks,
                other,
                diff || plans,
                tags,
                step && !plans,
                startAtTask,
                forceHandlers,
                limit,
                login,
                elevation,
                taskLimit,
                verbosity,
                output,
                defaults);
    }

    /** Of which commands the output is read while they run. */
    public enum WatchedOutput {
        NONE,
        /** Of tasks for which the playbook asks for it. */
        WANTED,
        /** The same, and of batches with so few hosts that the live view has a line for each. */
        OF_FEW_HOSTS,
        ALL
    }

    /**
     * The defaults of plays and tasks.
     *
     * @param strategy of plays
     * @param poll seconds between two questions whether the job of a task with {@code async} has ended
     * @param factsOnce whether facts are gathered only from hosts whose facts are not known
     * @param missingHandlersFail whether a host fails that notifies a handler that is not there; else it is warned of
     * @param unmatched what a part of a play's pattern means that matches nothing
     * @param showsArguments whether headings of tasks show arguments
     */
    public record Defaults(
            String strategy,
            double poll,
            boolean factsOnce,
            boolean missingHandlersFail,
            UnmatchedPattern unmatched,
            boolean showsArguments) {
        /** Those of a configuration that says nothing. */
        public static final Defaults USUAL = new Defaults("linear", 15, false, true, UnmatchedPattern.WARNING, false);
    }

    /**
     * How to log in, unless play or inventory say otherwise.
     *
     * @param options ssh options by lower-case name
     * @param remoteTmp the preferred directory for temporary files on hosts, or null
     */
    public record Login(
            @Nullable String user,
            @Nullable String password,
            @Nullable Path keyFile,
            @Nullable String connection,
            Map<String, String> options,
            Duration connectTimeout,
            int retries,
            @Nullable String remoteTmp) {
        public Login {
            options = Map.copyOf(options);
        }
    }

    /**
     * Whether and how to become another user, unless play or inventory say otherwise.
     *
     * @param exe the program to use instead of the method's own, or null
     * @param flags the flags to use instead of the method's own, or null
     */
    public record Elevation(
            boolean become,
            Become.Method method,
            String user,
            @Nullable String password,
            @Nullable String exe,
            @Nullable String flags) {}
}
