package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.Needed;
import io.hitless.module.ModuleCatalog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Taking on another identity with the real sudo and su, from users made for it. The connection logs in as such a user
 * by setpriv.
 */
class BecomeIT {
    private static final String ASKED = "hitlessasked";
    private static final String TRUSTED = "hitlesstrusted";
    private static final String NOBODY = "hitlessnobody";
    private static final Path SUDOERS = Path.of("/etc/sudoers.d/hitless-test");

    private @Nullable AgentSession session;

    @BeforeAll
    static void make_users() throws Exception {
        Needed.root();
        Needed.programs("sudo", "su", "useradd", "chpasswd", "setpriv");
        for (String user : new String[] {ASKED, TRUSTED, NOBODY}) {
            assertThat(root("id " + user + " >/dev/null 2>&1 || useradd -m " + user))
                    .isZero();
            assertThat(root("echo " + user + ":se-cret | chpasswd")).isZero();
        }
        Files.writeString(
                SUDOERS, ASKED + " ALL=(ALL) ALL\n" + TRUSTED + " ALL=(ALL) NOPASSWD: ALL\nDefaults passwd_tries=2\n");
    }

    @AfterAll
    static void remove_users() throws Exception {
        if ("root".equals(System.getProperty("user.name"))) {
            Files.deleteIfExists(SUDOERS);
            for (String user : new String[] {ASKED, TRUSTED, NOBODY}) {
                root("id " + user + " >/dev/null 2>&1 && userdel -r " + user + " 2>/dev/null");
            }
        }
    }

    @AfterEach
    void close_session() {
        if (session != null) {
            session.close();
        }
    }

    private static int root(String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/bin/sh", "-c", script)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        process.getInputStream().readAllBytes();
        return process.waitFor();
    }

    private AgentSession login(String user) {
        AgentSession opened = new AgentSession(new LocalShell(
                "setpriv",
                "--reuid=" + user,
                "--regid=" + user,
                "--init-groups",
                "env",
                "HOME=/home/" + user,
                "USER=" + user,
                "LOGNAME=" + user));
        session = opened;
        return opened;
    }

    private static Become sudo(@Nullable String password) {
        return new Become(Become.Method.SUDO, "root", password, null, null);
    }

    private static ModuleCall whoami(Become become) {
        Map<String, @Nullable Object> args =
                Map.of("cmd", "id -un", "stdin_add_newline", true, "strip_empty_ends", true);
        return new ModuleCall(
                ModuleCatalog.builtIn().get("shell", null),
                args,
                false,
                false,
                become,
                Map.of(),
                Duration.ofSeconds(20));
    }

    @Test
    void sudo_without_a_password() throws Exception {
        assertThat(login(TRUSTED).call(whoami(sudo(null))).fields()).containsEntry("stdout", "root");
    }

    @Test
    void sudo_with_its_password() throws Exception {
        assertThat(login(ASKED).call(whoami(sudo("se-cret"))).fields()).containsEntry("stdout", "root");
    }

    @Test
    void a_password_that_sudo_does_not_ask_for_does_no_harm() throws Exception {
        assertThat(login(TRUSTED).call(whoami(sudo("se-cret"))).fields()).containsEntry("stdout", "root");
    }

    @Test
    void sudo_with_a_wrong_password() throws Exception {
        Result result = login(ASKED).call(whoami(sudo("wrong")));
        assertThat(result.isFailed()).isTrue();
        assertThat(result.fields().get("msg"))
                .asString()
                .startsWith("incorrect password")
                .doesNotContain("wrong");
    }

    @Test
    void sudo_that_asks_when_there_is_no_password() throws Exception {
        Result result = login(ASKED).call(whoami(sudo(null)));
        assertThat(result.isFailed()).isTrue();
        assertThat(result.fields().get("msg")).asString().contains("a password is required");
    }

    @Test
    void a_user_who_may_not_use_sudo() throws Exception {
        Result result = login(NOBODY).call(whoami(sudo("se-cret")));
        assertThat(result.fields().get("msg")).asString().contains("not allowed");
    }

    @Test
    void a_user_that_does_not_exist() throws Exception {
        Result result = login(TRUSTED).call(whoami(new Become(Become.Method.SUDO, "nosuchuser", null, null, null)));
        assertThat(result.fields().get("msg")).asString().contains("no such user");
    }

    @Test
    void su_with_its_password() throws Exception {
        Become su = new Become(Become.Method.SU, ASKED, "se-cret", null, null);
        assertThat(login(NOBODY).call(whoami(su)).fields()).containsEntry("stdout", ASKED);
    }

    @Test
    void su_with_a_wrong_password() throws Exception {
        Result result = login(NOBODY).call(whoami(new Become(Become.Method.SU, ASKED, "wrong", null, null)));
        assertThat(result.isFailed()).isTrue();
        assertThat(result.fields().get("msg")).asString().startsWith("incorrect password");
    }

    @Test
    void su_without_a_password() throws Exception {
        Result result = login(NOBODY).call(whoami(new Become(Become.Method.SU, ASKED, null, null, null)));
        assertThat(result.fields().get("msg")).asString().contains("a password is required");
    }

    @Test
    void identities_have_agents_of_their_own_side_by_side() throws Exception {
        AgentSession session = login(TRUSTED);
        assertThat(session.call(whoami(sudo(null))).fields()).containsEntry("stdout", "root");
        Become other = new Become(Become.Method.SUDO, ASKED, null, null, null);
        assertThat(session.call(whoami(other)).fields()).containsEntry("stdout", ASKED);
        assertThat(session.call(whoami(sudo(null))).fields()).containsEntry("stdout", "root");
    }

    @Test
    void files_go_up_and_down_as_the_identity() throws Exception {
        AgentSession session = login(ASKED);
        byte[] bytes = "up\0and down".getBytes(StandardCharsets.UTF_8);
        String path = session.upload(new ByteArrayInputStream(bytes), sudo("se-cret"), Duration.ofMinutes(1));
        assertThat(Files.getOwner(Path.of(path)).getName()).isEqualTo("root");
        ByteArrayOutputStream back = new ByteArrayOutputStream();
        session.download(path, back, sudo("se-cret"), Duration.ofMinutes(1));
        assertThat(back.toByteArray()).isEqualTo(bytes);
    }
}
