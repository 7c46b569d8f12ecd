package io.hitless.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hitless.report.CleanStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/** A command carried out within this process. */
record Hitless(int exit, String out, String err) {
    /** Standard error but for the line that says how to go on with a run that did not end well. */
    String complaints() {
        return err.replaceAll("(?m)^run \\d{8}-\\d{6}-\\w{4}: 'hitless resume .*\\R", "");
    }

    static Hitless run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream stdout = System.out;
        PrintStream stderr = System.err;
        try (PrintStream screen = CleanStream.printing(out, true);
                PrintStream errors = CleanStream.printing(err, true)) {
            System.setOut(screen);
            System.setErr(errors);
            int exit = new Commands().commandLine(args).execute(args);
            return new Hitless(exit, out.toString(UTF_8), err.toString(UTF_8));
        } finally {
            System.setOut(stdout);
            System.setErr(stderr);
        }
    }
}
