package io.hitless.run.step;

import io.hitless.playbook.Block;
import io.hitless.playbook.Include;
import io.hitless.playbook.Meta;
import io.hitless.playbook.Role;
import io.hitless.playbook.Step;
import io.hitless.playbook.Task;
import io.hitless.playbook.TaskLocation;
import io.hitless.template.Template;
import io.hitless.value.Values;
import org.jspecify.annotations.Nullable;

/** The names of steps as written, without the variables of a host. */
public final class WrittenNames {
    private WrittenNames() {}

    /** Returns the name as written. For a step without one, returns its action, with the role if it includes one. */
    public static String of(Step step) {
        Template name = template(step);
        if (name != null) {
            return text(name);
        }
        Include role = includesRole(step);
        return role == null ? action(step) : action(step) + " : " + text(role.target());
    }

    /**
     * Returns the role that is shown before the name. As in Ansible, there is none if the step itself includes a role.
     */
    static @Nullable Role roleInTitle(Step step) {
        return includesRole(step) == null ? role(step) : null;
    }

    private static @Nullable Include includesRole(Step step) {
        return step instanceof Include include && include.kind() == Include.Kind.ROLE ? include : null;
    }

    static String action(Step step) {
        return switch (step) {
            case Task task -> task.action();
            case Include include -> include.kind() == Include.Kind.TASKS ? "include_tasks" : "include_role";
            case Meta _ -> "meta";
            case Block _ -> "block";
        };
    }

    public static @Nullable Role role(Step step) {
        TaskLocation place = place(step);
        return place == null ? null : place.role();
    }

    static @Nullable Template template(Step step) {
        return switch (step) {
            case Task task -> task.name();
            case Include include -> include.name();
            case Meta meta -> meta.name();
            case Block block -> block.name();
        };
    }

    /** Returns the location of a step; that of a block is the location of its first step. */
    static @Nullable TaskLocation place(Step step) {
        return switch (step) {
            case Task task -> task.place();
            case Include include -> include.place();
            case Meta meta -> meta.place();
            case Block block ->
                block.steps().isEmpty() ? null : place(block.steps().getFirst());
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
