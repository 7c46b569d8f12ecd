package io.hitless.cli.command;

import io.hitless.cli.option.EncryptionOptions;
import io.hitless.cli.option.VerboseOption;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.vault.VaultFile;
import io.hitless.cli.vault.VaultKeys;
import io.hitless.vars.Vault;
import io.hitless.vars.VaultSecret;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hitless vault rekey}. */
@Command(
        name = "rekey",
        description = "Encrypt files with another password.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RekeyVault implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private VerboseOption verbose = new VerboseOption();

    @Mixin
    private EncryptionOptions encryption = new EncryptionOptions();

    @Option(names = "--new-vault-id", paramLabel = "[LABEL@]SOURCE", description = "the new password, as --vault-id")
    private @Nullable String newId;

    @Option(
            names = "--new-vault-password-file",
            paramLabel = "FILE",
            description = "file with the new password, or a program that prints it")
    private @Nullable String newFile;

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "encrypted files; without one, standard input")
    private List<String> files = List.of();

    @Override
    public Integer call() {
        if (newId != null && newFile != null) {
            throw VaultKeys.misuse("--new-vault-id and --new-vault-password-file exclude each other", null);
        }
        Vault vault = VaultKeys.known(encryption.passwords).vault();
        VaultSecret secret = VaultKeys.replacement(newId, newFile).toEncrypt(encryption.label);
        for (VaultFile file : VaultFile.of(files)) {
            byte[] plain = vault.open(file.name(), file.read()).plain();
            file.rewrite(VaultKeys.encrypt(plain, secret));
        }
        System.err.println("Rekey successful");
        return ExitCode.OK;
    }
}
