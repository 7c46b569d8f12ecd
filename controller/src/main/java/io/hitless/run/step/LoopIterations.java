package io.hitless.run.step;

import io.hitless.playbook.Loop;
import io.hitless.template.Template;
import io.hitless.template.eval.Scope;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables of each iteration of a loop.
 *
 * @param variable the name of the item's variable
 * @param indexVariable the name of the index's variable, or null
 */
public record LoopIterations(
        Loop loop, String variable, @Nullable String indexVariable, List<?> items) {
    /**
     * Returns the iterations of a loop for one host. The names of their variables may be templates.
     *
     * @throws io.hitless.source.UserError if such a name is undefined
     */
    public static LoopIterations of(Loop loop, List<?> items, Scope scope) {
        Template variable = loop.variable();
        Template index = loop.indexVariable();
        return new LoopIterations(
                loop,
                variable == null ? "item" : name(variable, scope),
                index == null ? null : name(index, scope),
                items);
    }

    private static String name(Template written, Scope scope) {
        Object name = written.resolve(scope);
        if (name instanceof Undefined missing) {
            throw missing.error().at(written.span());
        }
        return Values.text(name);
    }

    /** The variables of iteration {@code i}. */
    public Map<String, @Nullable Object> variables(int i) {
        return new HashMap<>(marks(i));
    }

    /** Returns the fields that identify the item in the result of an iteration. */
    public Map<String, @Nullable Object> marks(int i) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put(variable, items.get(i));
        out.put("ansible_loop_var", variable);
        if (indexVariable != null) {
            out.put(indexVariable, (long) i);
            out.put("ansible_index_var", indexVariable);
        }
        if (loop.extended()) {
            out.put("ansible_loop", extended(i));
        }
        return out;
    }

    private Map<String, @Nullable Object> extended(int i) {
        int length = items.size();
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        if (loop.allItems()) {
            out.put("allitems", items);
        }
        out.put("index", (long) i + 1);
        out.put("index0", (long) i);
        out.put("first", i == 0);
        out.put("last", i == length - 1);
        out.put("length", (long) length);
        out.put("revindex", (long) length - i);
        out.put("revindex0", (long) length - i - 1);
        if (i > 0) {
            out.put("previtem", items.get(i - 1));
        }
        if (i < length - 1) {
            out.put("nextitem", items.get(i + 1));
        }
        return out;
    }
}
