package io.hitless.module;

import io.hitless.source.UserError;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A module as its header declares it.
 *
 * @param name the short name, such as {@code lineinfile}
 * @param aliases further names, qualified ones included
 * @param summary one line
 * @param runs who carries it out, and for whom
 * @param check how far check mode predicts it
 * @param diff whether it can show a diff
 * @param needs commands it needs on the host
 * @param uses parts of the agent that are sent ahead of it, by name
 * @param freeForm the option that takes a task's free text, or null
 * @param options in the order of the header, shared sets included
 * @param rules which options go together
 * @param results documented result fields, as {@code name text}
 * @param examples tasks that call it, in YAML
 * @param script the whole file, as it is sent; empty for a module that is not hitless' own
 * @param file of a module that a user wrote or installed; null for one of hitless' own
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
    /** One of hitless' own. */
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

    /** Who carries a module out. */
    public enum Runs {
        /** The agent. */
        HOST,
        /** The controller itself. */
        CONTROLLER,
        /** The agent, for hitless itself: no playbook can name it. */
        INTERNAL,
        /** Nobody: it is not here, and its summary says why. */
        NOWHERE
    }

    /**
     * What stands for a module that can't be called here. It takes whatever it is given.
     *
     * @param error what a task that calls it fails with
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

    /** Whether the controller does it itself. */
    public boolean runsOnController() {
        return runs == Runs.CONTROLLER;
    }

    /** How far check mode can predict what a run would do. */
    public enum Check {
        FULL,
        PARTIAL,
        NONE
    }
}
