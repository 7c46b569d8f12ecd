package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.Become.Method;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BecomeCommandTest {
    @Test
    void without_become_the_login_user_s_shell_is_replaced_and_nothing_is_asked() {
        BecomeCommand none = new BecomeCommand(null, "k");
        assertThat(none.isNone()).isTrue();
        assertThat(none.mayAsk()).isFalse();
        assertThat(none.shellLine("/bin/sh")).isEqualTo("exec /bin/sh");
        assertThat(none.scriptLine("/bin/sh", "id")).isEqualTo("/bin/sh -c 'id'");
        assertThat(none.prompts("Password: ")).isZero();
    }

    @Test
    void sudo_without_a_password_is_told_not_to_ask_so_nothing_waits_for_a_mark() {
        BecomeCommand sudo = sudo(null, null);
        assertThat(sudo.mayAsk()).isFalse();
        assertThat(sudo.shellLine("/bin/sh")).isEqualTo("sudo '-H' '-S' '-n' -u 'root' /bin/sh");
    }

    @Test
    void sudo_with_a_password_asks_with_a_prompt_of_ours_and_marks_its_start() {
        BecomeCommand sudo = sudo("secret", null);
        assertThat(sudo.mayAsk()).isTrue();
        assertThat(sudo.shellLine("/bin/sh"))
                .startsWith("sudo '-H' '-S' -p '[hitless k] password:' -u 'root' /bin/sh -c ")
                .contains("=k")
                .contains("exec /bin/sh")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({"-n,false", "-Hn,false", "--non-interactive,false", "-H,true", "--set-home,true", "-H -S,true"})
    void flags_of_one_s_own_decide_whether_sudo_may_ask(String flags, boolean asks) {
        assertThat(sudo(null, flags).mayAsk()).isEqualTo(asks);
    }

    @Test
    void a_password_is_awaited_also_with_flags_by_which_sudo_never_asks() {
        BecomeCommand sudo = sudo("secret", "-H -n");
        assertThat(sudo.mayAsk())
                .as("the password is sent only if it is asked for, and the program after the mark")
                .isTrue();
        assertThat(sudo.shellLine("/bin/sh"))
                .startsWith("sudo '-H' '-n' -p '[hitless k] password:' -u 'root' /bin/sh -c ")
                .contains("=k");
        assertThat(sudo.failure("sudo: a password is required"))
                .hasMessageStartingWith("sudo does not ask for the password of SUDO to root, as its flags have -n");
    }

    @Test
    void flags_and_users_are_quoted_as_what_they_are() {
        BecomeCommand sudo = new BecomeCommand(new Become(Method.SUDO, "o'neil", null, "/opt/sudo", " -a  -b "), "k");
        assertThat(sudo.shellLine("/bin/sh"))
                .startsWith("/opt/sudo '-a' '-b' -u ")
                .contains("'o'\\''neil'");
    }

    @Test
    void su_may_always_ask_and_speaks_English_while_it_does() {
        BecomeCommand su = su(null);
        assertThat(su.mayAsk()).isTrue();
        assertThat(su.shellLine("/bin/sh"))
                .startsWith("env LC_ALL=C su 'web' -c 'unset LC_ALL; ")
                .contains("=k")
                .endsWith("exec /bin/sh'");
    }

    @Test
    void prompts_are_counted_by_our_own_text_for_sudo_and_by_the_word_for_others() {
        assertThat(sudo("x", null).prompts("[hitless k] password:[hitless k] password:"))
                .isEqualTo(2);
        assertThat(sudo("x", null).prompts("Password:")).isZero();
        assertThat(su("x").prompts("Password: ")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        bob is not in the sudoers file    | the login user is not allowed to SUDO to root
        user bob may not run sudo         | the login user is not allowed to SUDO to root
        bob is not allowed to execute sh  | the login user is not allowed to SUDO to root
        sudo: unknown user: web           | no such user on the host for SUDO to root
        user web does not exist           | no such user on the host for SUDO to root
        sorry, you must have a tty        | SUDO to root: it requires a terminal
        Sorry, try again.                 | incorrect password for SUDO to root
        sudo: 1 incorrect password        | incorrect password for SUDO to root
        su: Authentication failure        | incorrect password for SUDO to root
        sudo: a password is required      | a password is required for SUDO to root, and none was given
        sh: sudo: not found               | the host has no such command for SUDO to root
        something else                    | could not SUDO to root
        """)
    void a_failure_is_explained_from_what_the_method_printed(String printed, String why) {
        assertThat(sudo("x", null).failure(printed + "\nnext line"))
                .hasMessageStartingWith(why)
                .hasMessageEndingWith(" (" + printed + "; next line)");
    }

    @Test
    void a_prompt_without_a_password_to_answer_it_means_that_one_is_needed() {
        assertThat(su(null).failure("Password: ")).hasMessageStartingWith("a password is required for SU to web");
    }

    @Test
    void our_own_prompt_is_not_repeated_and_a_silent_failure_has_no_brackets() {
        assertThat(sudo("x", null).failure("[hitless k] password:")).hasMessage("could not SUDO to root");
    }

    private static BecomeCommand sudo(@Nullable String password, @Nullable String flags) {
        return new BecomeCommand(new Become(Method.SUDO, "root", password, null, flags), "k");
    }

    private static BecomeCommand su(@Nullable String password) {
        return new BecomeCommand(new Become(Method.SU, "web", password, null, null), "k");
    }
}
