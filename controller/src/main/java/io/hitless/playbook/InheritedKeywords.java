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
 * The keywords of a task: its own, and those that it inherits from its blocks, roles and play. They are already merged,
 * so a task need not look at its parents.
 *
 * @param keywords the innermost value of each keyword
 * @param behind outer values of a keyword, innermost first, if the inner value is a template and so may be {@code omit}
 * @param when conditions that must all be true, outermost first
 * @param tags all tags, own and inherited
 * @param environment outermost first; later ones win
 * @param vars the variables of the enclosing blocks, outermost first, then the task's own; without the play's
 * @param includeParams the variables of the includes and imports through which the task was loaded, outermost first;
 *     their precedence is above set facts and role params
 * @param moduleDefaults default options by the module's short name, already merged; those of a group by
 *     {@code group/NAME MODULE}
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

    /** Keywords without outer values. */
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

    /** The default options of a module. Its own defaults win over those of its groups. */
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

    /** The values of a keyword, innermost first. Each of them applies if all before it are omitted. */
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

    /** Returns these keywords merged with those of an inner step, which win. */
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

    /** Returns these keywords with the variables of an include or import added, for the steps that it loads. */
    public InheritedKeywords withIncludeParams(Collection<Map<String, Template>> params) {
        return new InheritedKeywords(
                keywords, behind, when, tags, environment, vars, joined(includeParams, params), moduleDefaults);
    }

    /** Returns these keywords with more tags. */
    public InheritedKeywords withTags(Collection<String> more) {
        Set<String> all = new LinkedHashSet<>(tags);
        all.addAll(more);
        return new InheritedKeywords(
                keywords, behind, when, List.copyOf(all), environment, vars, includeParams, moduleDefaults);
    }

    /**
     * Returns these keywords without variables. An import passes its keywords on in this form, because its variables
     * have become include parameters.
     */
    public InheritedKeywords withoutVars() {
        return new InheritedKeywords(
                keywords, behind, when, tags, environment, List.of(), includeParams, moduleDefaults);
    }

    /** Returns these keywords without one of them. */
    public InheritedKeywords without(Keyword keyword) {
        Map<Keyword, Template> nearest = new EnumMap<>(Keyword.class);
        nearest.putAll(keywords);
        nearest.remove(keyword);
        Map<Keyword, List<Template>> farther = new EnumMap<>(Keyword.class);
        farther.putAll(behind);
        farther.remove(keyword);
        return new InheritedKeywords(nearest, farther, when, tags, environment, vars, includeParams, moduleDefaults);
    }

    private static <T> List<T> joined(Collection<T> outer, Collection<T> inner) {
        List<T> all = new ArrayList<>(outer);
        all.addAll(inner);
        return all;
    }
}
