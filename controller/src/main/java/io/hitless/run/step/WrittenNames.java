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

/** What steps are called as they are written, before any host is known. */
public final class WrittenNames {
    private WrittenNames() {}

    /** The name as written; the action for a step without one, with the role that it includes. */
    public static String of(Step step) {
        Template name = template(step);
        if (name != null) {
            return text(name);
        }
        Include role = includesRole(step);
        return role == null ? action(step) : action(step) + " : " + text(role.target());
    }

    /** The role that stands before the name; as in Ansible none, where the step includes a role itself. */
    static @Nullable Role roleInTitle(Step step) {
        return includesRole(step) == null ? role(step) : null;
    }

    private static @Nullable Include includesRole(Step step) {
        return step instanceof Include include && include.kind() == Include.Kind.ROLE ? include : null;
    }

    public static String action(Step step) {
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

    public static @Nullable Template template(Step step) {
        return switch (step) {
            case Task task -> task.name();
            case Include include -> include.name();
            case Meta meta -> meta.name();
            case Block block -> block.name();
        };
    }

    /** Where a step stands; a block stands where its first step does. */
    public static @Nullable TaskLocation place(Step step) {
        return switch (step) {
            case Task task -> task.place();
            case Include include -> include.place();
            case Meta meta -> meta.place();
            case Block block ->
                block.steps().isEmpty() ? null : place(block.steps().getFirst());
        };
    }

    public static String text(Template written) {
        return switch (written) {
            case Template.Text text -> text.text().text();
            case Template.Constant constant -> Values.text(constant.value());
            default -> written.span().text();
        };
    }
}
