package io.hitless.cli.command;

import io.hitless.cli.option.VaultOptions;
import io.hitless.cli.option.VerboseOption;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.vault.VaultFile;
import io.hitless.cli.vault.VaultKeys;
import io.hitless.vars.Vault;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hitless vault decrypt}. */
@Command(name = "decrypt", description = "Write files in clear.", mixinStandardHelpOptions = true, sortOptions = false)
final class DecryptVault implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private VerboseOption verbose = new VerboseOption();

    @Mixin
    private VaultOptions passwords = new VaultOptions();

    @Option(names = "--output", paramLabel = "FILE", description = "write to this file; - is standard output")
    private @Nullable String output;

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "what to decrypt; standard input if there is none")
    private List<String> files = List.of();

    @Override
    public Integer call() {
        VaultFile.refuseSeveral(files, output);
        Vault vault = VaultKeys.known(passwords).vault();
        for (VaultFile file : VaultFile.of(files)) {
            file.target(output).write(vault.open(file.name(), file.read()).plain());
        }
        VaultFile.report("Decryption successful");
        return ExitCode.OK;
    }
}
