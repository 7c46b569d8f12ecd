package io.hitless;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds the cycles among top-level classes: sets of which each class uses, by way of the others, itself. A nested class
 * counts as the class around it. This is Tarjan's search for strongly connected components.
 */
final class ClassCycles {
    private final Map<String, Set<String>> uses = new TreeMap<>();
    private final Map<String, Integer> index = new HashMap<>();
    private final Map<String, Integer> low = new HashMap<>();
    private final Deque<String> path = new ArrayDeque<>();
    private final List<Set<String>> found = new ArrayList<>();

    private ClassCycles(JavaClasses classes) {
        for (JavaClass one : classes) {
            Set<String> used = uses.computeIfAbsent(outermost(one), _ -> new TreeSet<>());
            for (Dependency dependency : one.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (classes.contain(target.getName())) {
                    used.add(outermost(target));
                }
            }
        }
    }

    /** The cycles, each as its classes' simple names in order. */
    static List<Set<String>> among(JavaClasses classes) {
        ClassCycles search = new ClassCycles(classes);
        for (String one : search.uses.keySet()) {
            if (!search.index.containsKey(one)) {
                search.visit(one);
            }
        }
        return search.found;
    }

    private void visit(String one) {
        index.put(one, index.size());
        low.put(one, index.get(one));
        path.push(one);
        for (String other : uses.getOrDefault(one, Set.of())) {
            if (!index.containsKey(other)) {
                visit(other);
                low.merge(one, low.get(other), Math::min);
            } else if (path.contains(other)) {
                low.merge(one, index.get(other), Math::min);
            }
        }
        if (low.get(one).equals(index.get(one))) {
            Set<String> cycle = new TreeSet<>();
            String last;
            do {
                last = path.pop();
                cycle.add(last.substring(last.lastIndexOf('.') + 1));
            } while (!last.equals(one));
            if (cycle.size() > 1) {
                found.add(cycle);
            }
        }
    }

    static String outermost(JavaClass one) {
        String name = one.getName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }
}
