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
    void flags_that_mean_nothing_here_are_passed_over() {
        assertThat(options("-C -q -p 2222")).containsExactly(Map.entry("port", "2222"));
    }

    @Test
    void files_of_keys_add_up() {
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

    private static Map<String, String> options(String line) {
        Map<String, String> out = new HashMap<>();
        SshArguments.addTo(out, line);
        return out;
    }
}
