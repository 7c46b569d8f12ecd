package io.hitless.run.step;

import io.hitless.playbook.Block;
import io.hitless.playbook.Include;
import io.hitless.playbook.Meta;
import io.hitless.playbook.Role;
import io.hitless.playbook.Step;
import io.hitless.playbook.Task;
import io.hitless.template.Template;
import io.hitless.value.Values;
import org.jspecify.annotations.Nullable;

/** The names of steps as written, without the variables of a host. */
public final class WrittenNames {
    private WrittenNames() {}

    /** Returns the name as written. For a step without one, returns its action, with the role if it includes one. */
    public static String of(Step step) {
        Template name = step.name();
        if (name != null) {
            return text(name);
        }
        Include role = includesRole(step);
        return role == null ? action(step) : action(step) + " : " + text(role.target());
    }

    /** Returns the name with that of the role before it, if it has one. */
    static String withRole(Step step) {
        Role role = roleInTitle(step);
        return role == null ? of(step) : role.name() + " : " + of(step);
    }

    /**
     * Returns the role that is shown before the name. As in Ansible, there is none if the step itself includes a role.
     */
    static @Nullable Role roleInTitle(Step step) {
        return includesRole(step) == null ? step.role() : null;
    }

    private static @Nullable Include includesRole(Step step) {
        return step instanceof Include include && include.kind() == Include.Kind.ROLE ? include : null;
    }

    static String action(Step step) {
        return switch (step) {
            case Task task -> task.action();
            case Include include -> include.action();
            case Meta meta -> meta.action();
            case Block _ -> "block";
        };
    }

    static String text(Template written) {
        return switch (written) {
            case Template.Text text -> text.text().text();
            case Template.Constant constant -> Values.text(constant.value());
            default -> written.span().text();
        };
    }
}
