package io.hitless.cli.launch;

import io.hitless.cli.option.PlaybookOptions;
import io.hitless.playbook.Play;
import io.hitless.source.Finding;
import io.hitless.source.Finding.Rule;
import io.hitless.source.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Loads the playbooks that a command names. */
final class PlaybookFiles {
    private PlaybookFiles() {}

    /** The names of playbooks in the journal and in reports. */
    static List<String> names(List<Path> playbooks) {
        return playbooks.stream().map(Path::toString).toList();
    }

    /**
     * Loads playbooks for a command that changes nothing. A task that is certain to fail and a selection that matches
     * nothing are errors.
     */
    static List<List<Play>> loadReadOnly(CommandContext context, PlaybookOptions given, List<Path> playbooks) {
        List<List<Play>> loaded = read(context, playbooks);
        new RunPreflight(context, given, loaded, true)
                .refuse(TargetCheck.of(context, loaded, given.tags).missing());
        return loaded;
    }

    /** Reads the plays of each playbook. Plays with errors are left out, and the errors are added to the findings. */
    static List<List<Play>> read(CommandContext context, List<Path> playbooks) {
        List<List<Play>> all = new ArrayList<>();
        for (Path named : playbooks) {
            Path playbook = context.playbook(named);
            if (Files.isDirectory(playbook)) {
                UserError error = new UserError(null, playbook + " is a directory", "name the playbook in it");
                context.loader().findings().add(new Finding(Finding.Kind.CERTAIN, Rule.FILE, error));
            } else {
                all.add(context.loader().read(playbook));
            }
        }
        return all;
    }

    /** @throws UserError with every problem that is certain to make the run fail */
    static List<List<Play>> load(CommandContext context, List<Path> playbooks) {
        List<List<Play>> all = read(context, playbooks);
        context.loader().findings().refuse(false);
        return all;
    }
}
