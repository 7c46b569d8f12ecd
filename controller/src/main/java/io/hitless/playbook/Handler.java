package io.hitless.playbook;

import io.hitless.template.Template;
import java.util.List;

/**
 * A handler: a step that runs at the end of its section if it was notified, once however often that was.
 *
 * @param step a task, a block or an include; its name may contain templates
 * @param listen topics that also notify the handler
 */
public record Handler(Step step, List<String> listen) {
    public Handler {
        listen = List.copyOf(listen);
    }

    /** Whether it has one name, whatever the variables are. Otherwise, a role that is used twice has two handlers. */
    public boolean isNamedAlike() {
        Template name = step.name();
        return name == null || name instanceof Template.Constant;
    }
}
