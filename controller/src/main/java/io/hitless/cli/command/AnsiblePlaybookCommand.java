package io.hitless.cli.command;

import io.hitless.cli.launch.RolloutSession;
import io.hitless.cli.launch.VariableConfiguration;
import io.hitless.cli.option.AnsibleOptions;
import io.hitless.cli.option.AnsibleVersion;
import io.hitless.cli.option.CommandArguments;
import io.hitless.cli.option.RolloutOptions;
import io.hitless.cli.output.Callback;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hitless ansible-playbook}: a rollout with the command line and the output of {@code ansible-playbook}. */
@Command(
        name = "ansible-playbook",
        description = "Run playbooks: takes the command line of ansible-playbook, and prints what it prints.",
        mixinStandardHelpOptions = true,
        versionProvider = AnsibleVersion.class,
        sortOptions = false)
public final class AnsiblePlaybookCommand implements Callable<Integer> {
    @Mixin
    private RolloutOptions options = new RolloutOptions();

    @Mixin
    private AnsibleOptions others = new AnsibleOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        others.warn();
        if (others.forgetsFacts()) {
            VariableConfiguration.forgetFacts();
        }
        options.given.inventory.beAnsibles();
        options.given.run.refuseNoForks();
        Callback callback = Callback.configured(Callback.DEFAULT);
        options.given.run.shownAs(callback);
        AnsibleVersion.announce("ansible-playbook", options.given.run.verbosity(), callback, System.out);
        List<String> words = new ArrayList<>(List.of("rollout"));
        words.addAll(
                CommandArguments.of(Objects.requireNonNull(spec).commandLine().getParseResult(), AnsibleOptions.NAMES)
                        .all());
        return new RolloutSession(options, words).run();
    }
}
