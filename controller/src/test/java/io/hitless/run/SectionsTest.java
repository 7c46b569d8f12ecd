package io.hitless.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.playbook.Block;
import io.hitless.run.Sections.Section;
import org.junit.jupiter.api.Test;

class SectionsTest {
    private final Sections sections = new Sections();
    private final Block rescued = (Block) Playbooks.step("{block: [{ping: }], rescue: [{ping: }]}");
    private final Block plain = (Block) Playbooks.step("{block: [{ping: }]}");

    @Test
    void what_fails_counts_as_rescued_while_a_rescue_waits_for_it() throws Exception {
        assertThat(sections.rescue()).isFalse();
        sections.within(Section.RESCUED_TASKS, () -> {
            assertThat(sections.rescue()).isTrue();
            sections.within(Section.TASKS, () -> assertThat(sections.rescue()).isTrue());
        });
        sections.within(Section.RESCUE, () -> assertThat(sections.rescue()).isFalse());
        assertThat(sections.rescue()).isFalse();
    }

    @Test
    void handlers_flushed_within_a_block_count_by_the_outermost_block() throws Exception {
        sections.enter(rescued, true);
        sections.within(Section.ALWAYS, () -> {
            sections.enter(plain, true);
            assertThat(sections.rescue()).isFalse();
            sections.within(
                    Section.HANDLERS, () -> assertThat(sections.rescue()).isTrue());
        });
        sections.within(Section.HANDLERS, () -> assertThat(sections.rescue()).isFalse());
        sections.enter(rescued, false);
        sections.within(
                Section.ALWAYS,
                () -> sections.within(
                        Section.HANDLERS, () -> assertThat(sections.rescue()).isFalse()));
        sections.enter(plain, true);
        sections.within(
                Section.TASKS,
                () -> sections.within(
                        Section.HANDLERS, () -> assertThat(sections.rescue()).isFalse()));
    }

    @Test
    void a_rescue_itself_is_the_innermost_section() throws Exception {
        sections.within(Section.RESCUE, () -> {
            assertThat(sections.areInRescueItself()).isTrue();
            sections.within(
                    Section.TASKS,
                    () -> assertThat(sections.areInRescueItself()).isFalse());
        });
        assertThat(sections.areInRescueItself()).isFalse();
    }

    @Test
    void a_section_ends_also_by_an_error() {
        assertThatThrownBy(() -> sections.within(Section.RESCUED_TASKS, () -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(sections.rescue()).isFalse();
    }
}
