package io.hitless.cli.command;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hitless vault}: creates, shows and changes files and values in the format of ansible-vault. */
@Command(
        name = "vault",
        description = "Encrypt files and values, and read and change them, as ansible-vault does.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            CreateVault.class,
            EditVault.class,
            ViewVault.class,
            EncryptVault.class,
            DecryptVault.class,
            RekeyVault.class,
            EncryptString.class
        })
public final class VaultCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(),
                "which of create, edit, view, encrypt, decrypt, rekey, encrypt_string?");
    }
}
