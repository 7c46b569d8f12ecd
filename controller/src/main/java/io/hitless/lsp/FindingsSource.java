package io.hitless.lsp;

import io.hitless.source.Finding;
import java.nio.file.Path;
import java.util.List;

/** Finds faults in playbooks as a run does before it starts. */
@FunctionalInterface
public interface FindingsSource {
    /**
     * @param file the playbook's file; its directory has roles and other files
     * @param text the playbook, which need not be saved
     * @return all findings; those whose span has a file with the name of {@code file} concern the text
     */
    List<Finding> of(Path file, String text);
}
