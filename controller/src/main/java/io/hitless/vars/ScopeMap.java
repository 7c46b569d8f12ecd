package io.hitless.vars;

import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.value.Undefined;
import io.hitless.value.UnknownValueError;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A host's variables as a mapping, for {@code vars} and {@code hostvars[…]}. A value is evaluated when it is read. As
 * in Ansible, the mapping has no {@code vars}, and that of another host no {@code hostvars}: they would contain
 * themselves.
 */
final class ScopeMap extends AbstractMap<String, @Nullable Object> {
    private static final Set<String> NEVER = Set.of("vars", "omit", "ansible_search_path");
    private static final Set<String> OF_TASK = Set.of("hostvars", "ansible_delegated_vars");

    private final RawScope scope;
    private final boolean ofTask;

    private ScopeMap(RawScope scope, boolean ofTask) {
        this.scope = scope;
        this.ofTask = ofTask;
    }

    /** The variables of the task that asks. */
    static ScopeMap ofTask(RawScope scope) {
        return new ScopeMap(scope, true);
    }

    /** The variables of a host, outside of a task. */
    static ScopeMap ofHost(RawScope scope) {
        return new ScopeMap(scope, false);
    }

    private boolean shows(String name) {
        return !NEVER.contains(name) && (ofTask || !OF_TASK.contains(name));
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return name instanceof String text && shows(text) && scope.has(text);
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        return name instanceof String text && containsKey(text) ? scope.lazy(text) : null;
    }

    @Override
    public Set<String> keySet() {
        return scope.names().stream().filter(this::shows).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public int size() {
        return keySet().size();
    }

    // As in Ansible, a value that cannot be evaluated is shown as it was written.
    @Override
    public Set<Map.Entry<String, @Nullable Object>> entrySet() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        keySet().forEach(name -> all.put(name, shown(name)));
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
