package io.hitless.haproxy.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.haproxy.MutatedConfigs;
import io.hitless.haproxy.SampleConfigs;
import io.hitless.haproxy.syntax.ConfigLine;
import io.hitless.haproxy.syntax.HaproxyConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What differs between two configurations, and what does not. */
class ConfigComparisonTest {
    private static final int MUTANTS = Integer.getInteger("haproxy.mutants", 10_000);

    private static MeantConfig config(String text) {
        return MeantConfig.of(HaproxyConfig.of("haproxy.cfg", text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<ConfigChange> changes(String before, String after) {
        return ConfigComparison.of(config(before), config(after));
    }

    private static List<String> what(String before, String after) {
        return changes(before, after).stream().map(ConfigChange::what).toList();
    }

    private static String lines(String... lines) {
        return String.join("\n", lines) + "\n";
    }

    @TestFactory
    Stream<DynamicTest> a_configuration_means_the_same_with_other_blanks_and_comments() {
        return Stream.of(SampleConfigs.ours(), SampleConfigs.examples())
                .flatMap(samples -> samples.entrySet().stream())
                .map(sample -> DynamicTest.dynamicTest(sample.getKey(), () -> {
                    String text = new String(sample.getValue(), StandardCharsets.ISO_8859_1);
                    MeantConfig same = MeantConfig.of(HaproxyConfig.of(
                            "other",
                            ("# new\n" + text.replaceAll("(?m)^(?=.)", "\t ").replaceAll("\r?\n", "\r\n\r\n"))
                                    .getBytes(StandardCharsets.ISO_8859_1)));

                    assertThat(
                                    ConfigComparison.of(
                                                    MeantConfig.of(HaproxyConfig.of("one", sample.getValue())), same)
                                            .stream()
                                            .filter(change -> Stream.of(change.before(), change.after())
                                                    .flatMap(List::stream)
                                                    .noneMatch(ConfigLine.Unreadable.class::isInstance)))
                            .isEmpty();
                }));
    }

    @Test
    void each_sample_differs_from_each_other() {
        List<MeantConfig> all = SampleConfigs.ours().entrySet().stream()
                .filter(sample -> sample.getValue().length > 0)
                .map(sample -> MeantConfig.of(HaproxyConfig.of(sample.getKey(), sample.getValue())))
                .filter(config -> !config.proxies().isEmpty()) // defaults alone do nothing
                .toList();
        assertThat(all).hasSizeGreaterThan(50);
        for (MeantConfig one : all) {
            for (MeantConfig other : all) {
                assertThat(ConfigComparison.of(one, other).isEmpty())
                        .as("%s and %s", name(one), name(other))
                        .isEqualTo(one == other);
            }
        }
    }

    private static String name(MeantConfig config) {
        return config.config().files().getFirst().name();
    }

    @Test
    void damaged_configurations_are_compared_too() {
        List<byte[]> samples = List.copyOf(SampleConfigs.ours().values());
        MutatedConfigs mutants = new MutatedConfigs(41, samples);
        MeantConfig last = config("");
        for (int i = 0; i < MUTANTS; i++) {
            MeantConfig mutant = MeantConfig.of(HaproxyConfig.of("mutant", mutants.next()));
            ConfigComparison.of(last, mutant)
                    .forEach(change -> assertThat(change.what()).isNotBlank());
            assertThat(ConfigComparison.of(mutant, mutant)).isEmpty();
            last = mutant;
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
        quotes                      ~ server s1 192.0.2.1:80 check    ~ server 's1' "192.0.2.1:80" ch'ec'k
        order of options            ~ server s1 192.0.2.1:80 check weight 3 ~ server s1 192.0.2.1:80 weight 3 check
        an option that is taken back ~ server s1 192.0.2.1:80         ~ server s1 192.0.2.1:80 check no-check
        a time in another unit      ~ server s1 192.0.2.1:80 inter 2s ~ server s1 192.0.2.1:80 inter 2000
        a timeout in another unit   ~ timeout queue 1m                ~ timeout queue 60000
        order of unrelated lines    ~ balance uri|mode http           ~ mode http|balance uri
        order of acl and rules      ~ acl a path /a|acl b path /b     ~ acl b path /b|acl a path /a
        default-server              ~ server s1 192.0.2.1:80 check    ~ default-server check|server s1 192.0.2.1:80
        default-server for nobody   ~ mode http                       ~ mode http|default-server check
        """)
    void these_mean_the_same(String name, String before, String after) {
        assertThat(changes(
                        "backend b\n" + before.replace('|', '\n') + "\n",
                        "backend b\n" + after.replace('|', '\n') + "\n"))
                .as(name)
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
        acl a path /a|acl a path /b ~ acl a path /b|acl a path /a ~ acl a changes in backend b
        http-request deny|http-request allow ~ http-request allow|http-request deny ~ http-request changes in backend b
        unknown 1|strange 2 ~ strange 2|unknown 1 ~ unknown changes in backend b
        option httplog ~ no option httplog ~ option httplog changes in backend b
        mode http ~ ~ mode is gone in backend b
        ~ mode http ~ mode is new in backend b
        log-format '${A}' ~ log-format "${A}" ~ log-format changes in backend b
        server s1 192.0.2.1:80 ~ server s1 192.0.2.2:80 weight 2 ~ server b/s1: address, weight change
        server s1 192.0.2.1:80 ~ server s1 192.0.2.1:80 nonsense ~ server b/s1: an unknown option changes
        server-template s 2 192.0.2.1:80 ~ server-template s 3 192.0.2.1:80 ~ server b/s: number changes
        server s1 192.0.2.1:80 ~ .if 1|server s1 192.0.2.1:80|.endif ~ -
        """)
    void these_differ(String before, String after, String what) {
        String old = before == null ? "" : before.replace('|', '\n');
        String now = after == null ? "" : after.replace('|', '\n');
        List<String> found = what("backend b\n" + old + "\n", "backend b\n" + now + "\n");
        if (!what.equals("-")) {
            assertThat(found).containsExactly(what);
        }
    }

    @Test
    void servers_come_and_go_and_move() {
        String before =
                lines("backend b", "server s1 192.0.2.1:80", "server s2 192.0.2.2:80", "server s3 192.0.2.3:80");

        assertThat(what(
                        before,
                        lines(
                                "backend b",
                                "server s1 192.0.2.1:80",
                                "server s3 192.0.2.3:80",
                                "server s4 192.0.2.4:80")))
                .containsExactly("server b/s4 is new", "server b/s2 is gone");
        assertThat(what(
                        before,
                        lines(
                                "backend b",
                                "server s2 192.0.2.2:80",
                                "server s1 192.0.2.1:80",
                                "server s3 192.0.2.3:80")))
                .containsExactly("the servers of backend b have other places in its list");
        assertThat(what(before, before + "server s0 192.0.2.10:80\n")).containsExactly("server b/s0 is new");
    }

    @Test
    void default_server_holds_for_the_servers_after_it_and_through_defaults() {
        String before = lines(
                "defaults",
                "default-server inter 2s",
                "backend b",
                "server s1 192.0.2.1:80",
                "server s2 192.0.2.2:80 inter 5s");

        assertThat(what(before, before.replace("inter 2s", "inter 3s"))).containsExactly("server b/s1: inter changes");
        assertThat(what(before, before + "default-server weight 4\n")).isEmpty();
    }

    @Test
    void a_line_of_defaults_is_reported_once_for_all_that_take_it_over() {
        String before = lines(
                "defaults base",
                "timeout client 1s",
                "defaults more from base",
                "mode http",
                "frontend f from more",
                "backend b",
                "listen l from base");

        List<ConfigChange> changes = changes(before, before.replace("client 1s", "client 2s"));

        assertThat(changes).singleElement().isInstanceOfSatisfying(ConfigChange.SettingChanged.class, change -> {
            assertThat(change.what()).isEqualTo("timeout client changes in 3 sections, through their defaults");
            assertThat(change.before().getFirst().place().line()).isEqualTo(2);
            assertThat(change.proxies().stream().map(pair -> pair.after().title()))
                    .containsExactly("frontend f", "backend b", "listen l");
        });
        assertThat(what(before, before.replace("listen l from base", "listen l from more")))
                .containsExactly("mode is new in listen l");
    }

    @Test
    void unnamed_defaults_hold_up_to_the_next() {
        String before = lines("defaults", "mode tcp", "backend a", "defaults", "mode http", "backend b");

        assertThat(what(before, before.replace("mode http", "mode log"))).containsExactly("mode changes in backend b");
        assertThat(what(before, lines("defaults", "mode http", "backend b", "defaults", "mode tcp", "backend a")))
                .isEmpty();
    }

    @Test
    void global_counts_as_one_and_its_mark_not_at_all() {
        assertThat(what(
                        lines("global", "maxconn 10", "nbthread 2"),
                        lines("global", "nbthread 2", "description cfg-0a1b2c", "global", "maxconn 10")))
                .isEmpty();
        assertThat(what(lines("global", "description lb1 cfg-01"), lines("global", "description lb2 cfg-02")))
                .containsExactly("description changes in global");
    }

    @Test
    void variables_make_the_order_count() {
        String before = lines("global", "setenv A 1", "log-tag \"$A\"", "backend b", "server s1 \"$A\"");

        assertThat(what(before, lines("global", "log-tag \"$A\"", "setenv A 1", "backend b", "server s1 \"$A\"")))
                .hasSize(1);
        assertThat(what(before, lines("backend b", "server s1 \"$A\"", "global", "setenv A 1", "log-tag \"$A\"")))
                .containsExactly("sections stand in another order");
    }

    @Test
    void conditions_are_part_of_the_meaning_and_make_a_section_unclear() {
        String before = lines("frontend a", "bind :1", ".if x", "frontend b", "bind :2", ".endif", "mode http");

        assertThat(what(before, before.replace(".if x", ".if y"))).isNotEmpty();
        assertThat(what(before, before.replace(".endif", ".notice \"now\"\n.endif")))
                .isEmpty();
        assertThat(config(before).proxies().values()).allMatch(Proxy::unclear);
        assertThat(config(lines("frontend a", "bind :1", ".if x", "frontend b", "bind :2", ".endif", "frontend c"))
                        .proxies()
                        .values()
                        .stream()
                        .filter(Proxy::unclear)
                        .map(Proxy::title))
                .containsExactly("frontend b");
    }

    @Test
    void sections_come_and_go() {
        assertThat(what("backend a\nmode http\n", "backend b\nmode http\n"))
                .containsExactly("backend b is new", "backend a is gone");
        assertThat(what(
                        "peers p\npeer a 192.0.2.1:1\npeer b 192.0.2.2:1\n",
                        "peers p\npeer b 192.0.2.2:1\npeer a 192.0.2.1:1\n"))
                .containsExactly("peer changes in peers p");
    }
}
