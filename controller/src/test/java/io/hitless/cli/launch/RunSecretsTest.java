package io.hitless.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.playbook.load.PlainLoading;
import io.hitless.source.Decryption;
import io.hitless.source.SourceFile;
import io.hitless.vars.ExtraVars;
import io.hitless.vars.Vault;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The secrets that a command was given. */
class RunSecretsTest {
    private final RunSecrets secrets = new RunSecrets();

    private void given(String extraVars) {
        secrets.addPasswords(ExtraVars.parse(List.of(extraVars), PlainLoading.templates(), false, _ -> {}));
    }

    @Test
    void a_password_of_the_command_line_is_masked_everywhere() {
        given("ansible_password=correct-horse other=battery-staple");
        assertThat(secrets.redactor().redact("it is correct-horse")).isEqualTo("it is ********");
        assertThat(secrets.redactor().redact("battery-staple")).isEqualTo("battery-staple");
    }

    @Test
    void the_argument_that_has_it_is_masked_even_if_it_is_short() {
        given("ansible_password=abc");
        assertThat(secrets.masked("ansible_password=abc")).doesNotContain("abc");
        assertThat(secrets.masked("path=/abc")).as("an ordinary word").isEqualTo("path=/abc");
    }

    @Test
    void a_file_that_is_not_encrypted_has_no_secrets() {
        Decryption decryption = secrets.playbooks(new Vault(List.of(), false, secrets.redactor()::add));
        SourceFile file = new SourceFile("site.yml", "the word production");
        assertThat(decryption.decrypt(file)).isSameAs(file);
        assertThat(decryption.decrypt("f", new byte[] {1, 2})).containsExactly(1, 2);
    }
}
