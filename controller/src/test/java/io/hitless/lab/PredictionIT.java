package io.hitless.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.SpecFiles;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each playbook in {@code lab/predict}: --check leaves its hosts as they were and predicts every task's answer; the run
 * answers so; a second run changes nothing. NAME.given.yml goes before, and NAME.undo.yml after.
 */
@OnLab
class PredictionIT {
    private static final Path PLAYBOOKS = resource("/lab/predict");
    private static final Pattern HOSTS = Pattern.compile("(?m)^- hosts: (.*)$");

    /** All files of a host but caches, logs and what changes by itself; its running services; its packages. */
    private static final String WHAT_IS_THERE = """
        find / -xdev \\( -path /var/log -o -path /var/cache -o -path /run -o -path /dev -o -path /proc -o -path /sys \\
          -o -path '/tmp/systemd-*' -o -path '/var/tmp/systemd-*' -o -path /var/lib/rpm -o -path /root/.rpmdb -o -path /var/lib/dnf \\
          -o -path /var/lib/systemd/timers \\) -prune \\
          -o -type d -printf '%p %M %u %g\\n' -o -printf '%p %M %u %g %s %T@ %l\\n' | sort
        systemctl list-units --plain --no-legend --type=service --state=running,failed | grep -v '^user' | sort
        systemctl list-unit-files --plain --no-legend | sort
        if command -v dpkg-query >/dev/null; then dpkg-query -W; else rpm -qa; fi | sort
        """;

    static Stream<String> playbooks() throws IOException {
        return SpecFiles.in(PLAYBOOKS, ".yml").stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> name.matches("[a-z-]+\\.yml"));
    }

    @ParameterizedTest
    @MethodSource("playbooks")
    void check_predicts_the_run_and_leaves_the_host_as_it_was_and_a_second_run_changes_nothing(String name, Lab lab)
            throws Exception {
        Path playbook = PLAYBOOKS.resolve(name);
        rolloutIfThere(lab, name, "given");
        List<String> before = whatIsThere(lab, playbook);

        Ran predicted = lab.rollout("--check", "--diff", playbook.toString()).endedWith(0);
        List<String> after = whatIsThere(lab, playbook);
        assertThat(minus(after, before))
                .as("what hitless %s left on the hosts", predicted.words())
                .isEmpty();
        assertThat(minus(before, after))
                .as("what hitless %s took from the hosts", predicted.words())
                .isEmpty();

        Ran ran = lab.rollout("--diff", playbook.toString()).endedWith(0);
        assertThat(predicted.answers())
                .as("what --check says, against what the run says:%n%s", ran.output())
                .isEqualTo(ran.answers());

        Ran again = lab.rollout(playbook.toString()).endedWith(0);
        assertThat(again.answers().values())
                .as("the second run:%n%s", again.output())
                .doesNotContain("changed");
        rolloutIfThere(lab, name, "undo");
    }

    private static List<String> whatIsThere(Lab lab, Path playbook) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        Matcher plays = HOSTS.matcher(Files.readString(playbook));
        assertThat(plays.find()).as("hosts of %s", playbook).isTrue();
        for (String host : plays.group(1).split(",", -1)) {
            lab.on(host, WHAT_IS_THERE).lines().map(line -> host + " " + line).forEach(all::add);
        }
        return all;
    }

    private static Set<String> minus(List<String> some, List<String> others) {
        Set<String> left = new LinkedHashSet<>(some);
        left.removeAll(new LinkedHashSet<>(others));
        return left;
    }

    private static void rolloutIfThere(Lab lab, String name, String role) throws IOException, InterruptedException {
        Path playbook = PLAYBOOKS.resolve(name.replaceFirst("\\.yml$", "." + role + ".yml"));
        if (Files.exists(playbook)) {
            lab.rollout(playbook.toString()).endedWith(0);
        }
    }

    static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(PredictionIT.class.getResource(name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
