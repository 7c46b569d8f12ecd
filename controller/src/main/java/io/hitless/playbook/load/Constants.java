package io.hitless.playbook.load;

import io.hitless.template.Template;
import io.hitless.template.WrittenValue;
import org.jspecify.annotations.Nullable;

/** Values without templates. */
final class Constants {
    private Constants() {}

    /** The plain value of a template that is {@linkplain Templates#isConstant constant}. */
    static @Nullable Object plain(Template template) {
        return WrittenValue.of(template, part -> {
            throw new IllegalArgumentException("not constant: " + part.span());
        });
    }

    /** The text as written, including templates. */
    static @Nullable Object text(Template template) {
        return template instanceof Template.Text text ? text.text().text() : plain(template);
    }
}
