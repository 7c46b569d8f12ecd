package io.hitless.playbook.preflight;

import io.hitless.playbook.Play;
import io.hitless.playbook.Role;
import io.hitless.playbook.Task;
import io.hitless.source.Finding.Rule;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.template.TemplateLint;
import io.hitless.template.syntax.Reference;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks the encrypted variables that arguments of tasks use: each needs a vault password that decrypts it. */
final class SecretVariables {
    private final BiFunction<Play, String, Stream<Template>> written;
    private final TemplateLint.Sink sink;
    private final Set<String> assigned = new HashSet<>();
    private boolean anyAssigned;

    /** @param written returns the values of a variable for the hosts of a play, with templates not evaluated */
    SecretVariables(BiFunction<Play, String, Stream<Template>> written, TemplateLint.Sink sink) {
        this.written = written;
        this.sink = sink;
    }

    /** Records the variables that a task may set to other values. */
    void add(Task task) {
        if (task.resultRules().register() != null) {
            assigned.add(task.resultRules().register());
        }
        switch (task.module().name()) {
            case "set_fact" -> {
                assigned.addAll(task.arguments().options().keySet());
                anyAssigned |= task.arguments().whole() != null
                        || !task.arguments().names().isEmpty();
            }
            case "include_vars" -> anyAssigned = true;
            default -> {}
        }
    }

    /** Adds a step whose effects are unknown: it may set any variable. */
    void addAnything() {
        anyAssigned = true;
    }

    void check(Play play, Task task, boolean certain) {
        if (certain && !anyAssigned) {
            if (task.control().loop() != null) {
                value(play, task, task.control().loop().items().written(), new HashSet<>());
            } else {
                values(play, task, task.arguments().options().values(), new HashSet<>());
            }
        }
    }

    private void values(Play play, Task task, Collection<Template> values, Set<String> seen) {
        values.forEach(value -> value(play, task, value, seen));
    }

    private void value(Play play, Task task, Template value, Set<String> seen) {
        switch (value) {
            case Template.Constant _ -> {}
            case Template.Sequence several -> values(play, task, several.items(), seen);
            case Template.Mapping several ->
                values(play, task, several.entries().values(), seen);
            case Template.Deferred secret -> {
                try {
                    secret.check();
                } catch (UserError e) {
                    sink.found(Rule.SECRET, e, true);
                }
            }
            case Template.Text text -> {
                for (Reference reference : references(text)) {
                    if (reference instanceof Reference.Variable(String name, boolean certain, var _)
                            && certain
                            && !assigned.contains(name)
                            && seen.add(name)) {
                        definitions(play, task, name).forEach(definition -> value(play, task, definition, seen));
                    }
                }
            }
        }
    }

    private static List<Reference> references(Template.Text text) {
        try {
            return text.references();
        } catch (UserError _) {
            return List.of(); // a variable may be text that was never meant as a template
        }
    }

    private Stream<Template> definitions(Play play, Task task, String name) {
        Template own = own(task, name);
        return own != null ? Stream.of(own) : written.apply(play, name);
    }

    private static @Nullable Template own(Task task, String name) {
        List<List<Map<String, Template>>> nearest =
                List.of(task.settings().includeParams(), task.settings().vars());
        for (List<Map<String, Template>> kind : nearest) {
            for (Map<String, Template> vars : kind.reversed()) {
                if (vars.containsKey(name)) {
                    return vars.get(name);
                }
            }
        }
        Role role = task.place().role();
        if (role != null && role.params().containsKey(name)) {
            return role.params().get(name);
        }
        return role == null ? null : role.vars().get(name);
    }
}
