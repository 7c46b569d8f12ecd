package io.hitless.cli;

import io.hitless.cli.launch.InterruptHandler;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.Terminal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Where the JVM comes in, and where it ends. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Terminal.open();
        CommandLine hitless = new Commands()
                .commandLine(args)
                .setOut(new PrintWriter(
                        Terminal.raw(), true, StandardCharsets.UTF_8)); // help, which picocli paints itself
        int code = hitless.execute(args);
        System.out.flush();
        InterruptHandler.commandIsOver();
        // Leaving main ends the JVM at once; exit() would wait 0.3 s for its own thread that watches sockets (VM_Exit
        // in HotSpot).
        if (code != ExitCode.OK) {
            System.exit(code);
        }
    }
}
