package io.hitless.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.Needed;
import io.hitless.report.html.Samples;
import io.hitless.report.html.SyntheticRun;
import io.hitless.store.Journal;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reports and served pages in a real browser, worked with as a reader would. Pictures of them are left in
 * {@code target/pages}.
 */
class PagesIT {
    private static final String HOSTILE = "\"></script><script>window.struck=1</script><img src=x"
            + " onerror=window.struck=1><svg/onload=window.struck=1>";
    private static final long QUICK_MILLIS = 5_000;

    /** Texts whose contrast with what is behind them is less than WCAG's level AA wants. */
    private static final String PALE = """
        (() => {
          const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
          const rgb = color => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
          const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const behind = element => { for (let e = element; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c[3] > 230) return c; } return [255, 255, 255, 255]; };
          const pale = new Set();
          for (const element of document.querySelectorAll('body *')) {
            const own = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim() !== '');
            const box = element.getBoundingClientRect();
            if (!own || box.width < 2 || box.height < 2 || element.closest('[hidden], .vh, svg, noscript, script, style')) continue;
            const [a, b] = [light(rgb(getComputedStyle(element).color)), light(behind(element))].sort((x, y) => y - x);
            const ratio = (a + 0.05) / (b + 0.05);
            if (ratio < 4.5) pale.add(element.tagName + '.' + element.className + ' ' + ratio.toFixed(2) + ' ' + element.textContent.trim().slice(0, 20));
          }
          return [...pale].slice(0, 20).join('; ');
        })()\
        """;

    @TempDir
    static Path dir;

    private static Chromium browser;

    @BeforeAll
    static void a_browser() throws Exception {
        Needed.that(Chromium.isInstalled(), "chromium is not installed");
        browser = Chromium.start(Files.createDirectories(dir.resolve("browser/profile")));
    }

    @AfterAll
    static void end() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    private static URI report(SyntheticRun run, String name, boolean drift, int until) throws Exception {
        Path file = dir.resolve(name + ".html");
        boolean over = until == Integer.MAX_VALUE;
        Samples.write(
                file,
                run,
                Samples.head(
                        drift ? "drift" : "rollout",
                        drift ? "ok" : over ? "failed" : "running",
                        over ? SyntheticRun.START.plusSeconds(700) : null),
                drift ? run.drift() : null,
                until);
        return file.toUri();
    }

    private static URI report(int hosts) throws Exception {
        return report(new SyntheticRun(hosts, 50), "run-" + hosts, false, Integer.MAX_VALUE);
    }

    @Test
    void a_thousand_hosts_with_fifty_tasks_open_quickly_and_ask_nothing_of_any_network() throws Exception {
        URI page = report(1000);
        browser.window(1280, 900, false);
        long took = browser.open(page);

        assertThat(browser.troubles()).isEmpty();
        assertThat(browser.requests()).containsExactly(page.toString());
        assertThat(browser.number("document.querySelectorAll('.hosts tbody tr').length"))
                .isEqualTo(1000);
        assertThat(took).as("milliseconds to open").isLessThan(QUICK_MILLIS);
        long filtered =
                browser.number("(() => { const t = performance.now(); search.value = 'lb512'; filtered(); return"
                        + " Math.round(performance.now() - t); })()");
        assertThat(filtered).as("milliseconds to filter").isLessThan(QUICK_MILLIS);
        Files.writeString(
                pictures().resolve("times.txt"),
                "1,000 hosts x 50 tasks: opened in " + took + " ms, filtered in " + filtered + " ms\n");
    }

    @Test
    void words_and_states_choose_what_is_shown() throws Exception {
        browser.window(1280, 900, false).open(report(100));

        browser.press("/");
        browser.type("lb41");
        browser.until("document.querySelectorAll('.hosts tbody tr').length === 1");
        assertThat(browser.text("#failures"))
                .contains("cannot connect to 10.0.3.41 port 22")
                .doesNotContain("non-zero return code");
        assertThat(browser.text(".told")).isEqualTo("1 of 100 hosts");
        assertThat(browser.value("location.hash")).isEqualTo("#q=lb41");

        browser.press("Escape");
        browser.until("document.querySelectorAll('.hosts tbody tr').length === 100");
        browser.value("document.querySelector('.chip.is-failed').click()");
        browser.until("document.querySelectorAll('.hosts tbody tr').length === 4");
        assertThat(browser.text("#reloads")).contains("rolled back").doesNotContain("live");

        browser.value("document.querySelector('.chip.is-failed').click(); search.value = 'openssl/ssl.h: no such file';"
                + " filtered(); 1");
        assertThat(browser.number("document.querySelectorAll('.hosts tbody tr').length"))
                .as("hosts that said so")
                .isEqualTo(2);
        assertThat(browser.troubles()).isEmpty();
    }

    @Test
    void with_the_keyboard_alone_a_host_and_a_diff_are_opened() throws Exception {
        browser.window(1280, 900, false).open(report(3));

        browser.value("document.querySelector('.hosts .open').focus()");
        browser.press("Enter");
        browser.until("document.querySelectorAll('.hosts tr.opened .task').length === 50");
        assertThat(browser.number("document.querySelector('.hosts tr.opened ol').clientWidth"))
                .as("it has the whole width")
                .isGreaterThan(900);
        assertThat(browser.value("document.querySelector('.hosts .open').getAttribute('aria-expanded')"))
                .isEqualTo("true");

        browser.value("document.querySelector('#changes summary').focus()");
        browser.press("Enter");
        browser.until("document.querySelector('#changes table.unified')");
        assertThat(browser.text("#changes table.unified"))
                .contains("workers = 2")
                .contains("workers = 4");
        assertThat(browser.text("#changes tr.plus mark")).isEqualTo("4");
        browser.value("[...document.querySelectorAll('#changes .choice button')].at(-1).click()");
        browser.until("document.querySelector('#changes table.split')");
        assertThat(browser.troubles()).isEmpty();
    }

    @Test
    void a_screen_reader_is_told_what_there_is() throws Exception {
        browser.window(1280, 900, false).open(report(10));

        browser.value(
                "document.querySelector('.hosts').scrollIntoView()"); // timelines are drawn when they come into sight
        browser.until("document.querySelector('svg.track')");
        List<String> spoken = browser.spoken();
        assertThat(spoken)
                .contains(
                        "heading: 2 of 10 hosts failed",
                        "heading: Failures 2",
                        "searchbox: Show only what has these words",
                        "main: ",
                        "navigation: Sections");
        assertThat(spoken).noneMatch(each -> each.matches("(button|link|image|img|searchbox|columnheader): "));
        assertThat(spoken)
                .anyMatch(each -> each.startsWith("image: 50 tasks from ") || each.startsWith("img: 50 tasks from "));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void texts_stand_out_from_what_is_behind_them(boolean dark) throws Exception {
        browser.window(1280, 900, dark);
        for (URI page : List.of(report(10), report(new SyntheticRun(100, 50), "drift-100", true, Integer.MAX_VALUE))) {
            browser.open(page);
            browser.value("document.querySelectorAll('details').forEach((one, i) => { if (i < 12) one.open = true; })");
            browser.until("document.querySelector('.diff .no')"); // what is opened is drawn a moment later
            assertThat(browser.value(PALE)).isEqualTo("");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 390, 768, 1280})
    void no_page_is_wider_than_its_window(int width) throws Exception {
        for (URI page : List.of(report(100), report(new SyntheticRun(100, 50), "drift-100", true, Integer.MAX_VALUE))) {
            browser.window(width, 900, false).open(page);
            browser.value("document.querySelectorAll('details').forEach((one, i) => { if (i < 20) one.open = true; })");
            assertThat(browser.number("document.documentElement.scrollWidth"))
                    .as(page + " at " + width)
                    .isLessThanOrEqualTo(width);
        }
    }

    @Test
    void markup_from_hosts_names_tasks_and_diffs_stays_text() throws Exception {
        SyntheticRun run = new SyntheticRun(60, 50, 7, HOSTILE);
        for (boolean drift : List.of(false, true)) {
            browser.window(1280, 900, false).open(report(run, "hostile-" + drift, drift, Integer.MAX_VALUE));
            browser.value("document.querySelectorAll('details').forEach(one => { one.open = true; })");
            browser.value("document.querySelectorAll('.hosts .open').forEach(one => one.click())");
            // Diffs are made when their part opens, and drawn when they come into sight.
            browser.until("document.querySelector('.diff-body table') ||"
                    + " [...document.querySelectorAll('.diff-body')].find(one =>"
                    + " one.offsetParent)?.scrollIntoView()");
            browser.value("search.value = '<img'; filtered(); 1");
            assertUnharmed();
            assertThat(browser.text(".hosts .open")).isEqualTo("lb1" + HOSTILE);
        }
    }

    private static void assertUnharmed() throws Exception {
        assertThat(browser.value("String(window.struck)")).isEqualTo("undefined");
        assertThat(browser.number("document.querySelectorAll('img, iframe, object, embed, [onerror], [onload], body"
                        + " svg[onload]').length"))
                .isZero();
        assertThat(browser.troubles()).isEmpty();
    }

    @Test
    void what_is_served_is_drawn_without_breaking_its_own_policy() throws Exception {
        SampleState sample = new SampleState(dir.resolve("state-served"), HOSTILE);
        sample.write(60, 12, 6);
        try (PageServer server = PageServer.start(sample.state(), new InetSocketAddress("127.0.0.1", 0), null)) {
            for (int width : List.of(320, 1280)) {
                browser.window(width, 900, width == 320).open(server.address());
                browser.until("document.querySelectorAll('.now tbody tr').length === 60");
                assertThat(browser.text("#verdict")).contains("of 60 hosts");
                assertThat(browser.number("document.querySelectorAll('.plot a').length"))
                        .isEqualTo(6);
                assertThat(browser.text(".now .host")).endsWith(HOSTILE);
                assertThat(browser.number("document.documentElement.scrollWidth"))
                        .isLessThanOrEqualTo(width);
                assertUnharmed();
                assertThat(browser.value(PALE)).isEqualTo("");
            }
            assertThat(browser.requests())
                    .allMatch(asked -> asked.startsWith(server.address().toString()) || asked.equals("data:,"));
            String run = String.valueOf(browser.value("document.querySelector('.runs a').pathname"));
            browser.open(server.address().resolve(run));
            assertThat(browser.text("h1")).contains("of 60 hosts failed");
            assertUnharmed();
            assertThat(browser.value("document.querySelector('.which a').pathname"))
                    .isEqualTo("/");
        }
    }

    @Test
    void a_run_under_way_is_seen_as_it_goes_on() throws Exception {
        SampleState sample = new SampleState(dir.resolve("state-live"), HOSTILE);
        try (Journal _ = Journal.open(sample.state());
                PageServer server = PageServer.start(sample.state(), new InetSocketAddress("127.0.0.1", 0), null)) {
            Thread run = Thread.ofPlatform().start(() -> {
                try {
                    sample.live(10, 12, 20);
                } catch (InterruptedException _) {
                    // the test has seen enough
                }
            });
            browser.window(1280, 900, false).open(server.address());
            browser.until("document.querySelector('.running a')");
            browser.open(server.address()
                    .resolve(String.valueOf(browser.value("document.querySelector('.running a').pathname"))));
            browser.until("document.querySelector('#verdict').innerText.includes('of 10 hosts started')");
            long before = browser.number("Number(document.querySelectorAll('.tile dd')[1].innerText)");
            browser.until("Number(document.querySelectorAll('.tile dd')[1].innerText) > " + before);
            browser.shoot(pictures().resolve("live-10.png"));
            browser.until("document.querySelector('#verdict').innerText === 'Over: failed'");
            assertThat(browser.text("#failures")).contains("lb3" + HOSTILE, "non-zero return code");
            assertUnharmed();
            run.join();
        }
    }

    @Test
    void pictures_are_left_for_people_to_look_at() throws Exception {
        for (int hosts : List.of(3, 100, 1000)) {
            for (boolean dark : List.of(false, true)) {
                for (int width : List.of(390, 1280)) {
                    browser.window(width, 1600, dark).open(report(hosts));
                    browser.shoot(
                            pictures().resolve("run-" + hosts + "-" + width + (dark ? "-dark" : "-light") + ".png"));
                }
            }
        }
        for (boolean dark : List.of(false, true)) {
            browser.window(1280, 1600, dark)
                    .open(report(new SyntheticRun(100, 50), "drift-100", true, Integer.MAX_VALUE));
            browser.value("[...document.querySelectorAll('#drift .choice button')].at(-1).click()");
            browser.value("[...document.querySelectorAll('#drift summary')].slice(0, 3).forEach(one => one.click())");
            browser.value("document.querySelectorAll('.hosts .open')[2].click()");
            browser.until("document.querySelector('#drift table.split')");
            browser.shoot(pictures().resolve("drift-100-1280-" + (dark ? "dark" : "light") + ".png"));
        }
        assertThat(pictures().resolve("run-1000-390-dark.png")).isNotEmptyFile();
    }

    private static Path pictures() throws Exception {
        return Files.createDirectories(Path.of("target", "pages"));
    }
}
