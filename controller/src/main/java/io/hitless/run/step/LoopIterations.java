package io.hitless.run.step;

import io.hitless.playbook.Loop;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables of each iteration of a loop, named by {@code loop_control}. */
public record LoopIterations(Loop loop, List<?> items) {
    /** The variables of iteration {@code i}. */
    public Map<String, @Nullable Object> variables(int i) {
        Map<String, @Nullable Object> out = new HashMap<>();
        out.put(loop.variable(), items.get(i));
        out.put("ansible_loop_var", loop.variable());
        if (loop.indexVariable() != null) {
            out.put(loop.indexVariable(), (long) i);
            out.put("ansible_index_var", loop.indexVariable());
        }
        if (loop.extended()) {
            out.put("ansible_loop", extended(i));
        }
        return out;
    }

    /** The fields by which the result of an iteration names its item. */
    public Map<String, @Nullable Object> marks(int i) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put(loop.variable(), items.get(i));
        out.put("ansible_loop_var", loop.variable());
        if (loop.indexVariable() != null) {
            out.put(loop.indexVariable(), (long) i);
            out.put("ansible_index_var", loop.indexVariable());
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
