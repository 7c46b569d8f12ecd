package io.hitless.template.eval;

import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Jinja2's {@code namespace()}: the only value whose attributes an inner block can set for the outer ones. */
final class Namespace implements Attributes {
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    void set(String name, @Nullable Object value) {
        members.put(name, value);
    }

    @Override
    public @Nullable Object attribute(String name) {
        return members.containsKey(name) ? members.get(name) : Undefined.member(this, name);
    }

    @Override
    public String toString() {
        return "<Namespace " + Values.repr(members) + ">";
    }
}
