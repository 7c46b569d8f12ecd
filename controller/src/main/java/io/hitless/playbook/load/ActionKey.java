package io.hitless.playbook.load;

import io.hitless.playbook.ScalarValues;
import io.hitless.source.MappedText;
import io.hitless.source.Span;
import io.hitless.template.Template;
import io.hitless.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/**
 * The action of a task, as found among the task's keys.
 *
 * @param name as written
 * @param template the name if it is a template, or null
 * @param text the arguments in one line, or null
 * @param options the arguments as a mapping, or null
 * @param local whether the key was {@code local_action}
 */
record ActionKey(
        String name,
        @Nullable Template template,
        Span span,
        @Nullable MappedText text,
        YamlNode.@Nullable Mapping options,
        boolean local) {
    /** An action whose name is no template. */
    ActionKey(String name, Span span, @Nullable MappedText text, YamlNode.@Nullable Mapping options, boolean local) {
        this(name, null, span, text, options, local);
    }

    /** Returns the same action with the name that its template gave. */
    ActionKey named(String other) {
        return new ActionKey(other, span, text, options, local);
    }

    /** The name without the prefix {@code ansible.builtin.}. */
    String shortName() {
        return ScalarValues.shortName(name);
    }
}
