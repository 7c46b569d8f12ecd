package io.hitless.module;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The page of a module in {@code docs/modules}, as Markdown. */
final class ModulePage {
    private ModulePage() {}

    static String of(ModuleSpec module) {
        StringBuilder page = new StringBuilder("# " + module.name() + "\n\n" + sentence(module.summary()) + "\n\n");
        if (!module.aliases().isEmpty()) {
            page.append("Also called ").append(code(module.aliases())).append(".\n\n");
        }
        page.append("Runs on ").append(module.runsOnController() ? "the controller" : "the host");
        page.append("; check mode: ").append(module.check().name().toLowerCase(Locale.ROOT));
        page.append("; diff: ").append(module.diff() ? "yes" : "no");
        page.append(module.needs().isEmpty() ? "" : "; needs on the host: " + code(module.needs()));
        page.append(".\n");
        table(page, "Options", "| option | type | default | |", supported(module));
        table(page, "Options that hitless does not have", "| option | why, or what to do instead |", refused(module));
        table(page, "Results", "| field | |", results(module));
        if (!module.examples().isEmpty()) {
            page.append("\n## Example\n\n```yaml\n- ").append(String.join("\n- ", module.examples()));
            page.append("\n```\n");
        }
        return page.toString();
    }

    /** Returns the page that lists all of them. */
    static String index(List<ModuleSpec> modules) {
        return "# Modules\n\n"
            + "`hitless doc NAME` shows the same in the terminal. The names of options are Ansible's; an option that"
            + " Ansible has and\n"
            + "hitless has not is listed with the reason. `lab/compat modules` writes these pages.\n\n"
            + "| module | |\n"
            + "|---|---|\n"
                + modules.stream()
                        .map(module -> "| [" + module.name() + "](" + module.name() + ".md) | " + text(module.summary())
                                + " |\n")
                        .collect(Collectors.joining());
    }

    private static void table(StringBuilder page, String title, String head, List<String> rows) {
        if (!rows.isEmpty()) {
            String line =
                    "|" + "---|".repeat((int) head.chars().filter(c -> c == '|').count() - 1);
            page.append("\n## ")
                    .append(title)
                    .append("\n\n")
                    .append(head)
                    .append('\n')
                    .append(line)
                    .append('\n');
            rows.forEach(row -> page.append(row).append('\n'));
        }
    }

    private static List<String> supported(ModuleSpec module) {
        return module.options().stream()
                .filter(option -> !option.hidden() && !option.isRefused())
                .map(option ->
                        "| " + String.join(" | ", names(option), type(option), usual(option), meaning(module, option))
                                + " |")
                .toList();
    }

    private static List<String> refused(ModuleSpec module) {
        return module.options().stream()
                .filter(OptionSpec::isRefused)
                .map(option -> "| " + names(option) + " | " + text(option.description()) + " |")
                .toList();
    }

    private static List<String> results(ModuleSpec module) {
        return module.results().stream()
                .map(result -> result.split(" +", 2))
                .map(words -> "| `" + words[0] + "` | " + (words.length == 2 ? text(words[1]) : "") + " |")
                .toList();
    }

    private static String names(OptionSpec option) {
        return "`" + option.name() + "`" + (option.aliases().isEmpty() ? "" : ", also " + code(option.aliases()));
    }

    private static String type(OptionSpec option) {
        if (!option.choices().isEmpty()) {
            String list = option.type() == OptionSpec.Type.LIST ? "list of " : "";
            return list + code(option.choices());
        }
        String type = option.type().name().toLowerCase(Locale.ROOT);
        return option.item() == null
                ? type
                : type + " of " + option.item().name().toLowerCase(Locale.ROOT);
    }

    private static String usual(OptionSpec option) {
        Object usual = option.defaultValue();
        return option.required() ? "required" : usual == null || usual.equals("") ? "" : "`" + cell(usual + "") + "`";
    }

    private static String meaning(ModuleSpec module, OptionSpec option) {
        String more = option.name().equals(module.freeForm()) ? " (the task's free text)" : "";
        return text(option.description()) + more;
    }

    private static String code(List<String> words) {
        return words.stream().map(word -> "`" + cell(word) + "`").collect(Collectors.joining(", "));
    }

    private static String sentence(String text) {
        String safe = text(text);
        return safe.substring(0, 1).toUpperCase(Locale.ROOT) + safe.substring(1) + (safe.endsWith(".") ? "" : ".");
    }

    private static String text(String text) {
        return cell(text).replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
