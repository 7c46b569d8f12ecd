package io.hitless.cli;

import io.hitless.playbook.Play;
import io.hitless.rollout.Plan;
import io.hitless.source.Problems;
import io.hitless.source.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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

    @Parameters(arity = "1..*", paramLabel = "PLAYBOOK", description = "playbooks, run one after another; or a file that 'hitless plan --out' wrote")
    private List<Path> playbooks = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    private @Nullable Plan plan;

    /** Makes this the rollout of a plan: it stops where things are no longer as they were planned. */
    void follow(Plan its) {
        plan = its;
    }

    @Override
    public Integer call() {
        if (plan == null && playbooks.size() == 1 && Plan.isPlan(playbooks.getFirst())) {
            return PlannedRollout.carryOut(Objects.requireNonNull(spec).commandLine(), playbooks.getFirst());
        }
        try (Workplace workplace = Workplace.of(inventory, connection, run, playbooks)) {
            List<List<Play>> loaded = load(workplace, playbooks);
            if (syntaxCheck || listHosts || listTasks || listTags) {
                Listing listing = new Listing(workplace.inventory(), inventory.limit, tags.toTags(), System.out);
                listing.print(playbooks, loaded.stream().flatMap(List::stream).toList(), new Listing.What(listHosts, listTasks, listTags));
                return ExitCode.OK;
            }
            if (plan != null) {
                workplace.follow(plan);
            }
            return workplace.carryOut(loaded, playbooks.stream().map(Path::toString).toList(), tags, forceHandlers);
        }
    }

    static List<List<Play>> load(Workplace workplace, List<Path> playbooks) {
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
