package io.hitless.cli.command;

import io.hitless.cli.option.EncryptionOptions;
import io.hitless.cli.option.VerboseOption;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.vault.SecretText;
import io.hitless.cli.vault.VaultFile;
import io.hitless.cli.vault.VaultKeys;
import io.hitless.vars.VaultSecret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hitless vault encrypt_string}. */
@Command(
        name = "encrypt_string",
        description = "Encrypt a value, to be pasted into a variable file.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class EncryptString implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private VerboseOption verbose = new VerboseOption();

    @Mixin
    private EncryptionOptions encryption = new EncryptionOptions();

    @Option(names = "--output", paramLabel = "FILE", description = "write to this file; - is standard output")
    private @Nullable String output;

    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "the variable, for each TEXT in turn")
    private List<String> names = List.of();

    @Option(names = "--stdin-name", paramLabel = "NAME", description = "the variable of what standard input holds")
    private @Nullable String stdinName;

    @Option(
            names = {"-p", "--prompt"},
            description = "ask for the value")
    private boolean prompt;

    @Option(names = "--show-input", description = "show the value while it is typed")
    private boolean showInput;

    @Parameters(
            arity = "0..*",
            paramLabel = "TEXT",
            description = "the values, which other users may see in 'ps'; - or none is standard input")
    private List<String> texts = List.of();

    @Override
    public Integer call() {
        List<SecretText> secrets = SecretText.of(texts, names, stdinName, prompt, showInput);
        VaultSecret secret = VaultKeys.fresh(encryption.passwords).toEncrypt(encryption.label);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < secrets.size(); i++) {
            SecretText text = secrets.get(i);
            if (secrets.size() > 1) {
                System.err.println("# " + (i + 1) + ": " + text.shown());
            }
            out.append(text.encrypted(secret));
        }
        new VaultFile(output == null ? "-" : output).write(out.toString().getBytes(StandardCharsets.UTF_8));
        VaultFile.report("Encryption successful");
        return ExitCode.OK;
    }
}
