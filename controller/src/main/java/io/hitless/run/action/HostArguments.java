package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.module.Argument;
import io.hitless.module.ArgumentChecker;
import io.hitless.module.ModuleSpec;
import io.hitless.module.OptionSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arguments for the host's half of a module, out of those of the task. */
final class HostArguments {
    private final Map<String, @Nullable Object> converted;

    private HostArguments(Map<String, @Nullable Object> converted) {
        this.converted = converted;
    }

    /** Those of the task's arguments that the module has too, with the module's defaults for the others. */
    static HostArguments of(ModuleSpec module, ActionCall call) {
        List<Argument> arguments = new ArrayList<>();
        for (OptionSpec option : module.options()) {
            if (!option.hidden() && call.args().containsKey(option.name())) {
                arguments.add(Argument.of(option.name(), call.arg(option.name())));
            }
        }
        // Which options go together was checked for the task: here the controller's half may have taken one away.
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        ModuleSpec lenient = new ModuleSpec(
                module.name(),
                module.aliases(),
                module.summary(),
                module.runs(),
                module.check(),
                module.diff(),
                module.needs(),
                module.uses(),
                module.freeForm(),
                module.options().stream().map(HostArguments::optional).toList(),
                List.of(),
                module.results(),
                module.examples(),
                module.script(),
                module.file());
        out.putAll(new ArgumentChecker(lenient).convert(arguments, call.task().span()));
        return new HostArguments(out);
    }

    private static OptionSpec optional(OptionSpec option) {
        return new OptionSpec(
                option.name(),
                option.type(),
                option.item(),
                option.choices(),
                false,
                option.defaultValue(),
                option.aliases(),
                option.secret(),
                option.hidden(),
                option.description());
    }

    HostArguments with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>(converted);
        if (value == null) {
            out.remove(name);
        } else {
            out.put(name, value);
        }
        return new HostArguments(out);
    }

    HostArguments without(String... names) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>(converted);
        List.of(names).forEach(out::remove);
        return new HostArguments(out);
    }

    Map<String, @Nullable Object> map() {
        return converted;
    }

    /** A result without the fields that are between controller and host only. */
    static Result shown(Result result) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(result.fields());
        fields.keySet().removeIf(name -> name.startsWith("_"));
        return new Result(result.status(), result.changed(), fields, result.diffs(), result.warnings());
    }
}
