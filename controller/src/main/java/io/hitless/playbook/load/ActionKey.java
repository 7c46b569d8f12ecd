package io.hitless.playbook.load;

import io.hitless.playbook.ScalarValues;
import io.hitless.source.MappedText;
import io.hitless.source.Span;
import io.hitless.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/**
 * The action of a task, as found among the task's keys.
 *
 * @param name as written
 * @param text the arguments in one line, or null
 * @param options the arguments as a mapping, or null
 * @param local whether the key was {@code local_action}
 */
record ActionKey(String name, Span span, @Nullable MappedText text, YamlNode.@Nullable Mapping options, boolean local) {
    /** The name without the prefix {@code ansible.builtin.}. */
    String shortName() {
        return ScalarValues.shortName(name);
    }
}
