package io.hitless.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The values of lists and mappings as written, without evaluating anything. */
public final class WrittenValue {
    private WrittenValue() {}

    /**
     * Returns the plain value of a template.
     *
     * @param other returns what stands for a part that is no constant: a {@link Template.Text} or
     *     {@link Template.Deferred}
     */
    public static @Nullable Object of(Template template, Function<Template, @Nullable Object> other) {
        return switch (template) {
            case Template.Constant(Object value, var _) -> value;
            case Template.Sequence list -> {
                List<@Nullable Object> out = new ArrayList<>();
                list.items().forEach(item -> out.add(of(item, other)));
                yield out;
            }
            case Template.Mapping mapping -> {
                Map<Object, @Nullable Object> out = new LinkedHashMap<>();
                mapping.entries().forEach((name, value) -> out.put(mapping.keyIn(out, name), of(value, other)));
                yield out;
            }
            case Template.Text _, Template.Deferred _ -> other.apply(template);
        };
    }
}
