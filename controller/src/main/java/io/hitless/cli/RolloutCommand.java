package io.hitless.cli;

import io.hitless.playbook.Play;
import io.hitless.source.Problems;
import io.hitless.source.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hitless rollout}: what ansible-playbook does. */
@Command(
        name = "rollout",
        description = "Run playbooks over the fleet, batch by batch.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all hosts are as the playbooks want them",
            "1:an error before any host was touched: usage, inventory, playbook",
            "2:tasks failed on hosts",
            "4:hosts could not be reached",
            "99:interrupted",
            "250:a bug of hitless"
        })
final class RolloutCommand implements Callable<Integer> {
    @Mixin
    private InventoryOptions inventory = new InventoryOptions();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    @Mixin
    private TagOptions tags = new TagOptions();

    @Option(names = "--list-hosts", description = "show which hosts each play picks, and do nothing else")
    private boolean listHosts;

    @Option(names = "--list-tasks", description = "show the tasks that would be run, and do nothing else")
    private boolean listTasks;

    @Option(names = "--list-tags", description = "show the tags there are, and do nothing else")
    private boolean listTags;

    @Option(names = "--syntax-check", description = "read and check everything, and do nothing else")
    private boolean syntaxCheck;

    @Option(names = "--force-handlers", description = "run notified handlers also on hosts where a task failed")
    private boolean forceHandlers;

    @Parameters(arity = "1..*", paramLabel = "PLAYBOOK", description = "playbooks, run one after another")
    private List<Path> playbooks = List.of();

    @Override
    public Integer call() {
        try (Workplace workplace = Workplace.of(inventory, connection, run, playbooks)) {
            List<Play> plays = load(workplace);
            if (syntaxCheck || listHosts || listTasks || listTags) {
                Listing listing = new Listing(workplace.inventory(), inventory.limit, tags.toTags(), System.out);
                listing.print(playbooks, plays, new Listing.What(listHosts, listTasks, listTags));
                return ExitCode.OK;
            }
            return workplace.carryOut(plays, playbooks.stream().map(Path::toString).toList(), tags, forceHandlers);
        }
    }

    private List<Play> load(Workplace workplace) {
        Problems problems = new Problems();
        List<Play> plays = new ArrayList<>();
        for (Path playbook : playbooks) {
            if (Files.isDirectory(playbook)) {
                problems.add(new UserError(null, playbook + " is a directory", "name the playbook in it"));
                continue;
            }
            List<Play> loaded = problems.collect(() -> workplace.loader().load(playbook));
            if (loaded != null) {
                plays.addAll(loaded);
            }
        }
        problems.throwIfAny();
        return plays;
    }
}
