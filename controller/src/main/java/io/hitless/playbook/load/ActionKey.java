package io.hitless.playbook.load;

import io.hitless.playbook.ScalarValues;
import io.hitless.source.MappedText;
import io.hitless.source.Span;
import io.hitless.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/**
 * What a task calls, as found among its keys.
 *
 * @param name as written
 * @param text its arguments in one line, or null
 * @param options its arguments as a mapping, or null
 * @param local whether it was a {@code local_action}
 */
record ActionKey(String name, Span span, @Nullable MappedText text, YamlNode.@Nullable Mapping options, boolean local) {
    /** Without the prefix of the builtin collection. */
    String shortName() {
        return ScalarValues.shortName(name);
    }
}
