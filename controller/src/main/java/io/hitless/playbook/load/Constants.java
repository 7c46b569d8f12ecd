package io.hitless.playbook.load;

import io.hitless.template.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values without templates. */
final class Constants {
    private Constants() {}

    /** The plain value of a template that is {@linkplain Templates#isConstant constant}. */
    static @Nullable Object plain(Template template) {
        return switch (template) {
            case Template.Constant(Object value, var _) -> value;
            case Template.Sequence list -> {
                List<@Nullable Object> out = new ArrayList<>();
                list.items().forEach(item -> out.add(plain(item)));
                yield out;
            }
            case Template.Mapping mapping -> {
                Map<Object, @Nullable Object> out = new LinkedHashMap<>();
                mapping.entries().forEach((name, value) -> mapping.put(out, name, plain(value)));
                yield out;
            }
            case Template.Text _, Template.Deferred _ ->
                throw new IllegalArgumentException("not constant: " + template.span());
        };
    }

    /** The text as written, including templates. */
    static @Nullable Object text(Template template) {
        return template instanceof Template.Text text ? text.text().text() : plain(template);
    }
}
