package io.hitless.run.step;

import io.hitless.module.ArgumentChecker;
import io.hitless.playbook.Include;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Meta;
import io.hitless.playbook.Step;
import io.hitless.playbook.Task;
import io.hitless.template.Template;
import io.hitless.template.WrittenValue;
import io.hitless.value.Redactor;
import io.hitless.value.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The arguments of a step as written, for headings. */
final class WrittenArguments {
    private WrittenArguments() {}

    /** Returns {@code NAME=VALUE, …}; null if the step hides its results, or may do so. */
    static @Nullable String of(Step step) {
        Template hidden = step.settings().get(Keyword.NO_LOG);
        if (hidden != null && Values.truthy(plain(hidden))) {
            return null;
        }
        StringJoiner out = new StringJoiner(", ");
        arguments(step).forEach((name, value) -> out.add(name + "=" + Values.text(value)));
        return out.toString();
    }

    private static Map<String, @Nullable Object> arguments(Step step) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        switch (step) {
            case Task task -> {
                String free = task.module().freeForm();
                task.arguments().options().forEach((name, value) -> {
                    if (!name.equals(free)) {
                        out.put(name, plain(value));
                    }
                });
                Template text = free == null ? null : task.arguments().options().get(free);
                Template rest = text == null ? task.arguments().whole() : text;
                if (rest != null) {
                    out.put(ArgumentChecker.FREE_TEXT, plain(rest)); // Ansible, too, shows it last
                }
            }
            case Include include -> {
                boolean ofRole = include.kind() == Include.Kind.ROLE;
                out.put(ofRole ? "name" : ArgumentChecker.FREE_TEXT, plain(include.target()));
                include.options().forEach((name, value) -> out.put(name, plain(value)));
            }
            case Meta meta -> out.put(ArgumentChecker.FREE_TEXT, meta.kind().word());
            default -> {} // a block has none
        }
        return out;
    }

    private static @Nullable Object plain(Template written) {
        return WrittenValue.of(
                written,
                part -> part instanceof Template.Text text ? text.text().text() : Redactor.MASK);
    }
}
