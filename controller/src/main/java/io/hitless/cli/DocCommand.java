package io.hitless.cli;

import io.hitless.module.ModuleCatalog;
import io.hitless.module.ModuleSpec;
import io.hitless.module.OptionSpec;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hitless doc}: modules as their headers declare them. */
@Command(name = "doc", description = "Show what a module does and which options it takes.", mixinStandardHelpOptions = true)
final class DocCommand implements Callable<Integer> {
    @Option(names = {"-l", "--list"}, description = "list all modules")
    private boolean list;

    @Parameters(arity = "0..*", paramLabel = "MODULE")
    private List<String> names = List.of();

    @Override
    public Integer call() {
        ModuleCatalog modules = ModuleCatalog.builtIn();
        PrintStream out = System.out;
        if (list || names.isEmpty()) {
            modules.all().stream()
                    .sorted(Comparator.comparing(ModuleSpec::name))
                    .forEach(module -> out.printf("%-20s %s%n", module.name(), module.summary()));
            return ExitCode.OK;
        }
        List<ModuleSpec> asked = names.stream().map(name -> modules.get(name, null)).toList();
        asked.forEach(module -> print(module, out));
        return ExitCode.OK;
    }

    private static void print(ModuleSpec module, PrintStream out) {
        out.println(module.name() + ": " + module.summary());
        if (!module.aliases().isEmpty()) {
            out.println("also called: " + String.join(", ", module.aliases()));
        }
        out.println("runs on: " + (module.runsOnController() ? "the controller" : "the host") + "; check mode: "
                + module.check().name().toLowerCase(Locale.ROOT) + "; diff: " + (module.diff() ? "yes" : "no"));
        if (!module.needs().isEmpty()) {
            out.println("needs on the host: " + String.join(" ", module.needs()));
        }
        out.println("\noptions:");
        for (OptionSpec option : module.options()) {
            if (!option.hidden()) {
                out.println("  " + option.name() + "  " + type(option) + (module.name().isEmpty() ? "" : marks(module, option)));
                if (!option.description().isEmpty()) {
                    out.println("      " + option.description());
                }
            }
        }
        if (!module.results().isEmpty()) {
            out.println("\nresults:");
            module.results().forEach(result -> out.println("  " + result));
        }
        out.println();
    }

    private static String type(OptionSpec option) {
        String type = option.type().name().toLowerCase(Locale.ROOT);
        if (!option.choices().isEmpty()) {
            return String.join("|", option.choices());
        }
        return option.item() == null ? type : type + " of " + option.item().name().toLowerCase(Locale.ROOT);
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
