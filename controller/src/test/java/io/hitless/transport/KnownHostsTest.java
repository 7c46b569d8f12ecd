package io.hitless.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownHostsTest {
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ9wsfQCUjKZVRX0RXR8aPQXmDdsYzKxKkjqoj5nA0UQ";

    @TempDir
    Path directory;

    private List<Integer> lines(String name, String... text) throws Exception {
        Path file = Files.write(directory.resolve("known_hosts"), List.of(text));
        return new KnownHosts()
                .find(List.of(file), name).stream().map(KnownHosts.Entry::line).toList();
    }

    @Test
    void names_are_matched_as_patterns_without_regard_to_case() throws Exception {
        assertThat(lines("lb1", "# comment", "", "LB1,10.0.0.1 " + KEY, "lb* " + KEY, "lb*,!lb1 " + KEY, "lb2 " + KEY))
                .containsExactly(3, 4);
    }

    @Test
    void another_port_is_another_name() throws Exception {
        assertThat(KnownHosts.nameOf("LB1", 22)).isEqualTo("lb1");
        assertThat(lines(KnownHosts.nameOf("lb1", 2222), "lb1 " + KEY, "[lb1]:2222 " + KEY, "[lb1]:22 " + KEY))
                .containsExactly(2);
    }

    @Test
    void hashed_names_are_found() throws Exception {
        String hashed = KnownHosts.hashedName("[lb1]:2222");
        assertThat(lines("[lb1]:2222", hashed + " " + KEY)).containsExactly(1);
        assertThat(lines("lb1", hashed + " " + KEY, "|1|not|base64! " + KEY)).isEmpty();
    }

    @Test
    void a_line_hashed_by_ssh_keygen_is_found() throws Exception {
        // made by: ssh-keygen -H of a line for "lb1"
        assertThat(lines("lb1", "|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= " + KEY))
                .isEmpty();
        assertThat(lines("192.168.1.61", "|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= " + KEY))
                .containsExactly(1);
    }

    @Test
    void markers_are_read_and_unreadable_lines_passed_over() throws Exception {
        Path file = Files.write(
                directory.resolve("k"),
                List.of(
                        "@revoked * " + KEY,
                        "@cert-authority *.example " + KEY,
                        "@other * " + KEY,
                        "lb1 ssh-rsa ???",
                        "lb1"));
        assertThat(KnownHosts.parse(file, Files.readString(file)))
                .extracting(KnownHosts.Entry::marker)
                .containsExactly(KnownHosts.Marker.REVOKED, KnownHosts.Marker.CERT_AUTHORITY);
    }

    @Test
    void a_new_line_follows_what_is_there_even_without_a_line_end() throws Exception {
        Path file = Files.writeString(directory.resolve("known_hosts"), "lb9 " + KEY);
        KnownHosts known = new KnownHosts();
        KeyBlob key = KeyBlob.fromBase64(KEY.substring("ssh-ed25519 ".length()));
        assertThat(known.find(List.of(file), "lb1")).isEmpty();
        assertThat(known.add(file, "lb1", key, false)).isEmpty();
        assertThat(file).hasContent("lb9 " + KEY + "\nlb1 " + KEY);
        assertThat(known.find(List.of(file), "lb1")).hasSize(1);
        assertThat(known.add(file, "lb1", key, false)).hasSize(1);
        assertThat(Files.readAllLines(file)).hasSize(2);
    }
}
