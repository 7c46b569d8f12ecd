package io.hitless.haproxy.live;

import java.util.List;

/**
 * A command, and what takes it back.
 *
 * @param undo in order; empty if another action's undo takes this one back, too
 */
public record LiveAction(RuntimeCommand command, List<RuntimeCommand> undo) {
    public LiveAction {
        undo = List.copyOf(undo);
    }

    static LiveAction of(RuntimeCommand command, RuntimeCommand... undo) {
        return new LiveAction(command, List.of(undo));
    }
}
