package io.hitless.playbook;

import io.hitless.template.Expression;
import io.hitless.template.Template;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a task has of its own and from all around it, the play included: already inherited, so a task needs no look at its parents.
 *
 * @param keywords the nearest value of each
 * @param when conditions that must all hold, the outermost first
 * @param tags all of them, own and inherited
 * @param environment outermost first; later ones win
 * @param vars of the blocks around, outermost first, the task's own last; not the play's
 * @param moduleDefaults options by module name, already merged
 */
public record Settings(
        Map<Keyword, Template> keywords,
        List<Expression> when,
        List<String> tags,
        List<Template> environment,
        List<Map<String, Template>> vars,
        Map<String, Map<String, Template>> moduleDefaults) {
    public static final Settings NONE = new Settings(Map.of(), List.of(), List.of(), List.of(), List.of(), Map.of());

    public Settings {
        keywords = keywords.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(keywords));
        when = List.copyOf(when);
        tags = List.copyOf(tags);
        environment = List.copyOf(environment);
        vars = List.copyOf(vars);
        moduleDefaults = Map.copyOf(moduleDefaults);
    }

    public @Nullable Template get(Keyword keyword) {
        return keywords.get(keyword);
    }
}
