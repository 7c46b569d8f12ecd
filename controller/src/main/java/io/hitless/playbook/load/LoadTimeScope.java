package io.hitless.playbook.load;

import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.template.eval.Scope;
import io.hitless.value.Undefined;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The variables that are known while loading, before any host is: extra variables, and below them those of the play.
 * Used for the names of imports and roles.
 */
final class LoadTimeScope implements Scope {
    private final Map<String, Template> vars;
    private final Map<String, Template> extraVars;
    private final Set<String> resolving = new HashSet<>();

    LoadTimeScope(Map<String, Template> vars, Map<String, Template> extraVars) {
        this.vars = vars;
        this.extraVars = extraVars;
    }

    @Override
    public @Nullable Object get(String name) {
        Template extra = extraVars.get(name);
        Template template = extra == null ? vars.get(name) : extra;
        if (template == null) {
            return Undefined.name(name);
        }
        if (!resolving.add(name)) {
            throw new UserError(template.span(), "'" + name + "' refers to itself");
        }
        try {
            return template.resolve(this);
        } finally {
            resolving.remove(name);
        }
    }

    @Override
    public Set<String> names() {
        Set<String> names = new HashSet<>(vars.keySet());
        names.addAll(extraVars.keySet());
        return names;
    }

    @Override
    public List<Path> searchPath() {
        return List.of();
    }
}
