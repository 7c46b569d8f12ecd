package io.hitless.cli.command;

import io.hitless.module.ModuleCatalog;
import io.hitless.module.ModuleSpec;
import io.hitless.module.OptionSpec;
import io.hitless.playbook.KeywordDocs;
import io.hitless.template.TemplateDocs;
import io.hitless.vars.MagicVariableDocs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The kinds that {@code hitless doc} explains. Each reads the list of its entries where they are defined. */
enum DocTopic {
    MODULES("modules that tasks call"),
    KEYWORDS("keywords of plays, roles, blocks, tasks and handlers"),
    FILTERS("filters change a value in a template: {{ value | filter }}"),
    TESTS("tests check a value in a template: when: value is test"),
    LOOKUPS("lookups read values on the controller: lookup('name', …), with_name"),
    FUNCTIONS("functions that templates call: {{ function(…) }}"),
    VARIABLES("variables that always exist");

    /**
     * One entry.
     *
     * @param group the heading above the entry in tables with several parts, or empty
     * @param details lines that the entry's own page shows below the summary
     */
    record Page(String group, String name, List<String> aliases, String summary, List<String> details, String example) {
        boolean isCalled(String word) {
            return name.equals(word) || aliases.contains(word);
        }
    }

    private final String purpose;

    DocTopic(String purpose) {
        this.purpose = purpose;
    }

    /** The name on the command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name in the singular. */
    String singular() {
        return word().substring(0, word().length() - 1);
    }

    String purpose() {
        return purpose;
    }

    /** All entries of this kind, in order. */
    List<Page> pages() {
        return switch (this) {
            case MODULES ->
                ModuleCatalog.builtIn().all().stream().map(DocTopic::module).toList();
            case KEYWORDS ->
                KeywordDocs.keywords().stream().map(DocTopic::keyword).toList();
            case FILTERS -> builtins(TemplateDocs.filters(), DocTopic::arguments);
            case TESTS -> builtins(TemplateDocs.tests(), DocTopic::arguments);
            case LOOKUPS -> builtins(TemplateDocs.lookups(), DocTopic::lookupArguments);
            case FUNCTIONS -> builtins(TemplateDocs.functions(), DocTopic::arguments);
            case VARIABLES ->
                MagicVariableDocs.variables().stream()
                        .map(text -> new Page("", text.name(), List.of(), text.summary(), List.of(), text.example()))
                        .toList();
        };
    }

    private static Page keyword(KeywordDocs.Entry entry) {
        String places = String.join(", ", entry.places());
        return new Page(
                places, entry.name(), List.of(), entry.summary(), List.of("stands in: " + places), entry.example());
    }

    private static List<Page> builtins(
            List<TemplateDocs.Entry> entries, Function<List<String>, List<String>> arguments) {
        return entries.stream()
                .map(entry -> new Page(
                        "",
                        entry.name(),
                        entry.aliases(),
                        entry.summary(),
                        arguments.apply(entry.parameters()),
                        entry.example()))
                .toList();
    }

    /** A lookup takes any option, but those that it does not know have no effect. */
    private static List<String> lookupArguments(List<String> parameters) {
        return arguments(parameters.stream().filter(name -> !name.equals("**")).toList());
    }

    private static List<String> arguments(List<String> parameters) {
        List<String> words = parameters.stream()
                .map(name -> name.equals("*") ? "any number" : name.equals("**") ? "any by name" : name)
                .toList();
        return words.isEmpty() ? List.of() : List.of("arguments: " + String.join(", ", words));
    }

    private static Page module(ModuleSpec module) {
        List<String> lines = new ArrayList<>();
        lines.add("runs on: " + (module.runsOnController() ? "the controller" : "the host") + "; check mode: "
                + module.check().name().toLowerCase(Locale.ROOT) + "; diff: " + (module.diff() ? "yes" : "no"));
        if (!module.needs().isEmpty()) {
            lines.add("needs on the host: " + String.join(" ", module.needs()));
        }
        lines.add("");
        lines.add("options:");
        for (OptionSpec option : module.options()) {
            if (!option.hidden() && !option.isRefused()) {
                lines.add("  " + option.name() + "  " + type(option) + marks(module, option));
                if (!option.description().isEmpty()) {
                    lines.add("      " + option.description());
                }
            }
        }
        refused(module, lines);
        if (!module.results().isEmpty()) {
            lines.add("");
            lines.add("results:");
            module.results().forEach(result -> lines.add("  " + result));
        }
        return new Page(
                "",
                module.name(),
                module.aliases(),
                module.summary(),
                lines,
                "- " + String.join("\n- ", module.examples()));
    }

    private static void refused(ModuleSpec module, List<String> lines) {
        List<OptionSpec> refused =
                module.options().stream().filter(OptionSpec::isRefused).toList();
        if (!refused.isEmpty()) {
            lines.add("");
            lines.add("options that hitless does not have:");
            refused.forEach(option -> lines.add("  " + option.name() + "  " + option.description()));
        }
    }

    private static String type(OptionSpec option) {
        String type = option.type().name().toLowerCase(Locale.ROOT);
        if (!option.choices().isEmpty()) {
            return String.join("|", option.choices());
        }
        return option.item() == null
                ? type
                : type + " of " + option.item().name().toLowerCase(Locale.ROOT);
    }

    private static String marks(ModuleSpec module, OptionSpec option) {
        StringBuilder out = new StringBuilder();
        if (option.required()) {
            out.append("  required");
        }
        if (option.defaultValue() != null) {
            out.append("  default: ").append(option.defaultValue());
        }
        if (!option.aliases().isEmpty()) {
            out.append("  aliases: ").append(String.join(", ", option.aliases()));
        }
        if (option.name().equals(module.freeForm())) {
            out.append("  (the task's free text)");
        }
        return out.toString();
    }
}
