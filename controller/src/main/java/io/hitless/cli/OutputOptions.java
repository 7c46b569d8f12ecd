package io.hitless.cli;

import io.hitless.report.RunHead;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** In which forms a run is told, and to whom. */
final class OutputOptions {
    @Option(
            names = "--output",
            paramLabel = "FORM",
            description = "human (default) or json")
    private List<FormOption.Form> forms = List.of();

    /** Whether people read standard output. */
    boolean isHuman() {
        return !forms.contains(FormOption.Form.JSON);
    }

    /**
     * Begins to tell of a run.
     *
     * @param screen what people see of it, made if they are to see anything
     */
    Outputs open(RunHead run, Supplier<Screen> screen) {
        return new Outputs(run, isHuman() ? screen.get() : Screen.NONE);
    }
}
