package io.hitless.cli.option;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code hitless rollout} is told; read again from the journal or a plan when a rollout goes on. */
public final class RolloutOptions {
    @Mixin
    public PlaybookOptions given = new PlaybookOptions(new ChangeOptions());

    @Mixin
    public StateOptions state = new StateOptions();

    @Mixin
    public LockOptions locks = new LockOptions();

    @Mixin
    public OutputOptions output = new OutputOptions();

    @Option(names = "--list-hosts", description = "show which hosts each play picks, and do nothing else")
    public boolean listHosts;

    @Option(names = "--list-tasks", description = "show the tasks that would be run, and do nothing else")
    public boolean listTasks;

    @Option(names = "--list-tags", description = "show the tags there are, and do nothing else")
    public boolean listTags;

    @Option(names = "--syntax-check", description = "read and check everything, and do nothing else")
    boolean syntaxCheck;

    @Option(names = "--step", description = "ask before each task")
    void step(boolean on) {
        given.tags.step = on;
    }

    @Option(names = "--force-handlers", description = "run notified handlers also on hosts where a task failed")
    public boolean forceHandlers;

    @Parameters(
            arity = "1..*",
            paramLabel = "PLAYBOOK",
            description = "playbooks, run one after another; or a file that 'hitless plan --out' wrote")
    public List<Path> playbooks = List.of();

    @Option(
            names = "--plan",
            hidden = true,
            description = "stop where things are no longer as this plan has them; set by 'rollout PLAN'")
    public @Nullable Path plan;

    /** Reads options that were kept. */
    public static RolloutOptions read(List<String> words) {
        RolloutOptions options = new RolloutOptions();
        CommandArguments.read("rollout", options, words);
        return options;
    }

    /** Whether only what the playbooks hold is asked for. */
    public boolean onlyLists() {
        return syntaxCheck || listHosts || listTasks || listTags;
    }
}
