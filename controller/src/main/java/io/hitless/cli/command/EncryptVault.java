package io.hitless.cli.command;

import io.hitless.cli.option.EncryptionOptions;
import io.hitless.cli.option.VerboseOption;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.vault.VaultFile;
import io.hitless.cli.vault.VaultKeys;
import io.hitless.source.UserError;
import io.hitless.vars.Vault;
import io.hitless.vars.VaultSecret;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hitless vault encrypt}. */
@Command(
        name = "encrypt",
        description = "Encrypt files in place.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class EncryptVault implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private VerboseOption verbose = new VerboseOption();

    @Mixin
    private EncryptionOptions encryption = new EncryptionOptions();

    @Option(names = "--output", paramLabel = "FILE", description = "write to this file; - is standard output")
    private @Nullable String output;

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "files to encrypt; without one, standard input")
    private List<String> files = List.of();

    @Override
    public Integer call() {
        VaultFile.refuseSeveral(files, output);
        VaultSecret secret = VaultKeys.fresh(encryption.passwords).toEncrypt(encryption.label);
        for (VaultFile file : VaultFile.of(files)) {
            byte[] plain = file.read();
            if (Vault.isEncrypted(plain)) {
                throw new UserError(file.name() + " is encrypted already");
            }
            file.target(output).write(VaultKeys.encrypt(plain, secret));
        }
        VaultFile.report("Encryption successful");
        return ExitCode.OK;
    }
}
