package io.hitless.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DocEntriesTest {
    @Test
    void an_entry_has_a_name_a_summary_and_an_example() {
        assertThat(DocEntries.entries("name: what it is: short\n    first\n      second\n"))
                .containsExactly(new DocEntries.Entry("", "name", "what it is: short", "first\n  second"));
    }

    @Test
    void a_heading_applies_to_the_entries_below_it() {
        assertThat(DocEntries.entries("a: one\n\n== tasks\nb: two\nc: three\n    x\n"))
                .containsExactly(
                        new DocEntries.Entry("", "a", "one", ""),
                        new DocEntries.Entry("tasks", "b", "two", ""),
                        new DocEntries.Entry("tasks", "c", "three", "x"));
    }
}
