package io.hitless.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hitless.report.CleanStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntSupplier;

/** A command carried out within this process. */
public record Hitless(int exit, String out, String err) {
    /** Standard error but for the line that says how to go on with a run that did not end well. */
    String complaints() {
        return err.replaceAll("(?m)^run \\d{8}-\\d{6}-\\w{4}: 'hitless resume .*\\R", "");
    }

    /** Carries a command out without any settings. */
    public static Hitless run(String... args) {
        return captured(() -> new Commands().commandLine(args).execute(args));
    }

    /** Carries a command out with the settings of an environment, and of the working directory. */
    public static Hitless configured(Map<String, String> environment, String... args) {
        Path here = Path.of("").toAbsolutePath();
        return captured(() -> Main.configured(new Commands().commandLine(args), here, environment, args));
    }

    private static Hitless captured(IntSupplier command) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream stdout = System.out;
        PrintStream stderr = System.err;
        try (PrintStream screen = CleanStream.printing(out, true);
                PrintStream errors = CleanStream.printing(err, true)) {
            System.setOut(screen);
            System.setErr(errors);
            int exit = command.getAsInt();
            return new Hitless(exit, out.toString(UTF_8), err.toString(UTF_8));
        } finally {
            System.setOut(stdout);
            System.setErr(stderr);
        }
    }
}
