package io.hitless.run.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.Needed;
import io.hitless.agent.Result;
import io.hitless.source.UserError;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The controller's part of {@code haproxy_certs}: what it sends. The module's spec shows what hosts do with it. */
class HaproxyCertsTest {
    private static final String TASK = "{haproxy_certs: {src: SRC, directory: DIR/certs, config: DIR/haproxy.cfg,"
            + " binary: DIR/haproxy, unit: '', pidfile: DIR/pid, socket: DIR/sock, master_socket: DIR/masterMORE}}";

    /** Makes a certificate that is its own CA, and a response about it. */
    private static final String RESPONSE = """
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9 -subj /CN=x -keyout key -out crt
        cat crt key >given/own.pem
        serial=$(openssl x509 -noout -serial -in crt | cut -d = -f 2)
        printf 'V\\t271230000000Z\\t\\t%s\\tunknown\\t/CN=x\\n' "$serial" >index
        openssl ocsp -index index -CA crt -rsigner crt -rkey key -issuer crt -cert crt -respout given/own.pem.ocsp
        """;

    @TempDir
    private Path directory;

    private HaproxyHost host;

    @BeforeEach
    void begin() throws Exception {
        Needed.programs("openssl");
        host = new HaproxyHost(directory, "haproxy", List.of());
        host.sh("mkdir -p given/site; umask 077");
        host.certificate("given/own.pem");
        host.certificate("site.pem");
        host.sh("sed '/PRIVATE KEY/,$d' site.pem >given/site/fullchain.pem;"
                + " sed -n '/PRIVATE KEY/,$p' site.pem >given/site/privkey.pem; echo nothing >given/README");
    }

    @AfterEach
    void end() throws Exception {
        host.end();
    }

    private Result run(String src, String more) throws Exception {
        return host.run.run(host.text(TASK.replace("SRC", src).replace("MORE", more)));
    }

    @Test
    void certificates_of_the_bastion_are_written_joined_with_their_keys() throws Exception {
        Result result = run("DIR/given", "");
        assertThat(result.fields()).as("%s", result).containsEntry("outcome", "written");
        assertThat(host.sh("ls certs; cmp given/own.pem certs/own.pem; cmp site.pem certs/site.pem;"
                        + " stat -c %a certs/own.pem"))
                .isEqualTo("own.pem\nsite.pem\n600");
        assertThat(run("DIR/given", "").changed()).isFalse();
        assertThat(result.toString()).doesNotContain("PRIVATE KEY");
    }

    @Test
    void an_ocsp_response_arrives_byte_for_byte() throws Exception {
        host.sh(RESPONSE);
        Result result = run("DIR/given", ", names: [own]");
        assertThat(result.fields()).as("%s", result).containsEntry("outcome", "written");
        assertThat(host.sh("ls certs; cmp given/own.pem.ocsp certs/own.pem.ocsp && echo same"))
                .isEqualTo("own.pem\nown.pem.ocsp\nsame");
    }

    @Test
    void nothing_is_written_if_one_of_them_is_not_whole() throws Exception {
        host.sh("rm given/site/privkey.pem");
        Result result = run("DIR/given", "");
        assertThat(String.valueOf(result.fields().get("msg"))).contains("site.pem has no private key");
        assertThat(host.sh("ls -d certs")).contains("No such file");
    }

    @Test
    void a_file_is_no_directory() {
        assertThatThrownBy(() -> run("DIR/site.pem", ""))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("is not a directory");
    }
}
