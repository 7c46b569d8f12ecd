package io.hitless.vars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.playbook.load.Templates;
import io.hitless.run.MapScope;
import io.hitless.source.SourceFile;
import io.hitless.source.SourceReader;
import io.hitless.source.UserError;
import io.hitless.template.Language;
import io.hitless.template.Template;
import io.hitless.yaml.YamlNode;
import io.hitless.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The files in {@code vault/} are as Ansible's own tool wrote them. */
class VaultTest {
    private static final Path DIR = Path.of("src/test/resources/vault");

    private final List<String> revealed = new ArrayList<>();

    private Vault vault(VaultSecret... secrets) {
        return new Vault(List.of(secrets), revealed::add);
    }

    private static VaultSecret ofDefault() {
        return VaultSecret.ofFile(VaultSecret.DEFAULT_ID, DIR.resolve("password"));
    }

    private static SourceFile file(String name) {
        return SourceReader.read(DIR.resolve(name));
    }

    @Test
    void a_file_is_decrypted_to_what_it_was() {
        assertThat(vault(ofDefault()).decrypt(file("file.yml")).text())
                .isEqualTo(file("plain.yml").text());
    }

    @Test
    void the_values_in_a_decrypted_file_are_secrets() {
        vault(ofDefault()).decrypt(file("file.yml"));

        assertThat(revealed).containsExactly("hunter2: ü", "80", "alpha", "beta");
    }

    @Test
    void a_text_that_is_no_yaml_is_a_secret_as_a_whole() {
        assertThat(vault(ofDefault()).decrypt(file("text.vault")).text()).isEqualTo("not yaml: [ at all\n");
        assertThat(revealed).containsExactly("not yaml: [ at all\n");
    }

    @Test
    void a_label_picks_its_password_among_several() {
        List<String> asked = new ArrayList<>();
        VaultSecret wrong = new VaultSecret("default", () -> {
            asked.add("default");
            return "wrong";
        });

        assertThat(vault(wrong, new VaultSecret("prod", () -> "sécret"))
                        .decrypt(file("labelled.yml"))
                        .text())
                .startsWith("db_password");
        assertThat(asked).isEmpty();
    }

    @Test
    void a_wrong_password_is_told_at_the_file() {
        assertThatThrownBy(
                        () -> vault(new VaultSecret("default", () -> "wrong")).decrypt(file("labelled.yml")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("labelled.yml:1:1: the vault password for vault id 'prod' is wrong");
        assertThat(revealed).isEmpty();
    }

    @Test
    void without_a_password_it_says_how_to_give_one() {
        assertThatThrownBy(() -> vault().decrypt(file("file.yml")))
                .satisfies(e -> assertThat(((UserError) e).hint()).contains("--ask-vault-pass"));
    }

    @Test
    void a_damaged_text_is_told() {
        SourceFile damaged = new SourceFile("x", "$ANSIBLE_VAULT;1.1;AES256\n6665\n");

        assertThatThrownBy(() -> vault(ofDefault()).decrypt(damaged)).hasMessageContaining("damaged");
    }

    @Test
    void a_value_is_decrypted_when_asked_for_and_never_a_template() {
        Templates templates = new Templates(Language.plain(), vault(ofDefault())::decrypt);
        YamlNode.Mapping mapping = (YamlNode.Mapping) Objects.requireNonNull(YamlReader.read(file("inline.yml")));
        Map<String, Template> vars = templates.entries(mapping);
        assertThat(revealed).isEmpty();

        assertThat(Objects.requireNonNull(vars.get("inline")).resolve(MapScope.EMPTY))
                .isEqualTo("in {{ line }}");
        assertThat(revealed).containsExactly("in {{ line }}");
    }

    @Test
    void what_is_encrypted_here_can_be_decrypted() {
        String sealed = Vault.encrypt("of value\n", "open sesame", "dev");

        assertThat(sealed).startsWith("$ANSIBLE_VAULT;1.2;AES256;dev\n");
        assertThat(vault(ofDefault()).decrypt(new SourceFile("x", sealed)).text())
                .isEqualTo("of value\n");
    }
}
