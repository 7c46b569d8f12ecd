package io.hitless.playbook.load;

import io.hitless.module.Argument;
import io.hitless.module.ArgumentChecker;
import io.hitless.module.ModuleSpec;
import io.hitless.module.OptionSpec;
import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.TaskOptions;
import io.hitless.source.Finding.Rule;
import io.hitless.source.MappedText;
import io.hitless.source.Span;
import io.hitless.source.Suggestion;
import io.hitless.template.Conditions;
import io.hitless.template.Template;
import io.hitless.value.Values;
import io.hitless.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads a task's arguments in any of their forms, and checks them against the module. */
final class ArgumentReader {
    /** The option of a module that accepts any name, such as {@code set_fact}. */
    private static final String ANY = "*";

    private static final String NO_OPTIONS = "'args' must be a mapping of options";

    // In the free text of these modules, only these names are options: `command: make VAR=1` is a command.
    private static final Set<String> FREE_TEXT_MODULES = Set.of("command", "shell", "raw", "script");
    private static final Set<String> FREE_TEXT_OPTIONS = Set.of(
            "creates", "removes", "chdir", "executable", "warn", "stdin", "stdin_add_newline", "strip_empty_ends");

    /** An argument as written. */
    private record Written(String name, Span nameSpan, Template value) {}

    private final LoadContext loading;

    ArgumentReader(LoadContext loading) {
        this.loading = loading;
    }

    /** Reads the arguments of a module call. */
    TaskOptions read(ActionKey action, ModuleSpec module, MappingReader task, InheritedKeywords settings) {
        Map<String, Written> written = new LinkedHashMap<>();
        List<MappedText> names = new ArrayList<>();
        Template whole = fromArgs(task, module, written, names);
        MappedText text = action.text();
        if (text != null && !text.text().isBlank()) {
            Predicate<String> isKey =
                    FREE_TEXT_MODULES.contains(module.name()) ? FREE_TEXT_OPTIONS::contains : _ -> true;
            KeyValues pairs = loading.collect(Rule.SYNTAX, action.span(), () -> KeyValues.parse(text, isKey));
            if (pairs != null) {
                pairs.pairs()
                        .forEach(pair -> put(
                                written,
                                module,
                                pair.key().text(),
                                pair.key().span(),
                                loading.language().template(pair.value())));
                pairs.pairs().forEach(pair -> names.add(pair.key()));
                boolean isCommand = FREE_TEXT_MODULES.contains(module.name());
                Template rest = rest(isCommand ? pairs.rest() : pairs.rest().stripped(), module, written);
                whole = rest == null ? whole : rest;
            }
        }
        YamlNode.Mapping options = action.options();
        if (options != null) {
            entries(options, module, written, names);
        }
        check(action, module, written, whole, settings);
        Map<String, Template> byName = new LinkedHashMap<>();
        written.forEach((name, argument) -> byName.put(name, argument.value()));
        return new TaskOptions(byName, takesAny(module) ? templates(names) : Map.of(), whole);
    }

    private Map<String, Template> templates(List<MappedText> names) {
        Map<String, Template> templates = new LinkedHashMap<>();
        for (MappedText name : names) {
            if (loading.language().template(name) instanceof Template.Text template) {
                loading.check(template);
                templates.put(name.text(), template);
            }
        }
        return templates;
    }

    /**
     * Reads the options of a statement such as {@code include_role}, which has no module. Free text becomes the option
     * {@code freeForm}.
     */
    Map<String, Template> statement(ActionKey action, MappingReader task, List<String> known, String freeForm) {
        Map<String, Written> written = new LinkedHashMap<>();
        YamlNode given = task.take("args");
        if (given instanceof YamlNode.Mapping args) {
            args.entries()
                    .forEach(entry -> put(
                            written,
                            null,
                            entry.name(),
                            entry.key().span(),
                            loading.templates().of(entry.value())));
        } else if (given != null) {
            loading.error(given.span(), NO_OPTIONS);
        }
        MappedText text = action.text();
        KeyValues pairs = text == null
                ? null
                : loading.collect(Rule.SYNTAX, action.span(), () -> KeyValues.parse(text, known::contains));
        if (pairs != null) {
            pairs.pairs()
                    .forEach(pair -> put(
                            written,
                            null,
                            pair.key().text(),
                            pair.key().span(),
                            loading.language().template(pair.value())));
            MappedText rest = pairs.rest().stripped();
            if (!rest.text().isEmpty()) {
                put(written, null, freeForm, rest.span(), loading.language().template(rest));
            }
        }
        YamlNode.Mapping options = action.options();
        if (options != null) {
            options.entries()
                    .forEach(entry -> put(
                            written,
                            null,
                            entry.name(),
                            entry.key().span(),
                            loading.templates().of(entry.value())));
        }
        Map<String, Template> byName = new LinkedHashMap<>();
        written.forEach((name, argument) -> {
            loading.check(argument.value());
            if (known.contains(name) || name.equals(freeForm)) {
                byName.put(name, argument.value());
            } else {
                loading.error(
                        Rule.KEYWORD,
                        argument.nameSpan(),
                        "unknown option '" + name + "' of '" + action.shortName() + "'",
                        Suggestion.didYouMean(name, known));
            }
        });
        return byName;
    }

    /**
     * Returns the canonical name of an option. If the module has no such option, reports that and returns the name
     * unchanged.
     */
    static String canonical(ModuleSpec module, Span span, String name, LoadContext loading) {
        OptionSpec option = option(module, name);
        if (option != null) {
            return option.name();
        }
        if (takesAny(module)) {
            return name;
        }
        List<String> names = new ArrayList<>();
        module.options().stream().filter(o -> !o.hidden()).forEach(o -> names.add(o.name()));
        loading.notHere(
                Rule.ARGUMENT,
                span,
                "unknown option '" + name + "' of module '" + module.name() + "'",
                Suggestion.didYouMean(name, names));
        return name;
    }

    static boolean takesAny(ModuleSpec module) {
        return module.options().stream().anyMatch(option -> option.name().equals(ANY));
    }

    private static @Nullable OptionSpec option(ModuleSpec module, String name) {
        for (OptionSpec option : module.options()) {
            if (!option.hidden()
                    && (option.name().equals(name) || option.aliases().contains(name))) {
                return option;
            }
        }
        return null;
    }

    private @Nullable Template fromArgs(
            MappingReader task, ModuleSpec module, Map<String, Written> written, List<MappedText> names) {
        YamlNode args = task.take("args");
        if (args instanceof YamlNode.Mapping mapping) {
            entries(mapping, module, written, names);
            return null;
        }
        Template whole = args == null ? null : loading.templates().of(args);
        if (whole instanceof Template.Text) {
            loading.check(whole);
            return whole;
        }
        if (whole != null) {
            loading.error(whole.span(), NO_OPTIONS);
        }
        return null;
    }

    private void entries(
            YamlNode.Mapping mapping, ModuleSpec module, Map<String, Written> written, List<MappedText> names) {
        for (YamlNode.Entry entry : mapping.entries()) {
            String free = module.freeForm();
            String name = free != null
                            && (entry.name().equals("_raw_params")
                                    || entry.name().equals("free_form"))
                    ? free
                    : name(entry);
            put(written, module, name, entry.key().span(), loading.templates().of(entry.value()));
            names.add(entry.key().text());
        }
    }

    // Unquoted, 'yes' is no text: 'set_fact: {yes: 1}' names the variable True, which cannot be.
    private static String name(YamlNode.Entry entry) {
        return entry.key().value() instanceof String
                ? entry.name()
                : Values.text(entry.key().value());
    }

    // A later value replaces an earlier one with the same name.
    private static void put(
            Map<String, Written> written, @Nullable ModuleSpec module, String name, Span nameSpan, Template value) {
        OptionSpec option = module == null ? null : option(module, name);
        String canonical = option == null ? name : option.name();
        Written before = written.get(canonical);
        if (before == null || before.name().equals(name)) {
            written.put(canonical, new Written(name, nameSpan, value));
        } else {
            written.put(name, new Written(name, nameSpan, value)); // given by two names: the checker reports this
        }
    }

    private @Nullable Template rest(MappedText rest, ModuleSpec module, Map<String, Written> written) {
        if (rest.text().isBlank()) {
            return null;
        }
        Template value = loading.language().template(rest);
        if (module.freeForm() == null && value instanceof Template.Text) {
            loading.check(value);
            return value;
        }
        String free = Objects.requireNonNullElse(module.freeForm(), ArgumentChecker.FREE_TEXT);
        written.put(free, new Written(free, rest.span(), value));
        return null;
    }

    private void check(
            ActionKey action,
            ModuleSpec module,
            Map<String, Written> written,
            @Nullable Template whole,
            InheritedKeywords settings) {
        written.values().forEach(argument -> loading.check(argument.value()));
        expressions(module, written);
        List<Argument> arguments = new ArrayList<>();
        for (Written argument : written.values()) {
            if (whole != null || takesAny(module)) {
                canonical(module, argument.nameSpan(), argument.name(), loading);
            }
            if (option(module, argument.name()) != null || !takesAny(module)) {
                arguments.add(argument(argument.name(), argument.nameSpan(), argument.value()));
            }
        }
        if (whole != null) {
            return; // a missing option may come from there
        }
        settings.defaultsOf(module.name()).forEach((name, value) -> {
            if (!written.containsKey(name)) {
                arguments.add(argument(name, value.span(), value));
            }
        });
        loading.faults(
                Rule.ARGUMENT, problems -> new ArgumentChecker(module).check(arguments, action.span(), problems));
    }

    private static Argument argument(String name, Span nameSpan, Template value) {
        return Templates.isConstant(value)
                ? Argument.known(name, nameSpan, Constants.plain(value), value.span())
                : Argument.computed(
                        name, nameSpan, value.span(), value instanceof Template.Text text && text.mayBeOmitted());
    }

    // These options are written as text, but are expressions.
    private void expressions(ModuleSpec module, Map<String, Written> written) {
        for (OptionSpec option : module.options()) {
            Written argument = option.type() == OptionSpec.Type.EXPRESSION ? written.get(option.name()) : null;
            if (argument != null) {
                loading.faults(
                        Rule.TEMPLATE,
                        problems -> problems.collect(() -> {
                            new Conditions(loading.language()).check(argument.value());
                            return argument;
                        }));
            }
        }
    }
}
