package io.hitless.cli.command;

import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.SettingListing;
import io.hitless.config.Configuration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hitless config}: the settings in ansible.cfg and the environment, and which of them have an effect. */
@Command(
        name = "config",
        description = "Show what ansible.cfg and ANSIBLE_* variables set.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ConfigCommand implements Callable<Integer> {
    @Option(names = "--all", description = "also settings that nobody set")
    private boolean all;

    @Option(names = "--markdown", hidden = true, description = "the table of docs/configuration.md")
    private boolean markdown;

    @Override
    public Integer call() {
        if (markdown) {
            SettingListing.markdown().forEach(System.out::println);
            return ExitCode.OK;
        }
        SettingListing.lines(Configuration.current(), all).forEach(System.out::println);
        return ExitCode.OK;
    }
}
