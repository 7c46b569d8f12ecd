package io.hitless.module;

import io.hitless.source.UserError;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A module as declared in its header.
 *
 * @param name the short name, such as {@code lineinfile}
 * @param aliases other names, including qualified ones
 * @param summary one line
 * @param runs where it runs, and who may call it
 * @param check how well check mode predicts it
 * @param diff whether it can show a diff
 * @param needs commands that it needs on the host
 * @param uses names of agent parts that must be sent before it
 * @param freeForm the option for a task's free text, or null
 * @param options in the order of the header, including shared sets
 * @param rules rules about combinations of options
 * @param results documented fields of the result, as {@code name text}
 * @param examples tasks that call it, in YAML
 * @param script the whole file, as it is sent; empty if the module is not hitless's own
 * @param file the file of a module that a user wrote or installed; null for hitless's own
 */
public record ModuleSpec(
        String name,
        List<String> aliases,
        String summary,
        Runs runs,
        Check check,
        boolean diff,
        List<String> needs,
        List<String> uses,
        @Nullable String freeForm,
        List<OptionSpec> options,
        List<OptionRule> rules,
        List<String> results,
        List<String> examples,
        String script,
        @Nullable Path file) {
    /** Creates the spec of one of hitless's own modules. */
    public ModuleSpec(
            String name,
            List<String> aliases,
            String summary,
            Runs runs,
            Check check,
            boolean diff,
            List<String> needs,
            List<String> uses,
            @Nullable String freeForm,
            List<OptionSpec> options,
            List<OptionRule> rules,
            List<String> results,
            List<String> examples,
            String script) {
        this(
                name, aliases, summary, runs, check, diff, needs, uses, freeForm, options, rules, results, examples,
                script, null);
    }

    /** Where a module runs, and who may call it. */
    public enum Runs {
        /** On the host, by the agent. */
        HOST,
        /** In the controller. */
        CONTROLLER,
        /** On the host, by the agent. Only hitless itself may call it. */
        INTERNAL,
        /** Nowhere: hitless does not have it, and the summary says why. */
        NOWHERE
    }

    /**
     * Returns a placeholder for a module that cannot be called here. It accepts all arguments.
     *
     * @param error the error of every task that calls the module
     */
    public static ModuleSpec unavailable(String name, UserError error) {
        return new ModuleSpec(
                name,
                List.of(),
                error.line(),
                Runs.NOWHERE,
                Check.FULL,
                false,
                List.of(),
                List.of(),
                ArgumentChecker.FREE_TEXT,
                List.of(OptionSpec.raw(ArgumentChecker.FREE_TEXT), OptionSpec.raw(ArgumentChecker.ANY)),
                List.of(),
                List.of(),
                List.of(),
                "");
    }

    /** Returns the name of the option with this name or alias, or the name itself if there is none. */
    public String nameOf(String name) {
        return options.stream()
                .filter(option -> option.name().equals(name) || option.aliases().contains(name))
                .map(OptionSpec::name)
                .findFirst()
                .orElse(name);
    }

    /** Returns whether the module runs in the controller. */
    public boolean runsOnController() {
        return runs == Runs.CONTROLLER;
    }

    /** How well check mode predicts the changes of a module. */
    public enum Check {
        FULL,
        PARTIAL,
        NONE
    }
}
