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
 * @param names those of the options' names that are templates themselves, as {@code set_fact} takes them, as written
 * @param whole a template that gives further options as a mapping ({@code args: "{{ options }}"}), or null
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
