package io.hitless.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.cli.output.ExitCode;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A host that speaks the agent's protocol and answers nonsense when asked for its lease: that host fails, and no other.
 */
class LyingHostIT extends OverSsh {
    private static final String LIAR = """
        #!/bin/sh
        while IFS= read -r line; do
          case $line in
            t_key=*) key=${line#t_key=?} key=${key%?} ;;
            hello) printf 'hitless %s %s /tmp\\n' "$key" $$ ;;
            '( begin '*)
              set -- $line
              if [ "$4" = lease ]; then sed "s/^ID /$3 /" DIR/answer; fi
              printf '%s e 0 \\n\\n' "$3"
              ;;
          esac
        done
        """;

    @Override
    int hosts() {
        return 1;
    }

    @BeforeEach
    void start() throws Exception {
        bastion.addHost("h2", "ForceCommand /bin/sh " + bastion.file("liar"));
        bastion.write("liar", LIAR);
        bastion.write(
                "site.yml",
                "- {hosts: all, gather_facts: false, tasks: [{shell: 'echo {{ inventory_hostname }} >>DIR/done'}]}\n");
    }

    private static String record(char type, String name, String value) {
        return "ID " + type + " " + value.length() + " " + name + "\n" + value + "\n";
    }

    private static String lease(String state, String run, String taken) {
        return "{\"file\": \"f\", \"user\": \"root\", \"state\": " + state + ", \"epoch\": 3, \"run\": " + run
                + ", \"owner\": \"o\", \"taken\": " + taken + ", \"left\": 5, \"process\": 0, \"bad\": \"\"}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "owned|20260101-000000-aaaa|5",
                "held|a\\u001b]0;b|5",
                "held|20260101-000000-aaaa|99999999999999",
                "held||5"
            })
    void a_lease_that_can_not_be(String odd) throws Exception {
        String[] part = odd.split("\\|", -1);
        String lease = lease('"' + part[0] + '"', '"' + part[1] + '"', part[2]);
        bastion.write(
                "answer",
                record('b', "granted", "false")
                        + record('j', "other", lease)
                        + record('j', "leases", "[" + lease + "]"));
        theHostFails();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"x\", 3]", "\"x\"", "{}", "null", "[[]]"})
    void what_is_no_lease(String leases) throws Exception {
        bastion.write(
                "answer",
                record('b', "granted", "false") + record('j', "other", leases) + record('j', "leases", leases));
        theHostFails();
    }

    @Test
    void no_answer_at_all() throws Exception {
        bastion.write("answer", "");
        theHostFails();
    }

    private void theHostFails() throws Exception {
        Bastion.Ended ran = bastion.rollOut();
        assertThat(ran.exit()).as(ran.said()).isEqualTo(ExitCode.FAILED_HOSTS);
        assertThat(ran.said())
                .contains("h2 could not be locked, so nothing was done: the host's answer about its lease makes no"
                        + " sense: ");
        assertThat(bastion.lines("done")).containsExactly("h1");
        Bastion.Ended asked = bastion.run("locks", "-i", "hosts.ini");
        assertThat(asked.exit()).as(asked.said()).isEqualTo(ExitCode.FAILED_HOSTS);
        assertThat(asked.said())
                .contains("h1  free", "h2  unknown  the host's answer about its lease makes no sense: ");
        Files.delete(bastion.file("done"));
    }
}
