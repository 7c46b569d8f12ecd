package io.hitless.cli.option;

import io.hitless.source.UserError;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The options of {@code hitless rollout}. When a rollout is continued, they are parsed again from the journal or the
 * plan.
 */
public final class RolloutOptions {
    @Mixin
    public PlaybookOptions given = new PlaybookOptions(new ChangeOptions());

    @Mixin
    public StateOptions state = new StateOptions();

    @Mixin
    public LockOptions locks = new LockOptions();

    @Mixin
    public OutputOptions output = new OutputOptions();

    @Option(names = "--list-hosts", description = "only list the hosts of each play")
    public boolean listHosts;

    @Option(names = "--list-tasks", description = "only list the tasks that would run")
    public boolean listTasks;

    @Option(names = "--list-tags", description = "only list the tags")
    public boolean listTags;

    @Option(names = "--syntax-check", description = "only read and check the files")
    boolean syntaxCheck;

    @Option(names = "--strict", description = "also refuse tasks that fail only if they are reached")
    void strict(boolean on) {
        given.strict = on;
    }

    @Option(
            names = {"-M", "--module-path"},
            paramLabel = "DIRS",
            split = ":",
            description = "directories with modules, before those of ansible.cfg; divided by ':'")
    void modulePath(List<Path> directories) {
        given.inventory.modulePath = directories;
    }

    @Option(names = "--step", description = "ask before each task")
    void step(boolean on) {
        given.tags.step = on;
    }

    @Option(
            names = "--force-handlers",
            descriptionKey = "DEFAULT_FORCE_HANDLERS",
            fallbackValue = "true",
            description = "run notified handlers even on hosts where a task failed")
    public boolean forceHandlers;

    @Option(
            names = "--workers",
            description = "let 'hitless worker' on any bastion execute the hosts; needs a state in PostgreSQL")
    public boolean workers;

    @Parameters(
            arity = "1..*",
            paramLabel = "PLAYBOOK",
            description = "playbooks, run in this order; or a file from 'hitless plan --out'")
    public List<Path> playbooks = List.of();

    @Option(
            names = "--plan",
            hidden = true,
            description = "stop where a host no longer matches this plan; set by 'rollout PLAN'")
    public @Nullable Path plan;

    /** Parses stored options. */
    public static RolloutOptions read(List<String> words) {
        RolloutOptions options = new RolloutOptions();
        CommandArguments.read("rollout", options, words);
        return options;
    }

    /** @throws UserError if {@code --workers} is given, and does not fit the other options */
    public void refuseWorkersThatCannotBe() {
        if (!workers) {
            return;
        }
        if (state.directory().database() == null) {
            throw new UserError(
                    null,
                    "--workers needs a state in PostgreSQL, which all bastions share",
                    "--state postgresql://USER@HOST/DATABASE, or HITLESS_STATE in the environment");
        }
        String other = given.run.check ? "--check" : given.tags.step ? "--step" : plan != null ? "a plan" : null;
        if (other != null) {
            throw new UserError(
                    null,
                    "--workers does not go with " + other,
                    "leave one of them out: without workers, all is done here");
        }
    }

    /** Whether only a list or a syntax check is requested. */
    public boolean onlyLists() {
        return syntaxCheck || listHosts || listTasks || listTags;
    }
}
