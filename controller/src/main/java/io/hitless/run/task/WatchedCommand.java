package io.hitless.run.task;

import io.hitless.agent.LiveOutput;
import io.hitless.event.Event;
import io.hitless.playbook.Keyword;
import io.hitless.run.event.EventPublisher;
import io.hitless.run.settings.RunSettings.WatchedOutput;
import io.hitless.template.eval.Scope;
import io.hitless.value.BooleanWords;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The output of a command is published while it runs. */
final class WatchedCommand {
    /** The variable by which a playbook asks for it. */
    static final String VARIABLE = "hitless_live";

    /** Modules that run one command of the user (run_task in parts/commands.sh). */
    private static final Set<String> MODULES = Set.of("command", "shell", "script");

    /** Hosts for each of which the live view has a line: on more, nobody would see what their commands print. */
    private static final int FEW = 16;

    private WatchedCommand() {}

    /** Returns what receives the output of a task's command, or null if nobody wants to see it or it is hidden. */
    static @Nullable LiveOutput of(AssignedTask its, Scope scope, WatchedOutput watched, EventPublisher events) {
        if (watched == WatchedOutput.NONE
                || !MODULES.contains(its.task().module().name())
                || its.purpose().looks()
                || its.isSet(Keyword.NO_LOG)) {
            return null;
        }
        Object value = scope.get(VARIABLE);
        boolean wanted = value != null && !(value instanceof Undefined) && BooleanWords.isTrue(Values.text(value));
        boolean isWatched = wanted
                || switch (watched) {
                    case NONE, WANTED -> false;
                    case OF_FEW_HOSTS ->
                        scope.get("ansible_play_batch") instanceof List<?> hosts && hosts.size() <= FEW;
                    case ALL -> true;
                };
        if (!isWatched) {
            return null;
        }
        return (stream, lines) -> events.publish(new Event.Output(
                its.ref(), its.host().name(), Event.Output.Stream.valueOf(stream.name()), lines, wanted));
    }
}
