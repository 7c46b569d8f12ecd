package io.hitless.cli.output;

import io.hitless.config.Configuration;
import io.hitless.event.Event;
import io.hitless.event.EventSink;
import io.hitless.report.Warnings;
import io.hitless.source.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the failed hosts to a file beside the playbook, for {@code --limit @FILE}, if this is configured. */
final class RetryFile implements EventSink {
    private final EventSink shown;
    private final @Nullable Path directory;
    private @Nullable Path playbook;

    private RetryFile(EventSink shown, @Nullable Path directory) {
        this.shown = shown;
        this.directory = directory;
    }

    /** Returns a sink that writes the file before {@code shown} receives the end of the run. */
    static EventSink before(EventSink shown) {
        Configuration config = Configuration.current();
        return config.flag("RETRY_FILES_ENABLED") ? new RetryFile(shown, config.path("RETRY_FILES_SAVE_PATH")) : shown;
    }

    @Override
    public void on(Event event) {
        if (event instanceof Event.RunStarted(List<String> playbooks, var _, var _) && !playbooks.isEmpty()) {
            playbook = Path.of(playbooks.getLast()).toAbsolutePath();
        }
        Path its = playbook;
        if (event instanceof Event.RunEnded ended && its != null) {
            List<String> hosts = ended.recap().entrySet().stream()
                    .filter(host ->
                            host.getValue().failed() > 0 || host.getValue().unreachable() > 0)
                    .map(Map.Entry::getKey)
                    .sorted()
                    .toList();
            if (!hosts.isEmpty()) {
                write(its, hosts);
            }
        }
        shown.on(event);
    }

    private void write(Path its, List<String> hosts) {
        String name = String.valueOf(its.getFileName()).replaceFirst("\\.[^.]*$", "") + ".retry";
        Path file = directory == null ? its.resolveSibling(name) : directory.resolve(name);
        try {
            Path parent = file.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(file, String.join("\n", hosts) + "\n");
            System.out.println("\tto retry, use: --limit @" + file);
        } catch (IOException e) {
            Warnings.print("cannot write " + file + ": " + Reason.of(e));
        }
    }
}
