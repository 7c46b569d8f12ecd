package io.hitless.vars;

import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.value.Undefined;
import io.hitless.value.UnknownValueError;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A host's variables as a mapping, for {@code vars} and {@code hostvars[…]}. A value is evaluated when it is read. */
final class ScopeMap extends AbstractMap<String, @Nullable Object> {
    private final RawScope scope;

    ScopeMap(RawScope scope) {
        this.scope = scope;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return name instanceof String text && scope.has(text);
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        return name instanceof String text && scope.has(text) ? scope.lazy(text) : null;
    }

    @Override
    public Set<String> keySet() {
        return scope.names();
    }

    @Override
    public int size() {
        return scope.names().size();
    }

    // As in Ansible, a value that cannot be evaluated is shown as it was written. Variables that contain all others,
    // such as vars, are left out, since they would contain themselves.
    @Override
    public Set<Map.Entry<String, @Nullable Object>> entrySet() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (String name : scope.names()) {
            if (!List.of("hostvars", "vars", "ansible_delegated_vars").contains(name)) {
                all.put(name, shown(name));
            }
        }
        return all.entrySet();
    }

    private @Nullable Object shown(String name) {
        try {
            Object value = scope.get(name);
            if (!(value instanceof Undefined)) {
                return value;
            }
        } catch (UnknownValueError e) {
            throw e;
        } catch (UserError _) {
            // as it was written
        }
        return switch (scope.raw(name)) {
            case Template.Text written -> written.text().text();
            case Template template -> template.span().text();
            case null, default -> null;
        };
    }
}
