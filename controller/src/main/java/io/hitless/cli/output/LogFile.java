package io.hitless.cli.output;

import io.hitless.config.Configuration;
import io.hitless.event.Event;
import io.hitless.report.console.Console;
import io.hitless.report.export.RunResult;
import io.hitless.source.Reason;
import io.hitless.source.UserError;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The log file named by {@code log_path}: the run's output with times, appended to the output of earlier runs. */
public final class LogFile implements OutputSink {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS");

    private final PrintStream out;
    private final Console console;

    private LogFile(PrintStream out, Console console) {
        this.out = out;
        this.console = console;
    }

    /** @return null if no log is configured */
    public static @Nullable LogFile configured(Display display) {
        Path path = Configuration.current().path("DEFAULT_LOG_PATH");
        if (path == null) {
            return null;
        }
        try {
            OutputStream file = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            PrintStream out = new Dated(file);
            return new LogFile(out, new Console(out, display.console(false, false)));
        } catch (IOException e) {
            throw new UserError("cannot write the log " + path + ": " + Reason.of(e));
        }
    }

    @Override
    public void on(Event event) {
        console.on(event);
    }

    @Override
    public void end(RunResult result) {
        out.close();
    }

    /** Writes the current time before each message. */
    private static final class Dated extends PrintStream {
        private final String head =
                " p=" + ProcessHandle.current().pid() + " u=" + System.getProperty("user.name") + " n=ansible INFO| ";

        Dated(OutputStream file) {
            super(file, false, StandardCharsets.UTF_8);
        }

        @Override
        public void println(@Nullable String text) {
            if (text != null && !text.isBlank()) {
                super.println(LocalDateTime.now(ZoneId.systemDefault()).format(TIME) + head + text.stripTrailing());
            }
        }
    }
}
