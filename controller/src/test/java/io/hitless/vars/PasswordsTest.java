package io.hitless.vars;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordsTest {
    @Test
    void the_variables_of_login_and_become_are_passwords_and_their_neighbours_are_not() {
        for (String name : new String[] {"ansible_password", "ansible_ssh_pass", "ansible_become_password"}) {
            assertThat(Passwords.isPassword(name)).as(name).isTrue();
        }
        for (String name : new String[] {"ansible_user", "ansible_become", "password", "ansible_password_file"}) {
            assertThat(Passwords.isPassword(name)).as(name).isFalse();
        }
    }

    @Test
    void a_word_of_a_command_line_may_give_one() {
        assertThat(Passwords.isIn("a=1 ansible_sudo_pass=x")).isTrue();
        assertThat(Passwords.isIn("{\"ansible_ssh_password\": \"x\"}")).isTrue();
        assertThat(Passwords.isIn("ansible_user=root")).isFalse();
    }
}
