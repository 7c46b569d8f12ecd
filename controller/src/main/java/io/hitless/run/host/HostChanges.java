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
 * What the tasks of a run left on a host, as far as it must be known to undo it: as whom they acted, and what they did
 * elsewhere.
 */
public final class HostChanges {
    /** Somebody on the host whose changes can be undone as one. */
    public record Identity(@Nullable Become become, Task task) {}

    private final List<Identity> identities = new ArrayList<>();
    private final Set<String> elsewhere = new LinkedHashSet<>();

    /**
     * Notes a task that changed something, or may have.
     *
     * @param delegate the host that acted in its place, or null
     */
    public void add(Task task, @Nullable Become become, @Nullable String delegate) {
        if (delegate != null) {
            elsewhere.add("'" + WrittenNames.of(task) + "' acted on " + delegate);
        } else if (identities.stream().noneMatch(known -> Objects.equals(known.become(), become))) {
            identities.add(new Identity(become, task));
        }
    }

    /** Whether nothing was changed, as far as is known. */
    public boolean isEmpty() {
        return identities.isEmpty() && elsewhere.isEmpty();
    }

    void clear() {
        identities.clear();
        elsewhere.clear();
    }

    /** Those that acted, the last to come first. */
    public List<Identity> identities() {
        return identities.reversed();
    }

    /** What was done on other hosts in this one's place: its undoing is not this host's. */
    public List<String> elsewhere() {
        return List.copyOf(elsewhere);
    }
}
