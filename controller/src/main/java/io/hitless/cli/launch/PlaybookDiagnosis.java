package io.hitless.cli.launch;

import io.hitless.cli.option.InventoryOptions;
import io.hitless.lsp.FindingsSource;
import io.hitless.playbook.load.PlaybookLoader;
import io.hitless.source.Finding;
import io.hitless.source.SourceFile;
import io.hitless.source.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads a playbook that is open in an editor, and returns what a run would find in it before it starts. */
public final class PlaybookDiagnosis implements FindingsSource {
    @Override
    public List<Finding> of(Path file, String text) {
        Path directory = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), Path.of("/"));
        InventoryOptions none = new InventoryOptions();
        none.sources = List.of("localhost,");
        // A new one each time: files beside the playbook may have changed.
        try (CommandContext context = CommandContext.withoutHosts(none, directory)) {
            return of(context.loader(), new SourceFile(file.toString(), text), directory);
        } catch (UserError e) { // of the configuration or the variables beside the playbook
            return e.each().stream()
                    .map(one -> new Finding(Finding.Kind.CERTAIN, Finding.Rule.FILE, one))
                    .toList();
        }
    }

    private static List<Finding> of(PlaybookLoader loader, SourceFile source, Path directory) {
        List<Finding> all = new ArrayList<>();
        try {
            loader.load(source, directory);
        } catch (UserError e) {
            e.each().forEach(one -> all.add(new Finding(Finding.Kind.CERTAIN, Finding.Rule.SYNTAX, one)));
        }
        for (Finding finding : loader.findings().of(Finding.Kind.values())) {
            all.removeIf(one ->
                    Objects.equals(one.error().getMessage(), finding.error().getMessage()));
            all.add(finding);
        }
        return all;
    }
}
