package io.hitless.cli.command;

import io.hitless.cli.option.EncryptionOptions;
import io.hitless.cli.option.VerboseOption;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.Terminal;
import io.hitless.cli.vault.VaultFile;
import io.hitless.cli.vault.VaultKeys;
import io.hitless.vars.VaultSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hitless vault create}. */
@Command(
        name = "create",
        description = "Write a new encrypted file in $EDITOR.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class CreateVault implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private VerboseOption verbose = new VerboseOption();

    @Mixin
    private EncryptionOptions encryption = new EncryptionOptions();

    @Option(names = "--skip-tty-check", description = "open the editor even without a terminal")
    private boolean skipTtyCheck;

    @Parameters(arity = "1", paramLabel = "FILE", description = "the file; its directory is made if it is missing")
    private String name = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        VaultSecret secret = VaultKeys.fresh(encryption.passwords).toEncrypt(encryption.label);
        VaultFile file = new VaultFile(name);
        if (Files.exists(file.path())) {
            throw VaultKeys.misuse(name + " exists", "'hitless vault edit' changes it");
        }
        if (!skipTtyCheck && !Terminal.canAsk()) {
            throw VaultKeys.misuse("there is no terminal for the editor", "--skip-tty-check opens it anyway");
        }
        byte[] written = file.edit(new byte[0]);
        Files.createDirectories(
                Objects.requireNonNull(file.path().toAbsolutePath().getParent()));
        file.write(VaultKeys.encrypt(written, secret));
        return ExitCode.OK;
    }
}
