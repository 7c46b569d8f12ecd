package io.hitless.module;

import io.hitless.source.NotHere;
import io.hitless.source.Problems;
import io.hitless.source.Span;
import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import io.hitless.value.BooleanWords;
import io.hitless.value.Values;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks the arguments of a task against its module, in two phases: {@link #check} when the playbook is loaded,
 * ignoring values that are still templates, and {@link #convert} before the task runs.
 */
public final class ArgumentChecker {
    /**
     * An option of this name accepts arguments with undeclared names, as {@code set_fact} does; their values are not
     * converted.
     */
    static final String ANY = "*";

    /** The name of a task's free text if the module has no option for it. */
    public static final String FREE_TEXT = "_raw_params";

    private final ModuleSpec module;
    private final Map<String, OptionSpec> byName = new LinkedHashMap<>();

    public ArgumentChecker(ModuleSpec module) {
        this.module = module;
        for (OptionSpec option : module.options()) {
            if (!option.hidden()) {
                byName.put(option.name(), option);
                option.aliases().forEach(alias -> byName.put(alias, option));
            }
        }
    }

    /**
     * Reports every error that is certain before the run.
     *
     * @param place the position of the task, for missing arguments
     */
    public void check(List<Argument> arguments, @Nullable Span place, Problems problems) {
        convert(arguments, place, problems);
    }

    /**
     * Returns the converted values by canonical option names, with defaults for absent arguments. Options without
     * argument and default are left out.
     *
     * @throws UserError with every error at its position
     */
    public Map<String, @Nullable Object> convert(List<Argument> arguments, @Nullable Span place) {
        Problems problems = new Problems();
        Map<String, @Nullable Object> converted = convert(arguments, place, problems);
        problems.throwIfAny();
        return converted;
    }

    private Map<String, @Nullable Object> convert(List<Argument> arguments, @Nullable Span place, Problems problems) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        IdentityHashMap<OptionSpec, Argument> given = new IdentityHashMap<>();
        for (Argument argument : arguments) {
            OptionSpec option = byName.get(argument.name());
            if (option == null && byName.containsKey(ANY)) {
                out.put(argument.name(), argument.value());
            } else if (option == null) {
                problems.add(unknown(argument, place));
            } else if (argument.given()) {
                Argument other = given.putIfAbsent(option, argument);
                if (other != null) {
                    problems.add(error(
                            argument.nameSpan(),
                            place,
                            "option '" + option.name() + "' of module '" + module.name() + "' is given twice, as '"
                                    + other.name() + "' and as '" + argument.name() + "'",
                            null));
                }
            }
        }
        for (OptionSpec option : module.options()) {
            Argument argument = given.get(option);
            if (option.isRefused()) {
                refuse(option, argument, place, problems);
            } else if (argument != null) {
                value(option, argument, place, out, problems);
            } else if (option.defaultValue() != null) {
                out.put(option.name(), option.defaultValue());
            } else if (option.required() && !option.hidden()) {
                problems.add(error(
                        place,
                        place,
                        "module '" + module.name() + "' needs the option '" + option.name() + "'",
                        option.description()));
            }
        }
        rules(given, place, problems);
        return out;
    }

    private void value(
            OptionSpec option,
            Argument argument,
            @Nullable Span place,
            Map<String, @Nullable Object> out,
            Problems problems) {
        Object value = argument.value();
        if (value == null) {
            return;
        }
        try {
            out.put(option.name(), Conversion.of(option, value));
        } catch (UserError e) {
            Span at = argument.valueSpan() == null ? place : argument.valueSpan();
            String what = "option '" + argument.name() + "' of module '" + module.name() + "' " + secretSafe(option, e);
            problems.add(e instanceof NotHere ? new NotHere(at, what, e.hint()) : new UserError(at, what, e.hint()));
        }
    }

    private void refuse(OptionSpec option, @Nullable Argument argument, @Nullable Span place, Problems problems) {
        if (argument != null && argument.value() != null && !isDefault(option, argument.value())) {
            problems.add(new NotHere(
                    argument.nameSpan() == null ? place : argument.nameSpan(),
                    "hitless does not have option '" + argument.name() + "' of module '" + module.name() + "'",
                    option.description()));
        }
    }

    // What changes nothing in Ansible needs no support.
    private static boolean isDefault(OptionSpec option, Object value) {
        Object usual = option.defaultValue();
        if (usual == null) {
            return false;
        }
        Boolean truth = BooleanWords.of(usual);
        return truth == null ? Values.text(value).equals(Values.text(usual)) : truth.equals(BooleanWords.of(value));
    }

    // An error must not show the value of a secret option.
    private static String secretSafe(OptionSpec option, UserError e) {
        int not = e.what().lastIndexOf(", not ");
        return option.secret() && not > 0 ? e.what().substring(0, not) : e.what();
    }

    private UserError unknown(Argument argument, @Nullable Span place) {
        if (argument.name().equals(FREE_TEXT)) {
            return error(
                    argument.nameSpan(),
                    place,
                    "module '" + module.name() + "' takes no free text",
                    "options in one line are written name=value");
        }
        List<OptionSpec> usable = module.options().stream()
                .filter(option -> !option.hidden() && !option.isRefused())
                .toList();
        List<String> names = usable.stream().map(OptionSpec::name).toList();
        String hint = Suggestion.didYouMean(
                argument.name(),
                Stream.concat(names.stream(), usable.stream().flatMap(option -> option.aliases().stream()))
                        .toList());
        if (hint == null) {
            hint = names.isEmpty() ? "it has no options" : "it has: " + String.join(", ", names);
        }
        return new NotHere(
                argument.nameSpan() == null ? place : argument.nameSpan(),
                "unknown option '" + argument.name() + "' of module '" + module.name() + "'",
                hint);
    }

    private void rules(IdentityHashMap<OptionSpec, Argument> given, @Nullable Span place, Problems problems) {
        for (OptionRule rule : module.rules()) {
            List<Argument> there = rule.options().stream()
                    .flatMap(name -> given.entrySet().stream()
                            .filter(e -> e.getKey().name().equals(name))
                            .map(Map.Entry::getValue))
                    .toList();
            String names = String.join(", ", rule.options());
            switch (rule.kind()) {
                case ONE_OF -> {
                    if (there.isEmpty()) {
                        problems.add(error(
                                place,
                                place,
                                "module '" + module.name() + "' needs one of the options " + names,
                                null));
                    }
                }
                case EXCLUSIVE -> {
                    List<Argument> sure =
                            there.stream().filter(Argument::isCertain).toList();
                    if (sure.size() > 1) {
                        problems.add(error(
                                sure.get(1).nameSpan(),
                                place,
                                "module '" + module.name() + "' takes at most one of the options " + names
                                        + ", here are " + sure.get(0).name() + " and "
                                        + sure.get(1).name(),
                                null));
                    }
                }
                case TOGETHER -> {
                    if (there.stream().anyMatch(Argument::isCertain)
                            && there.size() < rule.options().size()) {
                        problems.add(error(
                                there.get(0).nameSpan(),
                                place,
                                "module '" + module.name() + "' takes the options " + names + " together or not at all",
                                null));
                    }
                }
            }
        }
    }

    private static UserError error(@Nullable Span span, @Nullable Span place, String message, @Nullable String hint) {
        return new UserError(span == null ? place : span, message, hint == null || hint.isEmpty() ? null : hint);
    }
}
