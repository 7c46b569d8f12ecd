package io.hitless.run.settings;

import io.hitless.agent.Become;
import io.hitless.playbook.Tags;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the operator wants a run carried out: the command line's part, the lowest in precedence for what a play or the
 * inventory also can say.
 *
 * @param forks how many hosts are worked on at once
 * @param mode whether hosts are changed, and what is said if not
 * @param tags which tasks are run
 * @param step whether to ask before each task
 * @param startAtTask the name (a glob) of the first task to run, or null
 * @param limit a host pattern that narrows every play, or null
 * @param taskLimit how long one call may take on a host
 * @param verbosity how many {@code -v} were given: what {@code debug} compares its own with
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
        int verbosity) {
    /** Whether hosts are left as they are. */
    public boolean check() {
        return mode.predicts();
    }

    /** The same in another mode. What is foreseen is told with its diffs, and nobody is asked before each task. */
    public RunSettings in(Mode other) {
        boolean foresees = other instanceof Mode.Plan;
        return new RunSettings(
                forks,
                other,
                diff || foresees,
                tags,
                step && !foresees,
                startAtTask,
                forceHandlers,
                limit,
                login,
                elevation,
                taskLimit,
                verbosity);
    }

    /**
     * Who logs in and how, where neither play nor inventory says.
     *
     * @param options ssh options by lower-case name
     */
    public record Login(
            @Nullable String user,
            @Nullable String password,
            @Nullable Path keyFile,
            @Nullable String connection,
            Map<String, String> options,
            Duration connectTimeout,
            int retries) {
        public Login {
            options = Map.copyOf(options);
        }
    }

    /** Whether and how to become another user, where neither play nor inventory says. */
    public record Elevation(
            boolean become,
            Become.Method method,
            String user,
            @Nullable String password) {}
}
