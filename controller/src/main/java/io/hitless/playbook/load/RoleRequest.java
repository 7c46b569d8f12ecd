package io.hitless.playbook.load;

import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.RoleUse;
import io.hitless.source.Span;
import io.hitless.template.Template;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A use of a role, as written.
 *
 * @param own the keywords of the use, without variables
 * @param vars the {@code vars} of the use
 * @param params all other keys of the use
 * @param from {@code tasks_from} and similar options
 * @param once whether the role is skipped if it was used in the same way before
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

    /** The name of the file to read in the directory {@code kind}; by default {@code main}. */
    String file(String kind) {
        return from.getOrDefault(kind + "_from", "main");
    }

    /** The parts of the request that distinguish two uses of the same role. */
    private List<Object> how() {
        return List.of(
                texts(vars),
                texts(params),
                from,
                own.tags(),
                own.when().stream().map(Object::toString).toList());
    }

    /** Identifies the uses of a role of which a host runs only the first, unless duplicates are allowed. */
    RoleUse use(Path dir) {
        Map<String, String> files = new HashMap<>(from);
        files.keySet().removeIf(option -> !option.endsWith("_from"));
        return new RoleUse(dir, once ? how() : files, !once);
    }

    private static Map<String, String> texts(Map<String, Template> vars) {
        return vars.entrySet().stream()
                .collect(java.util.stream.Collectors.toMap(
                        Map.Entry::getKey, e -> e.getValue().span().text()));
    }
}
