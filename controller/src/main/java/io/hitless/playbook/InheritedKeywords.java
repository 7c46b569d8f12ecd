package io.hitless.playbook;

import io.hitless.template.Expression;
import io.hitless.template.Template;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a task has of its own and from all around it, the play included: already inherited, so a task needs no look at
 * its parents.
 *
 * @param keywords the nearest value of each
 * @param behind what is farther out, nearest first, where the nearest value is a template and so may be {@code omit}
 * @param when conditions that must all hold, the outermost first
 * @param tags all of them, own and inherited
 * @param environment outermost first; later ones win
 * @param vars of the blocks around, outermost first, the task's own last; not the play's
 * @param includeParams variables of the includes and imports that brought the task here, outermost first; above set
 *     facts and role params
 * @param moduleDefaults options by module name (short), already merged; those of a group by {@code group/NAME MODULE}
 */
public record InheritedKeywords(
        Map<Keyword, Template> keywords,
        Map<Keyword, List<Template>> behind,
        List<Expression> when,
        List<String> tags,
        List<Template> environment,
        List<Map<String, Template>> vars,
        List<Map<String, Template>> includeParams,
        Map<String, Map<String, Template>> moduleDefaults) {
    public static final InheritedKeywords NONE =
            new InheritedKeywords(Map.of(), List.of(), List.of(), List.of(), List.of(), List.of(), Map.of());

    /** Keywords with nothing behind them. */
    public InheritedKeywords(
            Map<Keyword, Template> keywords,
            List<Expression> when,
            List<String> tags,
            List<Template> environment,
            List<Map<String, Template>> vars,
            List<Map<String, Template>> includeParams,
            Map<String, Map<String, Template>> moduleDefaults) {
        this(keywords, Map.of(), when, tags, environment, vars, includeParams, moduleDefaults);
    }

    public InheritedKeywords {
        keywords = keywords.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(keywords));
        behind = Map.copyOf(behind);
        when = List.copyOf(when);
        tags = List.copyOf(tags);
        environment = List.copyOf(environment);
        vars = List.copyOf(vars);
        includeParams = List.copyOf(includeParams);
        moduleDefaults = Collections.unmodifiableMap(new LinkedHashMap<>(moduleDefaults));
    }

    public @Nullable Template get(Keyword keyword) {
        return keywords.get(keyword);
    }

    /** The default options of a module: those of its groups, and its own above them. */
    public Map<String, Template> defaultsOf(String module) {
        if (moduleDefaults.isEmpty()) {
            return Map.of();
        }
        Map<String, Template> out = new LinkedHashMap<>();
        moduleDefaults.forEach((name, options) -> {
            if (name.startsWith("group/") && name.endsWith(" " + module)) {
                out.putAll(options);
            }
        });
        out.putAll(moduleDefaults.getOrDefault(module, Map.of()));
        return out;
    }

    /** The nearest value of a keyword, and those that hold where it is omitted, in turn. */
    public List<Template> nearest(Keyword keyword) {
        Template nearest = keywords.get(keyword);
        return nearest == null ? List.of() : joined(List.of(nearest), behind.getOrDefault(keyword, List.of()));
    }

    private Map<Keyword, List<Template>> behind(InheritedKeywords inner) {
        Map<Keyword, List<Template>> out = new HashMap<>(behind);
        inner.keywords.forEach((keyword, value) -> {
            List<Template> farther = value instanceof Template.Constant ? List.of() : nearest(keyword);
            out.put(keyword, joined(inner.behind.getOrDefault(keyword, List.of()), farther));
        });
        out.values().removeIf(List::isEmpty);
        return out;
    }

    /** What holds inside these for something that says {@code inner} of its own. */
    public InheritedKeywords and(InheritedKeywords inner) {
        Map<Keyword, Template> nearest = new EnumMap<>(Keyword.class);
        nearest.putAll(keywords);
        nearest.putAll(inner.keywords);
        Map<String, Map<String, Template>> defaults = new LinkedHashMap<>(moduleDefaults);
        defaults.putAll(inner.moduleDefaults);
        Set<String> allTags = new LinkedHashSet<>(tags);
        allTags.addAll(inner.tags);
        return new InheritedKeywords(
                nearest,
                behind(inner),
                joined(when, inner.when),
                List.copyOf(allTags),
                joined(environment, inner.environment),
                joined(vars, inner.vars),
                joined(includeParams, inner.includeParams),
                defaults);
    }

    /** These with the variables of an include or import, for what it brings. */
    public InheritedKeywords withIncludeParams(Collection<Map<String, Template>> params) {
        return new InheritedKeywords(
                keywords, behind, when, tags, environment, vars, joined(includeParams, params), moduleDefaults);
    }

    /** These without variables of their own, such as an import hands on once they have become include parameters. */
    public InheritedKeywords withoutVars() {
        return new InheritedKeywords(
                keywords, behind, when, tags, environment, List.of(), includeParams, moduleDefaults);
    }

    private static <T> List<T> joined(Collection<T> outer, Collection<T> inner) {
        List<T> all = new ArrayList<>(outer);
        all.addAll(inner);
        return all;
    }
}
