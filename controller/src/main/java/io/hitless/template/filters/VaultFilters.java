package io.hitless.template.filters;

import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.format.Coercions;
import io.hitless.value.Values;
import io.hitless.value.VaultText;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The filters {@code vault} and {@code unvault}, with a password of their own. */
public final class VaultFilters {
    private VaultFilters() {}

    public static Builtin.Table table() {
        return new Builtin.Table()
                .add("vault", VaultFilters::encrypt, "secret", "salt", "vault_id", "wrap_object", "vaultid")
                .add("unvault", VaultFilters::decrypt, "secret", "vault_id", "vaultid");
    }

    private static String text(@Nullable Object value, String what) {
        if (value instanceof String text) {
            return text;
        }
        throw new UserError(what + " is a text, not " + Coercions.article(value));
    }

    private static String encrypt(@Nullable Object value, BoundArguments a) {
        if (a.flag("wrap_object", false)) {
            throw new UserError(
                    null,
                    "the filter vault has no wrap_object",
                    "write '!vault |' before the text, where YAML is wanted");
        }
        Object salt = a.value("salt", null);
        String plain = text(value, "what is encrypted");
        if (VaultText.is(plain)) {
            throw new UserError("this text is encrypted already");
        }
        return VaultText.encrypt(
                plain.getBytes(StandardCharsets.UTF_8),
                text(a.value("secret"), "a vault password"),
                id(a),
                Values.truthy(salt) ? Values.text(salt).getBytes(StandardCharsets.UTF_8) : VaultText.randomSalt());
    }

    private static String id(BoundArguments a) {
        String old = a.textOrNull("vaultid");
        return old == null ? a.text("vault_id", "filter_default") : old;
    }

    private static String decrypt(@Nullable Object value, BoundArguments a) {
        String sealed = text(value, "what is decrypted");
        String password = text(a.value("secret"), "a vault password");
        if (!VaultText.is(sealed)) {
            return sealed;
        }
        byte[] plain = VaultText.parse(sealed, null).open(password);
        if (plain == null) {
            throw new UserError("the vault password is wrong");
        }
        return new String(plain, StandardCharsets.UTF_8);
    }
}
