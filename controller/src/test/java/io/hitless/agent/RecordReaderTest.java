package io.hitless.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordReaderTest {
    @Test
    void a_record_has_an_id_a_type_a_name_and_as_many_bytes_as_it_announces() throws IOException {
        RecordReader reader = reader("12 s 5 stdout\na\nb c\n13 e 0 \n\n");
        assertThat(reader.next()).isEqualTo(new AgentRecord(12, 's', "stdout", "a\nb c", 5, false));
        assertThat(reader.next()).isEqualTo(new AgentRecord(13, 'e', "", "", 0, false));
    }

    @Test
    void what_looks_like_a_record_within_a_value_is_not_one() throws IOException {
        RecordReader reader = reader("1 s 11 stdout\n2 e 0 end\n\n\n3 e 0 end\n\n");
        assertThat(reader.next().text()).isEqualTo("2 e 0 end\n\n");
        assertThat(reader.next().id()).isEqualTo(3);
    }

    @Test
    void bytes_that_are_not_UTF_8_are_replaced_and_still_counted() throws IOException {
        byte[] sent = "1 s 3 x\na?b\n".getBytes(StandardCharsets.US_ASCII);
        sent[9] = (byte) 0xff;
        AgentRecord record = new RecordReader(new ByteArrayInputStream(sent)).next();
        assertThat(record.text()).isEqualTo("a\ufffdb");
        assertThat(record.length()).isEqualTo(3);
    }

    @Test
    void a_name_may_hold_blanks() throws IOException {
        assertThat(reader("1 s 1 two words\nx\n").next().name()).isEqualTo("two words");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello\nx\n",
                "1 s x name\nv\n",
                "x s 1 name\nv\n",
                "-1 s 1 name\nv\n",
                " s 1 name\nv\n",
                "1 two 1 name\nv\n",
                "1  1 name\nv\n",
                "1 s  name\nv\n",
                "1 s 1\nv\n",
                "1 s 1 name\nvv\n",
                "2147483648 s 1 name\nv\n",
                "1 s 99999999999999999999 name\nv\n"
            })
    void what_is_not_just_so_is_no_record(String sent) {
        assertThatThrownBy(reader(sent)::next)
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(EOFException.class)
                .hasMessageStartingWith("the agent sent what is not a record: "
                        + sent.substring(0, sent.indexOf('\n')).strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1 s", "1 s 5 name\nabc", "1 s 3 name\nabc"})
    void a_channel_that_ends_within_a_record_has_ended(String sent) {
        assertThatThrownBy(reader(sent)::next).isInstanceOf(EOFException.class);
    }

    @Test
    void what_a_login_profile_prints_before_the_mark_is_skipped_and_the_rest_of_its_line_given() throws IOException {
        RecordReader reader = reader("Welcome!\n=ke=key 7 dash\n1 e 0 \n\n");
        assertThat(reader.skipTo("=key")).isEqualTo(" 7 dash");
        assertThat(reader.next().type()).isEqualTo('e');
    }

    @Test
    void skipping_takes_the_mark_and_not_a_byte_more() throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream("x==mrest".getBytes(StandardCharsets.US_ASCII));
        RecordReader.skip(in, "=m");
        assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("rest");
    }

    @Test
    void a_channel_without_the_mark_has_ended() {
        assertThatThrownBy(() -> reader("Permission denied\n").skipTo("=key")).isInstanceOf(EOFException.class);
    }

    private static RecordReader reader(String sent) {
        return new RecordReader(new ByteArrayInputStream(sent.getBytes(StandardCharsets.UTF_8)));
    }
}
