package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A host that sends too much, or too deep, fails by itself. */
class ReplyLimitsTest {
    @Test
    void endless_records_end_at_the_size_of_an_answer() {
        assertRefused("x", "A".repeat(1 << 20), "an answer of more than 16 MiB");
    }

    @Test
    void endless_small_records_end_at_their_number() {
        assertRefused("x", "", "an answer of more than 100000 values");
    }

    @Test
    void rows_of_a_table_count_as_values() {
        CallResultBuilder reply = new CallResultBuilder("trial");
        String rows = "s\tx\ty\n".repeat(ReplyLimits.VALUES + 1);
        assertThatThrownBy(() -> reply.add(new AgentRecord(1, 't', "", rows, rows.length(), false)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("an answer of more than 100000 values");
    }

    @Test
    void a_name_of_many_levels_is_refused() throws IOException {
        CallResultBuilder reply = new CallResultBuilder("trial");
        assertThat(reply.add(text("a/".repeat(ReplyLimits.DEPTH - 1) + "a"))).isFalse();
        assertThatThrownBy(() -> reply.add(text("a/".repeat(2000) + "a")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a value of more than 100 levels");
    }

    @Test
    void json_of_many_levels_is_refused() {
        CallResultBuilder reply = new CallResultBuilder("trial");
        String json = "[".repeat(2000) + "]".repeat(2000);
        assertThatThrownBy(() -> reply.add(new AgentRecord(1, 'j', "x", json, json.length(), false)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("module trial sent a wrong value");
    }

    @Test
    void a_field_that_announces_a_terabyte_is_refused_before_it_is_read() {
        RecordReader reader = new RecordReader(stream("1 s 1099511627776 x\n"));
        assertThatThrownBy(reader::next)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("announced a field of 1099511627776 bytes");
    }

    @Test
    void an_endless_greeting_is_refused() {
        RecordReader reader = new RecordReader(new Endless());
        assertThatThrownBy(() -> reader.skipTo("hitless key "))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("before the agent started");
    }

    @Test
    void endless_output_of_a_raw_command_is_refused() {
        assertThatThrownBy(() -> ReplyLimits.drop(new Endless(), ReplyLimits.SENT - (1 << 20)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than 1024 MiB in one answer");
    }

    @Test
    void endless_answers_that_a_host_kept_are_refused() {
        byte[] record = ("1 a 4 8.0.0\nping\n1 s 1000000 x\n" + "A".repeat(1_000_000) + "\n1 e 0 \n\n")
                .getBytes(StandardCharsets.UTF_8);
        SpoolReader spool = new SpoolReader(Set.of());
        assertThatThrownBy(() -> {
                    while (true) {
                        spool.read(new ByteArrayInputStream(record), false);
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than 64 MiB of answers that it kept");
    }

    @Test
    void a_transfer_ends_at_its_limit() throws Exception {
        try (AgentSession session = new AgentSession(new LocalShell())) {
            long began = System.nanoTime();
            assertThatThrownBy(() -> session.download(
                            "/dev/zero", java.io.OutputStream.nullOutputStream(), null, Duration.ofMillis(300)))
                    .isInstanceOf(java.net.SocketTimeoutException.class)
                    .hasMessageContaining("300 ms");
            assertThatThrownBy(() -> session.upload(new Endless(), null, Duration.ofMillis(300)))
                    .isInstanceOf(java.net.SocketTimeoutException.class);
            assertThatThrownBy(() -> session.raw("sleep 60; true", null, Duration.ofMillis(300)))
                    .isInstanceOf(java.net.SocketTimeoutException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(50));
        }
    }

    private static void assertRefused(String name, String value, String why) {
        CallResultBuilder reply = new CallResultBuilder("trial");
        byte[] record = ("1 s " + value.length() + " " + name + "\n" + value + "\n").getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = 0; i < Math.min(1000, 1 + (1 << 20) / record.length); i++) {
            many.writeBytes(record);
        }
        assertThatThrownBy(() -> {
                    while (true) {
                        RecordReader reader = new RecordReader(new ByteArrayInputStream(many.toByteArray()));
                        for (int i = 0; i < many.size() / record.length; i++) {
                            assertThat(reply.add(reader.next())).isFalse();
                        }
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why);
    }

    private static AgentRecord text(String name) {
        return new AgentRecord(1, 's', name, "v", 1, false);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static final class Endless extends InputStream {
        @Override
        public int read() {
            return 'x';
        }
    }
}
