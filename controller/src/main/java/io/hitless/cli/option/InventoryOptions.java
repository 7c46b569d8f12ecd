package io.hitless.cli.option;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which hosts there are, and with which variables. */
public final class InventoryOptions {
    @Option(
            names = {"-i", "--inventory", "--inventory-file"},
            paramLabel = "SOURCE",
            description =
                    "inventory: a YAML or INI file, a directory of them, a script, or hosts with a comma behind each;"
                            + " may be given several times")
    public List<String> sources = List.of();

    @Option(
            names = {"-l", "--limit"},
            paramLabel = "PATTERN",
            description = "narrow every play to these hosts; @FILE reads them from a file")
    public @Nullable String limit;

    @Option(
            names = {"-e", "--extra-vars"},
            paramLabel = "VARS",
            description = "variables that win over all others: k=v …, YAML or JSON text, or @FILE")
    public List<String> extraVars = List.of();

    @Option(
            names = "--vault-password-file",
            paramLabel = "[ID@]FILE",
            description = "file with the vault password, or a program that prints it")
    public List<String> vaultPasswordFiles = List.of();

    @Option(
            names = {"-J", "--ask-vault-password", "--ask-vault-pass"},
            description = "ask for the vault password")
    public boolean askVaultPassword;
}
