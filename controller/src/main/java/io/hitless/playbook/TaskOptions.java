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
 * @param names the option names that are templates themselves, as in {@code set_fact}; by the name as written
 * @param whole a template that returns further options as a mapping ({@code args: "{{ options }}"}), or null
 */
public record TaskOptions(
        Map<String, Template> options,
        Map<String, Template> names,
        @Nullable Template whole) {
    public TaskOptions {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        names = Map.copyOf(names);
    }

    public TaskOptions(Map<String, Template> options, @Nullable Template whole) {
        this(options, Map.of(), whole);
    }
}
