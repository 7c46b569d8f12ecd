package io.hitless.cli;

import io.hitless.cli.launch.InterruptHandler;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.Terminal;
import io.hitless.config.Configuration;
import io.hitless.report.Warnings;
import io.hitless.source.UserError;
import io.hitless.yaml.DuplicateKeys;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The main class. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Terminal.open();
        int code = run(args);
        System.out.flush();
        InterruptHandler.commandEnded();
        // Returning from main ends the JVM at once; exit() waits 0.3 s for its own thread that watches sockets (VM_Exit
        // in HotSpot).
        if (code != ExitCode.OK) {
            System.exit(code);
        }
    }

    /** Runs a command in the current directory; returns its exit code. */
    static int run(String... args) {
        CommandLine hitless = new Commands()
                .commandLine(args)
                .setOut(new PrintWriter(
                        Terminal.raw(), true, StandardCharsets.UTF_8)); // for help, which picocli colours itself
        return configured(hitless, Path.of("").toAbsolutePath(), System.getenv(), args);
    }

    /** Runs a command with the settings of a directory and an environment. */
    static int configured(CommandLine hitless, Path directory, Map<String, String> environment, String... args) {
        try {
            Configuration settings = Configuration.read(directory, environment, Warnings::print);
            if (ErrorHandlers.isOfAnsible(args) && !args[0].equals("ansible-config")) { // it shows what is wrong
                settings.check();
            }
            return DuplicateKeys.during(
                    duplicateKeys(settings.text("DUPLICATE_YAML_DICT_KEY")),
                    () -> settings.during(() -> hitless.execute(PythonArguments.read(hitless, args))));
        } catch (ParameterException e) {
            return ErrorHandlers.usage(e, args);
        } catch (UserError e) {
            return ErrorHandlers.report(e, hitless, ErrorHandlers.isOfAnsible(args));
        }
    }

    private static Consumer<UserError> duplicateKeys(String mode) {
        Set<String> told = ConcurrentHashMap.newKeySet(); // a file may be read more than once
        return switch (mode) {
            case "error" -> DuplicateKeys.REFUSE;
            case "ignore" -> _ -> {};
            default ->
                fault -> {
                    if (told.add(fault.line())) {
                        Warnings.print(fault);
                    }
                };
        };
    }
}
