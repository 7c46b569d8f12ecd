package io.hitless.playbook;

import io.hitless.template.Template;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a task as written.
 *
 * @param options by canonical name (aliases resolved), in order
 * @param whole a template that gives further options as a mapping ({@code args: "{{ options }}"}), or null
 */
public record TaskOptions(
        Map<String, Template> options, @Nullable Template whole) {
    public TaskOptions {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }
}
