package io.hitless.run.host;

import io.hitless.playbook.Role;
import io.hitless.playbook.RoleUse;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which roles a host has run in the current play, and which of them it has ended early. */
public final class RoleProgress {
    private final Map<RoleUse, Role> begun = new ConcurrentHashMap<>();
    private final Set<RoleUse> complete = ConcurrentHashMap.newKeySet();
    private final Set<Role> ended = Collections.newSetFromMap(new IdentityHashMap<>());

    void startPlay() {
        begun.clear();
        complete.clear();
        ended.clear();
    }

    /** Records that a task of a role was run. */
    public void run(@Nullable Role role) {
        if (role != null && role.use() != null) {
            begun.putIfAbsent(role.use(), role);
        }
    }

    /**
     * Records that the host has passed the last step of a role. If it has run none of them, the role is not complete.
     */
    public void complete(@Nullable Role role) {
        if (role != null && role.use() != null && begun.containsKey(role.use())) {
            complete.add(role.use());
        }
    }

    /** Returns whether a role was used in this way and is complete. */
    public boolean isComplete(RoleUse use) {
        return complete.contains(use);
    }

    /** Skips what is left of a role. */
    public void end(Role role) {
        ended.add(role);
    }

    /** Returns whether the rest of a role is skipped, since the role or one that includes it was ended. */
    public boolean hasEnded(@Nullable Role role) {
        return role != null && (ended.contains(role) || hasEnded(role.parent()));
    }

    /** Returns whether a role is left out, since it was used in the same way earlier in the play. */
    @SuppressWarnings("ReferenceEquality") // is it another use?
    public boolean isRepeated(@Nullable Role role) {
        RoleUse use = role == null ? null : role.use();
        return use != null && !use.included() && complete.contains(use) && begun.get(use) != role;
    }
}
