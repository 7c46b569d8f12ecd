package io.hitless.cli.launch;

import io.hitless.cli.option.InventoryOptions;
import io.hitless.cli.output.Terminal;
import io.hitless.source.UserError;
import io.hitless.vars.VaultSecret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where vault passwords come from: files, programs that print one, or the terminal. */
final class VaultPasswords {
    private VaultPasswords() {}

    static List<VaultSecret> of(InventoryOptions options) {
        List<VaultSecret> out = new ArrayList<>();
        for (String source : options.vaultPasswordFiles) {
            int at = source.indexOf('@');
            Path file = Path.of(source.substring(at + 1));
            if (!Files.exists(file)) {
                throw new UserError("no such vault password file: " + file);
            }
            out.add(VaultSecret.ofFile(at < 0 ? VaultSecret.DEFAULT_ID : source.substring(0, at), file));
        }
        if (options.askVaultPassword) {
            String typed = Terminal.ask("Vault password", false);
            if (typed == null) {
                throw new UserError("there is no terminal to ask for the vault password on");
            }
            out.add(new VaultSecret(VaultSecret.DEFAULT_ID, () -> typed));
        }
        return out;
    }
}
