package io.hitless.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.MappedText;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.template.eval.EmptyScope;
import io.hitless.value.VaultText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lookup {@code password} for a file that the vault encrypted. */
class PasswordLookupTest {
    private static final String VAULT_PASSWORD = "pw";
    private static final Language LANGUAGE = Language.plain();

    @TempDir
    private Path dir;

    @Test
    void a_password_that_the_vault_encrypted_is_never_written_back() throws IOException {
        String sealed = sealed("secret\n");

        assertThat(value("lookup('password', 'DIR/db')")).isEqualTo("secret");
        assertThatThrownBy(() -> value("lookup('password', 'DIR/db encrypt=md5_crypt')"))
                .hasMessageContaining("db: the file is encrypted and keeps no salt")
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.hint()).contains("with ansible-vault edit"));
        assertThat(dir.resolve("db")).hasContent(sealed);
        assertThat(dir).isDirectoryNotContaining(file -> !file.endsWith("db"));
    }

    @Test
    void one_that_keeps_all_that_the_hash_needs_is_hashed() throws IOException {
        sealed("secret salt=abcdefgh\n");

        assertThat(value("lookup('password', 'DIR/db encrypt=md5_crypt')"))
                .isEqualTo(value("'secret' | password_hash('md5', 'abcdefgh')"));
        assertThatThrownBy(() -> value("lookup('password', 'DIR/db encrypt=bcrypt')"))
                .hasMessageContaining("keeps no ident");
    }

    private String sealed(String plain) throws IOException {
        String sealed =
                VaultText.encrypt(plain.getBytes(StandardCharsets.UTF_8), VAULT_PASSWORD, null, VaultText.randomSalt());
        Files.writeString(dir.resolve("db"), sealed);
        return sealed;
    }

    private @Nullable Object value(String expression) {
        Span span = Span.whole(new SourceFile("t", expression.replace("DIR", dir.toString())));
        return LANGUAGE.expression(MappedText.verbatim(span).trusted())
                .evaluate(new EmptyScope(List.of(), (_, content) -> plain(content)));
    }

    private static byte[] plain(byte[] content) {
        return VaultText.is(content)
                ? Objects.requireNonNull(VaultText.parse(new String(content, StandardCharsets.UTF_8), null)
                        .open(VAULT_PASSWORD))
                : content;
    }
}
