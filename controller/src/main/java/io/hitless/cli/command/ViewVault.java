package io.hitless.cli.command;

import io.hitless.cli.option.VaultOptions;
import io.hitless.cli.option.VerboseOption;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.vault.VaultFile;
import io.hitless.cli.vault.VaultKeys;
import io.hitless.vars.Vault;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hitless vault view}. */
@Command(name = "view", description = "Show files in clear.", mixinStandardHelpOptions = true, sortOptions = false)
final class ViewVault implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private VerboseOption verbose = new VerboseOption();

    @Mixin
    private VaultOptions passwords = new VaultOptions();

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "what to show; standard input if there is none")
    private List<String> files = List.of();

    @Override
    public Integer call() {
        Vault vault = VaultKeys.known(passwords).vault();
        for (VaultFile file : VaultFile.of(files)) {
            new VaultFile("-").write(vault.open(file.name(), file.read()).plain());
        }
        return ExitCode.OK;
    }
}
