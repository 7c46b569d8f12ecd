package io.hitless.cli.launch;

import io.hitless.playbook.Play;
import io.hitless.source.Problems;
import io.hitless.source.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The playbooks that a command names. */
public final class PlaybookFiles {
    private PlaybookFiles() {}

    /** @throws UserError for all that is wrong in any of them */
    public static List<List<Play>> load(CommandContext workplace, List<Path> playbooks) {
        Problems problems = new Problems();
        List<List<Play>> all = new ArrayList<>();
        for (Path playbook : playbooks) {
            if (Files.isDirectory(playbook)) {
                problems.add(new UserError(null, playbook + " is a directory", "name the playbook in it"));
                continue;
            }
            List<Play> loaded = problems.collect(() -> workplace.loader().load(playbook));
            if (loaded != null) {
                all.add(loaded);
            }
        }
        problems.throwIfAny();
        return all;
    }
}
