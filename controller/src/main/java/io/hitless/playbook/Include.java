package io.hitless.playbook;

import io.hitless.source.Span;
import io.hitless.template.Template;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code include_tasks} or {@code include_role}: the included steps are read when a host reaches the include.
 *
 * @param action the module's name as written
 * @param target the file or the role's name
 * @param options {@code tasks_from}, {@code vars_from}, {@code defaults_from}, {@code handlers_from}, {@code public}, …
 *     as written
 * @param apply keywords for the included tasks
 * @param applyTags tags for the included tasks that are templates, which are evaluated when a host includes them
 * @param notifies the handlers that an included task notifies if it has no {@code notify} of its own
 */
public record Include(
        Kind kind,
        String action,
        @Nullable Template name,
        Template target,
        Map<String, Template> options,
        InheritedKeywords apply,
        List<Template> applyTags,
        InheritedKeywords settings,
        @Nullable Loop loop,
        @Nullable String register,
        List<Template> notifies,
        TaskLocation place,
        Span span)
        implements Step {
    /** The kind of content that is included. */
    public enum Kind {
        TASKS,
        ROLE
    }

    public Include {
        options = Map.copyOf(options);
        applyTags = List.copyOf(applyTags);
        notifies = List.copyOf(notifies);
    }
}
