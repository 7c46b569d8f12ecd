package io.hitless.cli.command;

import io.hitless.cli.option.EncryptionOptions;
import io.hitless.cli.option.VerboseOption;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.vault.VaultFile;
import io.hitless.cli.vault.VaultKeys;
import io.hitless.vars.Vault;
import io.hitless.vars.VaultSecret;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hitless vault edit}. */
@Command(
        name = "edit",
        description = "Edit encrypted files in $EDITOR.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class EditVault implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private VerboseOption verbose = new VerboseOption();

    @Mixin
    private EncryptionOptions encryption = new EncryptionOptions();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "encrypted files")
    private List<String> files = List.of();

    @Override
    public Integer call() throws InterruptedException {
        VaultKeys keys = VaultKeys.known(encryption.passwords);
        VaultSecret other = encryption.label == null ? null : keys.toEncrypt(encryption.label);
        for (VaultFile file : VaultFile.of(files)) {
            Vault.Opened opened = keys.vault().open(file.name(), file.read());
            byte[] edited = file.edit(opened.plain());
            if (other != null) {
                file.rewrite(VaultKeys.encrypt(edited, other));
            } else if (!Arrays.equals(edited, opened.plain())) {
                file.rewrite(VaultKeys.encrypt(edited, opened.secret(), opened.id()));
            }
        }
        return ExitCode.OK;
    }
}
