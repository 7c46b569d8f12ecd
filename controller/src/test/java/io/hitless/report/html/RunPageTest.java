package io.hitless.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.event.DriftReport;
import io.hitless.event.Outcome;
import io.hitless.event.ValueJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunPageTest {
    private static final Instant END = SyntheticRun.START.plusSeconds(700);
    private static final String OPENING = "<script type=\"application/json\" id=\"data\">";

    private static String page(SyntheticRun run, PageHead head, @Nullable DriftReport drift) throws IOException {
        RunPage page = new RunPage();
        run.tell(page::on);
        StringWriter out = new StringWriter();
        page.write(head, drift, out);
        return out.toString();
    }

    private static String failed(SyntheticRun run) throws IOException {
        return page(run, Samples.head("rollout", "failed", END), null);
    }

    private static String json(String page) {
        int from = page.indexOf(OPENING) + OPENING.length();
        return page.substring(from, page.indexOf("</script>", from));
    }

    private static Map<?, ?> data(String page) {
        return (Map<?, ?>) ValueJson.read(json(page));
    }

    private static List<?> list(Map<?, ?> map, String name) {
        return (List<?>) map.get(name);
    }

    private static Stream<Map<?, ?>> maps(Map<?, ?> map, String name) {
        return list(map, name).stream().map(each -> (Map<?, ?>) each);
    }

    @Test
    void a_page_opens_with_the_verdict_also_without_its_script() throws IOException {
        assertThat(failed(new SyntheticRun(100, 50)))
                .contains("</span>4 of 100 hosts failed</h1>")
                .contains("1 could not be reached, 99 changed</p>");
        assertThat(page(new SyntheticRun(3, 50), Samples.head("rollout", "ok", END), null))
                .contains("</span>All 3 hosts are up to date</h1>");
        SyntheticRun run = new SyntheticRun(100, 50);
        assertThat(page(run, Samples.head("drift", "ok", END), run.drift()))
                .contains("</span>22 of 100 hosts drifted</h1>")
                .contains("26 can&#39;t be known in full, coverage 99%</p>");
    }

    @Test
    void a_check_that_found_no_drift_and_could_not_know_all_does_not_say_that_all_is_well() throws IOException {
        DriftReport.Finding unknown =
                new DriftReport.Finding(DriftReport.State.UNKNOWN, "a command", List.of(), List.of(), END, true, null);
        DriftReport.Check check = new DriftReport.Check(
                "a command", "command", false, "site.yml:3:5", Map.of("lb1", unknown, "lb2", unknown));
        DriftReport drift = new DriftReport(
                "id",
                List.of("site.yml"),
                END,
                Duration.ZERO,
                true,
                List.of("lb1", "lb2"),
                List.of(check),
                null,
                List.of());

        assertThat(page(new SyntheticRun(2, 5), Samples.head("drift", "ok", END), drift))
                .contains("</span>No drift found on 2 hosts</h1>")
                .contains("2 can&#39;t be known in full, coverage 0%</p>");
    }

    @Test
    void tasks_and_findings_are_folded_over_batches() throws IOException {
        Map<?, ?> data = data(failed(new SyntheticRun(100, 50)));

        assertThat(list(data, "hosts")).hasSize(100);
        assertThat(list(data, "batches")).hasSize(4);
        assertThat(list(data, "tasks")).hasSize(50);
        List<Map<?, ?>> failures = maps(data, "findings")
                .filter(finding -> "failed".equals(finding.get("what")))
                .toList();
        assertThat(failures).hasSize(2);
        assertThat(failures.stream()
                        .filter(finding -> "non-zero return code".equals(finding.get("why")))
                        .map(finding -> finding.get("hosts"))
                        .toList())
                .isEqualTo(List.of(List.of(2L, 52L)));
        assertThat(maps(data, "findings")
                        .filter(finding ->
                                Long.valueOf(49).equals(finding.get("task")) && "changed".equals(finding.get("what"))))
                .singleElement()
                .satisfies(finding -> assertThat(list(finding, "hosts")).hasSize(95));
    }

    @Test
    void times_of_tasks_and_reloads_are_told_from_the_start_of_the_run() throws IOException {
        Map<?, ?> data = data(page(new SyntheticRun(3, 50), Samples.head("rollout", "ok", END), null));

        Map<?, ?> reload = maps(data, "reloads")
                .filter(each -> Long.valueOf(0).equals(each.get("host")))
                .findFirst()
                .orElseThrow();
        List<?> soak = (List<?>) list(reload, "steps").get(8);
        assertThat(soak.subList(0, 2)).isEqualTo(List.of("soak", 10_000L));
        Map<?, ?> last = maps(data, "tasks").toList().getLast();
        assertThat(list(last, "b").getFirst()).isEqualTo(reload.get("start"));
        assertThat((Long) reload.get("start")).isPositive();
    }

    @Test
    void a_probe_tells_how_many_requests_were_dropped() throws IOException {
        Map<?, ?> probe = maps(data(failed(new SyntheticRun(200, 50))), "probes")
                .findFirst()
                .orElseThrow();

        assertThat(probe.get("asked")).isEqualTo(1_284_311L);
        assertThat(probe.get("dropped")).isEqualTo(3L);
        assertThat(list(probe, "kinds").getLast()).isEqualTo(List.of("keep-alive", 194_191L, 3L, "reset 3"));
    }

    @Test
    void drift_is_told_with_since_when_and_the_rule_that_lets_it_pass() throws IOException {
        SyntheticRun run = new SyntheticRun(100, 50);
        Map<?, ?> drift = (Map<?, ?>)
                data(page(run, Samples.head("drift", "ok", END), run.drift())).get("drift");

        List<Map<?, ?>> found =
                maps(drift, "checks").flatMap(check -> maps(check, "findings")).toList();
        assertThat(found.stream().map(finding -> String.valueOf(finding.get("state"))))
                .contains("drifted", "unknown", "failed");
        assertThat(found)
                .filteredOn(finding -> "mode is 0777, not 0755".equals(finding.get("why")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(list(finding, "hosts")).hasSize(9);
                    assertThat(finding.get("since"))
                            .isEqualTo(
                                    SyntheticRun.START.minusSeconds(18 * 3600).toEpochMilli());
                });
        assertThat(found).filteredOn(finding -> finding.get("ignored") != null).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</script><script>alert(1)</script>",
                "<!--<script>",
                "\"><img src=x onerror=alert(1)>",
                "'onmouseover='alert(1)",
                "&lt;b&gt;",
                "{{data}}"
            })
    void what_hosts_files_and_tasks_say_stays_text(String hostile) throws IOException {
        SyntheticRun run = new SyntheticRun(60, 50, 7, hostile);
        PageHead head = new PageHead(
                "20261120-134207-k3p9",
                "rollout" + hostile,
                false,
                "failed",
                SyntheticRun.START,
                END,
                Map.of(hostile, hostile),
                hostile,
                false);
        String page = page(run, head, null);

        assertThat(page.split("</script", -1))
                .as("the data's element, the script's element")
                .hasSize(3);
        assertThat(json(page)).doesNotContain("<", ">", "&");
        String skeleton = page.replace(json(page), "");
        assertThat(skeleton)
                .contains("rollout" + Page.escaped(hostile))
                .doesNotContain("<img", "<script>alert", "'onmouseover", "{{style}}");
        Map<?, ?> data = data(page);
        assertThat(((List<?>) list(data, "hosts").getFirst()).getFirst()).isEqualTo("lb1" + hostile);
        assertThat(maps(data, "tasks").findFirst().orElseThrow().get("name"))
                .isEqualTo("haproxy_config : Packages of the build" + hostile);
        assertThat(json(page(run, head, run.drift()))).doesNotContain("<", ">", "&");
    }

    @Test
    void characters_that_hide_or_turn_text_around_are_spelled_out() {
        assertThat(VisibleText.text("a\u001b[31mred\u0007 \u202eexe.txt\u2066\u200b\ufeff\u2028 b\r\nc\td\r"))
                .isEqualTo("a\\u001b[31mred\\u0007 \\u202eexe.txt\\u2066\\u200b\\ufeff\\u2028 b\nc\td\\u000d");
        assertThat(VisibleText.text("prüfen → 好 🙂")).isEqualTo("prüfen → 好 🙂");
    }

    @Test
    void only_the_style_and_the_script_of_the_build_may_take_effect() throws IOException {
        String page = failed(new SyntheticRun(3, 5));

        String policy = between(page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"")
                .replace("&#39;", "'");
        assertThat(policy).startsWith("default-src 'none';").doesNotContain("unsafe");
        assertThat(policy).contains("style-src '" + hash(between(page, "<style>", "</style>")) + "'");
        assertThat(policy).contains("script-src '" + hash(between(page, "\n<script>", "</script>")) + "'");
    }

    private static String between(String text, String open, String close) {
        int from = text.indexOf(open) + open.length();
        return text.substring(from, text.indexOf(close, from));
    }

    private static String hash(String text) {
        try {
            return "sha256-"
                    + Base64.getEncoder()
                            .encodeToString(
                                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void the_script_makes_no_markup_of_data_and_asks_nothing_of_a_network() throws IOException {
        for (String name : Page.SCRIPTS) {
            try (InputStream in = RunPage.class.getResourceAsStream(name)) {
                String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                assertThat(script)
                        .as(name)
                        .doesNotContain(
                                "innerHTML",
                                "outerHTML",
                                "insertAdjacentHTML",
                                "document.write",
                                "eval(",
                                "new Function",
                                "DOMParser",
                                "srcdoc",
                                "fetch(",
                                "XMLHttpRequest",
                                "import(",
                                "javascript:",
                                "</script",
                                "<!--");
            }
        }
    }

    @Test
    void a_run_that_is_under_way_says_how_far_it_is() throws IOException {
        RunPage page = new RunPage();
        new SyntheticRun(10, 50).tell(page::on, 20);
        StringWriter out = new StringWriter();
        page.write(Samples.head("rollout", "running", null), null, out);

        assertThat(out.toString()).contains("Under way: 10 of 10 hosts started");
        assertThat(data(out.toString()).get("state")).isEqualTo("running");
        assertThat(maps(data(out.toString()), "tasks")
                        .map(task -> (String) task.get("s"))
                        .filter(letters -> letters.indexOf('b') >= 0))
                .isNotEmpty();
    }

    @Test
    void a_thousand_hosts_with_fifty_tasks_fit_into_a_small_file() throws IOException {
        assertThat(failed(new SyntheticRun(1000, 50)).length()).isLessThan(2_000_000);
    }

    @Test
    void long_output_is_cut_in_its_middle_and_what_many_hosts_said_is_kept_once() {
        TextPool texts = new TextPool();
        int one = texts.of(outcome("x".repeat(50_000) + "the end"), List.of());
        int two = texts.of(outcome("x".repeat(50_000) + "the end"), List.of());

        assertThat(two).isEqualTo(one);
        String text = texts.all().get(one).getFirst().text();
        assertThat(text)
                .hasSizeLessThan(33_000)
                .contains("characters are left out here")
                .endsWith("the end");
    }

    private static Outcome outcome(String stdout) {
        return new Outcome(Outcome.Status.OK, Map.of("stdout", stdout), List.of(), Duration.ZERO);
    }
}
