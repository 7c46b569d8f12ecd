package io.hitless.playbook.load;

import io.hitless.playbook.InheritedKeywords;
import io.hitless.source.Span;
import io.hitless.template.Template;
import java.util.List;
import java.util.Map;

/**
 * A role as it is asked for.
 *
 * @param own what is said of it where it is used, but for variables
 * @param vars its {@code vars} there
 * @param params all other keys
 * @param from {@code tasks_from} and the like
 * @param once whether it is left out when it was used in the same way before
 */
record RoleRequest(
        String name,
        Span span,
        InheritedKeywords own,
        Map<String, Template> vars,
        Map<String, Template> params,
        Map<String, String> from,
        boolean once) {
    static RoleRequest included(String name, Span span, Map<String, String> from) {
        return new RoleRequest(name, span, InheritedKeywords.NONE, Map.of(), Map.of(), from, false);
    }

    /** The file to take in place of {@code main}. */
    String file(String kind) {
        return from.getOrDefault(kind + "_from", "main");
    }

    /** What tells two uses of the same role apart. */
    List<Object> how() {
        return List.of(
                texts(vars),
                texts(params),
                from,
                own.tags(),
                own.when().stream().map(Object::toString).toList());
    }

    private static Map<String, String> texts(Map<String, Template> vars) {
        return vars.entrySet().stream()
                .collect(java.util.stream.Collectors.toMap(
                        Map.Entry::getKey, e -> e.getValue().span().text()));
    }
}
