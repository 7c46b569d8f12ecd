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

    /** The names in the journal and reports. */
    static List<String> names(List<Path> playbooks) {
        return playbooks.stream().map(Path::toString).toList();
    }

    /** Loads playbooks for a command that changes nothing: what is certain to fail, or selects nothing, is an error. */
    static List<List<Play>> loadReadOnly(CommandContext context, PlaybookOptions given, List<Path> playbooks) {
        List<List<Play>> loaded = read(context, playbooks);
        new RunPreflight(context, given, loaded, true)
                .refuse(TargetCheck.of(context, loaded, given.tags).missing());
        return loaded;
    }

    /** The plays of each playbook, as far as they can be read; errors are added to the findings. */
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

    /** @throws UserError for everything that is certain to fail */
    static List<List<Play>> load(CommandContext context, List<Path> playbooks) {
        List<List<Play>> all = read(context, playbooks);
        context.loader().findings().refuse(false);
        return all;
    }
}
