package io.hitless.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.run.operator.Operator;
import io.hitless.source.UserError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ApprovalTest {
    @TempDir
    Path dir;

    private final FakeBatch batch = FakeBatch.live("h1");

    @Test
    void whoever_sits_at_the_terminal_says_yes_or_no_and_nothing_else_counts() throws InterruptedException {
        Typed typed = new Typed("what?", "", "Y");
        assertThat(approval(typed).isApproved(batch, null)).isTrue();
        assertThat(batch.told()).endsWith("approval: batch 2 of 2 was approved by the terminal");
        assertThat(approval(new Typed("no")).isApproved(batch, null)).isFalse();
        assertThat(batch.told()).endsWith("approval: batch 2 of 2 was refused by the terminal: halts");
    }

    @Test
    void the_word_can_come_from_elsewhere() throws InterruptedException {
        Thread other = Thread.ofVirtual().start(() -> {
            while (true) {
                try {
                    new ApprovalFiles(dir).submit(true, "jo@bastion");
                    return;
                } catch (UserError _) {
                    Thread.onSpinWait(); // it does not ask yet
                }
            }
        });
        assertThat(approval(new Typed()).isApproved(batch, null)).isTrue();
        other.join();
        assertThat(batch.told())
                .contains("batch 2 of 2 waits for it; say so here, or with: hitless approve 20261122-133000-abcd")
                .endsWith("was approved by jo@bastion");
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void a_terminal_where_nobody_answers_does_not_keep_the_word_of_others_out() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        Operator asleep = new Operator() {
            @Override
            public boolean confirms(String task) {
                return true;
            }

            @Override
            public @Nullable String ask(String prompt, boolean echo) throws InterruptedException {
                new ApprovalFiles(dir).submit(false, "jo");
                never.await();
                return null;
            }
        };
        assertThat(approval(asleep).isApproved(batch, null)).isFalse();
        assertThat(batch.told()).endsWith("refused by jo: halts");
    }

    @Test
    void no_word_in_time_is_a_no() throws InterruptedException {
        assertThat(approval(new Typed()).isApproved(batch, Duration.ofMillis(300)))
                .isFalse();
        assertThat(batch.told())
                .contains("batch 2 of 2 waits for it, for 300 ms;")
                .endsWith("approval: batch 2 of 2 was not approved within 300 ms: halts");
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void the_first_answer_stands() {
        ApprovalFiles approvals = new ApprovalFiles(dir);
        approvals.ask(3, "begin batch 2 of 4?");
        assertThat(approvals.submit(false, "jo")).isEqualTo("begin batch 2 of 4?");
        assertThatThrownBy(() -> approvals.submit(true, "al"))
                .isInstanceOf(UserError.class)
                .hasMessage("the run was already answered by jo");
        assertThat(approvals.answer(3)).isEqualTo(new ApprovalFiles.Answer(false, "jo"));
    }

    @Test
    void an_answer_to_an_earlier_question_is_none() {
        ApprovalFiles approvals = new ApprovalFiles(dir);
        approvals.ask(3, "one?");
        approvals.submit(true, "jo");
        approvals.ask(4, "two?");
        assertThat(approvals.answer(4)).isNull();
        approvals.close();
        assertThatThrownBy(() -> approvals.submit(true, "jo"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("does not wait");
    }

    private Approval approval(Operator operator) {
        return new Approval(operator, () -> new ApprovalFiles(dir), "20261122-133000-abcd");
    }

    /** Types these lines, then nobody is there. */
    private static final class Typed implements Operator {
        private final Deque<String> lines;

        Typed(String... lines) {
            this.lines = new ArrayDeque<>(List.of(lines));
        }

        @Override
        public boolean confirms(String task) {
            return true;
        }

        @Override
        public @Nullable String ask(String prompt, boolean echo) {
            return lines.poll();
        }
    }
}
