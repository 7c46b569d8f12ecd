package io.hitless.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/compatibility.md}: {@code -Dpage=write}, as {@code lab/compat page} gives it, writes it. */
class CompatibilityPageTest {
    private static final Path CASES = Path.of("src/test/resources/compat");
    private static final Path PAGE = Path.of("../docs/compatibility.md");

    @Test
    void every_name_has_a_case_or_a_reason() throws IOException {
        assertThat(CoveredNames.read(CASES).all().filter(CoveredName::isUnshown))
                .extracting(CoveredName::name)
                .isEmpty();
    }

    @Test
    void what_has_a_case_needs_no_reason() throws IOException {
        assertThat(CoveredNames.read(CASES)
                        .all()
                        .filter(name ->
                                !name.reason().isEmpty() && !name.cases().isEmpty()))
                .extracting(CoveredName::name)
                .isEmpty();
    }

    @Test
    void the_page_is_up_to_date() throws IOException {
        String page =
                CompatibilityPage.of(CoveredNames.read(CASES), Files.readString(CASES.resolve("introduction.md")));
        if (System.getProperty("page", "").equals("write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as("run lab/compat page").hasContent(page);
    }
}
