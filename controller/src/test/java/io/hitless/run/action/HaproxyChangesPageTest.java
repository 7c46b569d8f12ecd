package io.hitless.run.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.haproxy.live.HaproxyRelease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps the table of changes in {@code docs/haproxy.md}: {@code -Dpage=write} writes it. */
class HaproxyChangesPageTest {
    private static final Path PAGE = Path.of("../docs/haproxy.md");
    private static final String BEGIN = "<!-- changes: written by HaproxyChangesPageTest -->\n";
    private static final String END = "<!-- end of changes -->\n";

    private static final List<HaproxyRelease> RELEASES = List.of(
            new HaproxyRelease(2, 2),
            new HaproxyRelease(2, 4),
            new HaproxyRelease(2, 6),
            new HaproxyRelease(2, 8),
            new HaproxyRelease(3, 0),
            new HaproxyRelease(3, 2));

    @Test
    void the_table_of_changes_is_what_the_releases_are_expected_to_do() throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END);
        if (System.getProperty("page", "").equals("write")) {
            Files.writeString(PAGE, page.substring(0, from) + table() + page.substring(to));
        } else {
            assertThat(page.substring(from, to)).as("run it with -Dpage=write").isEqualTo(table());
        }
    }

    private static String table() {
        String head = "| change | becomes | "
                + RELEASES.stream().map(HaproxyRelease::toString).collect(Collectors.joining(" | ")) + " |\n|---|---|"
                + "---|".repeat(RELEASES.size()) + "\n";
        return head
                + HaproxyChangeTable.LINES.stream()
                        .map(HaproxyChangeTable.Change::of)
                        .map(HaproxyChangesPageTest::row)
                        .collect(Collectors.joining());
    }

    private static String row(HaproxyChangeTable.Change change) {
        String ways = RELEASES.stream()
                .map(release -> change.isLiveIn(release) ? "live" : "reload")
                .collect(Collectors.joining(" | "));
        return "| " + shown(change.text()) + " | " + shown(change.instead()) + " | " + ways + " |\n";
    }

    /** In the table of changes, {@code |} is a line feed. */
    private static String shown(String text) {
        return text.isEmpty()
                ? "(nothing)"
                : text.lines()
                        .flatMap(line -> List.of(line.split("\\|", -1)).stream())
                        .map(line -> "`" + line + "`")
                        .collect(Collectors.joining(", "));
    }
}
