package io.hitless.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.event.DriftReport.Finding;
import io.hitless.event.DriftReport.Ignored;
import io.hitless.event.DriftReport.State;
import io.hitless.event.Outcome;
import io.hitless.inventory.InventoryReader;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriftRulesTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

    @TempDir
    Path dir;

    @Test
    void a_rule_is_of_hosts_tasks_and_paths() throws IOException {
        DriftRules rules = rules("""
            - {hosts: "lb:!lb2", task: "write *", path: /etc/*, reason: r}
            """);

        assertThat(reason(rules, "lb1", "write it", drift("/etc/motd"))).isEqualTo("r");
        assertThat(reason(rules, "lb1", "web : write it", drift("/etc/motd (mode)", "/etc/a/b")))
                .isEqualTo("r");
        assertThat(reason(rules, "lb2", "write it", drift("/etc/motd"))).isNull();
        assertThat(reason(rules, "db1", "write it", drift("/etc/motd"))).isNull();
        assertThat(reason(rules, "lb1", "rewrite it", drift("/etc/motd"))).isNull();
        assertThat(reason(rules, "lb1", "write it", drift("/etc/motd", "/var/x")))
                .isNull();
        assertThat(reason(rules, "lb1", "write it", drift())).isNull();
    }

    @Test
    void a_list_of_hosts_is_all_of_them() throws IOException {
        DriftRules rules = rules("- {hosts: [lb1, db1], reason: r}\n");

        assertThat(Stream.of("lb1", "lb2", "db1").filter(host -> reason(rules, host, "t", drift()) != null))
                .containsExactly("lb1", "db1");
    }

    @Test
    void the_first_rule_that_fits_is_told() throws IOException {
        DriftRules rules = rules("""
            - {hosts: lb1, reason: first, until: 2026-11-22}
            - {hosts: lb, reason: second}
            """);

        assertThat(rules.of("lb1", "t", drift()))
                .isEqualTo(new Ignored("first", "2026-11-22", dir.resolve("site.drift.yml") + ":1:3"));
        assertThat(reason(rules, "lb2", "t", drift())).isEqualTo("second");
    }

    @Test
    void a_rule_holds_through_its_last_day() throws IOException {
        DriftRules rules = rules("- {hosts: lb1, reason: r, until: 2026-11-21}\n");

        assertThat(reason(rules, "lb1", "t", drift())).isNull();
        assertThat(rules.expired())
                .singleElement()
                .satisfies(warning -> assertThat(warning.what()).contains("ended on 2026-11-21"));
        assertThat(rules.unused(Set.of("lb1"), true)).isEmpty();
    }

    @Test
    void a_rule_without_use_is_known_only_where_all_it_is_about_was_looked_at() throws IOException {
        DriftRules rules = rules("""
            - {hosts: lb1, reason: used}
            - {hosts: lb, reason: of two}
            - {task: t, reason: of all}
            """);
        rules.of("lb1", "t", drift());

        assertThat(rules.unused(Set.of("lb1"), false)).isEmpty();
        assertThat(rules.unused(Set.of("lb1", "lb2"), false)).hasSize(1);
        assertThat(rules.unused(Set.of("lb1", "lb2"), true)).hasSize(2);
    }

    @Test
    void drift_and_what_is_unknown_are_let_pass_and_nothing_else() throws IOException {
        DriftRules rules = rules("- {hosts: all, reason: r}\n");

        assertThat(Stream.of(State.values()).filter(state -> reason(rules, "lb1", "t", finding(state)) != null))
                .containsExactly(State.DRIFTED, State.UNKNOWN);
    }

    @Test
    void all_mistakes_are_told_with_their_places() {
        assertThatThrownBy(() -> rules("""
            - {host: lb1, task: t, reason: r}
            - {hosts: lb1}
            - {reason: r}
            - {hosts: lb7, reason: r}
            - {hosts: lb1, reason: r, until: soon}
            - lb1
            """))
                .isInstanceOfSatisfying(
                        UserError.class,
                        mistakes -> assertThat(
                                        mistakes.each().stream().map(one -> one.getMessage() + "; " + one.hint()))
                                .satisfiesExactly(
                                        one -> assertThat(one)
                                                .contains(
                                                        "site.drift.yml:1:4: unknown key 'host' in a rule",
                                                        "did you mean 'hosts'?"),
                                        two -> assertThat(two).contains("site.drift.yml:2:3: this rule has no reason"),
                                        three -> assertThat(three)
                                                .contains("site.drift.yml:3:3: this rule would ignore all drift"),
                                        four -> assertThat(four)
                                                .contains("site.drift.yml:4:11: no host or group matches 'lb7'"),
                                        five -> assertThat(five).contains("site.drift.yml:5:34: not a date: soon"),
                                        six -> assertThat(six).contains("site.drift.yml:6:3: not a rule")));
    }

    private @Nullable String reason(DriftRules rules, String host, String task, Finding finding) {
        Ignored ignored = rules.of(host, task, finding);
        return ignored == null ? null : ignored.reason();
    }

    private static Finding drift(String... labels) {
        List<Outcome.Diff> diffs = Stream.of(labels)
                .map(label -> new Outcome.Diff(label, "a", "b"))
                .toList();
        return new Finding(State.DRIFTED, null, diffs, List.of(), Instant.EPOCH, true, null);
    }

    private static Finding finding(State state) {
        return new Finding(state, null, List.of(), List.of(), Instant.EPOCH, true, null);
    }

    private DriftRules rules(String text) throws IOException {
        Path hosts = Files.writeString(dir.resolve("hosts.ini"), "[lb]\nlb1\nlb2\n[db]\ndb1\n");
        Files.writeString(dir.resolve("site.drift.yml"), text);
        return DriftRules.beside(
                List.of(dir.resolve("site.yml")), InventoryReader.read(List.of(hosts.toString()), file -> file), TODAY);
    }
}
