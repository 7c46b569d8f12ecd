package io.hitless.cli.output;

import io.hitless.report.live.Tty;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/** The terminal that hitless was started from. Uses stty for the terminal's size and modes. */
public final class SystemTty implements Tty {
    private static final File DEVICE = new File("/dev/tty");
    private static final List<String> CHANGES = List.of("WINCH", "CONT");
    private static final long TIMEOUT_SECONDS = 2;

    private final Map<String, Object> earlierHandlers = new HashMap<>();

    @Override
    public OutputStream out() {
        return Terminal.raw();
    }

    @Override
    public String type() {
        return Objects.requireNonNullElse(System.getenv("TERM"), "dumb");
    }

    @Override
    public Charset charset() {
        return Terminal.raw().charset();
    }

    @Override
    public boolean hasColour() {
        return Terminal.hasColour();
    }

    @Override
    public Extent extent() {
        String[] size = stty("size").split(" ", -1);
        try {
            int rows = Integer.parseInt(size[0]);
            int columns = Integer.parseInt(size[size.length - 1]);
            return rows > 0 && columns > 0 ? new Extent(columns, rows) : Extent.USUAL;
        } catch (NumberFormatException _) {
            return Extent.USUAL;
        }
    }

    @Override
    public void echo(boolean shown) {
        stty(shown ? "echo" : "-echo");
    }

    /** The output of stty; empty if it fails. */
    private static String stty(String argument) {
        try {
            Process stty = new ProcessBuilder("stty", argument)
                    .redirectInput(DEVICE)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            if (!stty.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new TimeoutException();
            }
            return answer;
        } catch (IOException | TimeoutException _) {
            return "";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    @Override
    public void onChange(@Nullable Runnable changed) {
        earlierHandlers.forEach(Signals::unregister);
        earlierHandlers.clear();
        if (changed != null) {
            CHANGES.forEach(signal -> earlierHandlers.put(signal, Signals.register(signal, changed)));
        }
    }

    /** Stops the process, as Ctrl-Z does. Returns when the process is continued. */
    static void stop() {
        try {
            new ProcessBuilder(
                            "kill",
                            "-STOP",
                            String.valueOf(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
        } catch (IOException _) {
            // the process continues
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether standard error and standard output are the same terminal. */
    static boolean hasErrors() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/1"))
                    .equals(Files.readSymbolicLink(Path.of("/proc/self/fd/2")));
        } catch (IOException _) {
            return false;
        }
    }
}
