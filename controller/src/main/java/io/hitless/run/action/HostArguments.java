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

/** The arguments of a module's part that runs on the host, derived from the arguments of the task. */
final class HostArguments {
    private final Map<String, @Nullable Object> converted;

    private HostArguments(Map<String, @Nullable Object> converted) {
        this.converted = converted;
    }

    /** Returns the arguments of the task that the module also has, with the module's defaults for the others. */
    static HostArguments of(ModuleSpec module, ActionCall call) {
        List<Argument> arguments = new ArrayList<>();
        for (OptionSpec option : module.options()) {
            if (!option.hidden() && call.args().containsKey(option.name())) {
                arguments.add(Argument.of(option.name(), call.arg(option.name())));
            }
        }
        // Rules about combinations of options were checked for the task. Here the controller's part may have removed an
        // option.
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

    /** Returns a result without internal fields, which only the controller and the host exchange. */
    static Result shown(Result result) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(result.fields());
        fields.keySet().removeIf(name -> name.startsWith("_"));
        return new Result(result.status(), result.changed(), fields, result.diffs(), result.warnings());
    }
}
