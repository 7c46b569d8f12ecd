package io.hitless.run.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SshArgumentsTest {
    @Test
    void options_are_read_in_all_their_spellings() {
        assertThat(options("-o StrictHostKeyChecking=accept-new -oConnectTimeout=5 -o 'ProxyCommand=nc -X 5 %h"
                        + " %p' -J bastion"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "stricthostkeychecking", "accept-new",
                        "connecttimeout", "5",
                        "proxycommand", "nc -X 5 %h %p",
                        "proxyjump", "bastion"));
    }

    @Test
    void other_flags_are_ignored() {
        assertThat(options("-C -q -p 2222")).containsExactly(Map.entry("port", "2222"));
    }

    @Test
    void key_files_add_up() {
        assertThat(options(
                        "-i a -i 'b c' -o IdentityFile=d -o CertificateFile=e-cert.pub -o CertificateFile=f-cert.pub"))
                .containsOnly(
                        Map.entry("identityfile", "a \"b c\" d"),
                        Map.entry("certificatefile", "e-cert.pub f-cert.pub"));
    }

    @Test
    void the_first_value_of_a_name_wins() {
        assertThat(options("-o Port=1 -o Port=2")).containsExactly(Map.entry("port", "1"));
    }

    @Test
    void a_flag_at_the_end_has_no_value_and_an_option_without_one_is_yes() {
        assertThat(options("-J")).containsExactly(Map.entry("proxyjump", ""));
        assertThat(options("-o ForwardAgent")).containsExactly(Map.entry("forwardagent", "yes"));
        assertThat(options("bastion - -p 22")).containsExactly(Map.entry("port", "22"));
    }

    @Test
    void quotes_around_a_value_are_removed_if_there_are_two() {
        assertThat(options("-o 'User=\"deploy\"'")).containsExactly(Map.entry("user", "deploy"));
        assertThat(options("-o 'User=\"deploy'")).containsExactly(Map.entry("user", "\"deploy"));
        assertThat(options("-o 'User=deploy\"'")).containsExactly(Map.entry("user", "deploy\""));
        assertThat(options("-o 'User=\"\"'")).containsExactly(Map.entry("user", ""));
        assertThat(options("-o 'User=\"'")).containsExactly(Map.entry("user", "\""));
    }

    private static Map<String, String> options(String line) {
        Map<String, String> out = new HashMap<>();
        SshArguments.addTo(out, line);
        return out;
    }
}
