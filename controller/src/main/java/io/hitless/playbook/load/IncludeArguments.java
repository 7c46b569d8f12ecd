package io.hitless.playbook.load;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of an include, resolved for the hosts that reach it.
 *
 * @param name the file or the role
 * @param from {@code tasks_from} and the like
 * @param tags those of {@code apply} that are templates
 * @param loopVariables variables of the include's loop ({@code item}, …), which the included tasks see as include
 *     parameters; empty without a loop
 */
public record IncludeArguments(
        String name, Map<String, String> from, List<String> tags, Map<String, @Nullable Object> loopVariables) {
    public IncludeArguments {
        from = Map.copyOf(from);
        tags = List.copyOf(tags);
        loopVariables = Collections.unmodifiableMap(new LinkedHashMap<>(loopVariables));
    }

    /** Arguments without a loop and without tags that are templates. */
    public static IncludeArguments of(String name, Map<String, String> from) {
        return new IncludeArguments(name, from, List.of(), Map.of());
    }
}
