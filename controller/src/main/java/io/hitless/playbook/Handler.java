package io.hitless.playbook;

import java.util.List;

/**
 * A step that runs when it was notified, once, at the end of its section.
 *
 * @param step a task, a block or an include; its name may hold templates
 * @param listen further topics it answers to
 */
public record Handler(Step step, List<String> listen) {
    public Handler {
        listen = List.copyOf(listen);
    }
}
