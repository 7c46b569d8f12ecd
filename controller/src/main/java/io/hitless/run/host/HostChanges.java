package io.hitless.run.host;

import io.hitless.agent.Become;
import io.hitless.playbook.Task;
import io.hitless.run.step.WrittenNames;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The changes of a run's tasks on a host, as far as a rollback needs them: the identities that acted there, and actions
 * on delegates.
 */
public final class HostChanges {
    /**
     * A user of the host whose changes are undone together.
     *
     * @param become null: the login user
     * @param task the first task that acted as this user
     */
    public record Identity(@Nullable Become become, Task task) {}

    private final List<Identity> identities = new ArrayList<>();
    private final Set<String> onDelegates = new LinkedHashSet<>();

    /**
     * Adds a task that changed something, or may have done so.
     *
     * @param delegate the host that the task was delegated to, or null
     */
    public void add(Task task, @Nullable Become become, @Nullable String delegate) {
        if (delegate != null) {
            onDelegates.add("'" + WrittenNames.of(task) + "' acted on " + delegate);
        } else if (identities.stream().noneMatch(known -> Objects.equals(known.become(), become))) {
            identities.add(new Identity(become, task));
        }
    }

    /** Whether nothing was changed, as far as the run knows. */
    public boolean isEmpty() {
        return identities.isEmpty() && onDelegates.isEmpty();
    }

    void clear() {
        identities.clear();
        onDelegates.clear();
    }

    /** The identities that acted, last first. */
    public List<Identity> identities() {
        return identities.reversed();
    }

    /** Returns the tasks that ran on other hosts, by delegation. A rollback of this host does not undo them. */
    public List<String> onDelegates() {
        return List.copyOf(onDelegates);
    }
}
