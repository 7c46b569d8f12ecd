package io.hitless.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class CleanStreamTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = CleanStream.printing(bytes, true);

    private String printed() {
        out.flush();
        return bytes.toString(UTF_8);
    }

    @Test
    void our_colours_come_through_and_those_of_hosts_do_not() {
        out.println(Style.OK.paint("ok: [\u001b[31mh1\u001b[0m]"));
        assertThat(printed()).isEqualTo("\u001b[32mok: [\\u001b[31mh1\\u001b[0m]\u001b[0m\n");
    }

    @Test
    void what_hosts_print_is_spelled_out_however_it_is_cut() {
        String evil = "\u001b]0;pwn\u0007 \u009b2J \u202eexe.txt\u2066 \u200b\u007f\r\n\ttab ü ✓ \ud83d\ude80";
        byte[] all = evil.getBytes(UTF_8);
        for (byte one : all) {
            out.write(one);
        }
        out.print(evil);
        String clean =
                "\\u001b]0;pwn\\u0007 \\u009b2J \\u202eexe.txt\\u2066 \\u200b\\u007f\\u000d\n\ttab ü ✓ \ud83d\ude80";
        assertThat(printed()).isEqualTo(clean + clean);
    }

    @Test
    void a_mark_that_is_cut_is_still_one() {
        for (byte one : Style.FAILED.paint("no").getBytes(UTF_8)) {
            out.write(one);
        }
        assertThat(printed()).isEqualTo("\u001b[31mno\u001b[0m");
    }

    @Test
    void the_beginning_of_a_mark_that_is_none_is_spelled_out() {
        out.print("\u001b");
        out.print("[31mred");
        assertThat(printed()).isEqualTo("\\u001b[31mred");
        out.print("last\u001b");
        out.close();
        assertThat(bytes.toString(UTF_8)).isEqualTo("\\u001b[31mredlast\\u001b");
    }

    @Test
    void bytes_that_are_no_text_are_replaced() {
        out.write(new byte[] {'a', (byte) 0x9b, 'b', (byte) 0xff, '\n'}, 0, 5);
        assertThat(printed()).isEqualTo("a\ufffdb\ufffd\n");
    }

    @Test
    void long_texts_come_through_whole() {
        String text = "✓ü".repeat(50_000);
        out.print(text);
        assertThat(printed()).isEqualTo(text);
    }
}
