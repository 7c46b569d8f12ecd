package io.hitless.cli.option;

import java.util.List;
import picocli.CommandLine.Option;

/** Vault passwords. */
public final class VaultOptions {
    @Option(
            names = "--vault-id",
            paramLabel = "[LABEL@]SOURCE",
            description = "vault password with its label: a file, a program that prints it (one called NAME-client gets"
                    + " '--vault-id LABEL'), or 'prompt'; may be given several times")
    public List<String> ids = List.of();

    @Option(
            names = {"--vault-password-file", "--vault-pass-file"},
            paramLabel = "[LABEL@]FILE",
            description = "file with the vault password, or a program that prints it")
    public List<String> passwordFiles = List.of();

    @Option(
            names = {"-J", "--ask-vault-password", "--ask-vault-pass"},
            descriptionKey = "DEFAULT_ASK_VAULT_PASS",
            fallbackValue = "true",
            description = "ask for the vault password")
    public boolean ask;
}
