package io.hitless.haproxy.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.haproxy.MutatedConfigs;
import io.hitless.haproxy.SampleConfigs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Files of HAProxy's configuration, read and written back. */
class HaproxyFileTest {
    private static final int MUTANTS = Integer.getInteger("haproxy.mutants", 10_000);

    @TempDir
    private Path dir;

    private static HaproxyFile read(String text) {
        return HaproxyFile.read("haproxy.cfg", text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> titles(HaproxyFile file) {
        return file.sections().stream().map(ConfigSection::title).toList();
    }

    @TestFactory
    Stream<DynamicTest> every_sample_is_written_back_to_the_same_bytes() {
        Map<String, byte[]> ours = SampleConfigs.ours();
        assertThat(ours.size()).isGreaterThanOrEqualTo(60);
        return Stream.of(ours, SampleConfigs.examples())
                .flatMap(samples -> samples.entrySet().stream())
                .map(sample -> DynamicTest.dynamicTest(
                        sample.getKey(),
                        () -> assertThat(HaproxyFile.read(sample.getKey(), sample.getValue())
                                        .bytes())
                                .isEqualTo(sample.getValue())));
    }

    @Test
    void damaged_files_are_read_without_loss_too() {
        MutatedConfigs mutants =
                new MutatedConfigs(14, List.copyOf(SampleConfigs.ours().values()));
        for (int i = 0; i < MUTANTS; i++) {
            byte[] bytes = mutants.next();

            assertThat(HaproxyFile.read("mutant", bytes).bytes())
                    .as("mutant %s", i)
                    .isEqualTo(bytes);
        }
    }

    @Test
    void every_byte_survives() {
        byte[] bytes = new byte[256 * 256 * 2];
        for (int i = 0; i < bytes.length / 2; i++) {
            bytes[2 * i] = (byte) (i / 256);
            bytes[2 * i + 1] = (byte) i;
        }

        assertThat(HaproxyFile.read("bytes", bytes).bytes()).isEqualTo(bytes);
    }

    @Test
    void a_section_has_a_name_and_may_ask_for_defaults() {
        HaproxyFile file = read("""
            # before
            global
            defaults
            defaults base
            defaults slow from base
            defaults from base
            frontend web from slow
            backend "shop"
            """);

        assertThat(titles(file))
                .containsExactly(
                        "",
                        "global",
                        "defaults",
                        "defaults base",
                        "defaults slow",
                        "defaults",
                        "frontend web",
                        "backend shop");
        assertThat(file.sections().stream().map(ConfigSection::from))
                .containsExactly(null, null, null, null, "base", "base", "slow", null);
    }

    @Test
    void sections_of_all_kinds_begin_where_their_keyword_is_the_first_word() {
        for (SectionKind kind : SectionKind.values()) {
            if (kind != SectionKind.NONE) {
                assertThat(titles(read("  '" + kind.keyword() + "' x # comment\n\tline " + kind.keyword() + "\n")))
                        .containsExactly(kind.keyword() + " x");
            }
        }
    }

    @Test
    void a_line_knows_what_it_is_and_where() {
        List<ConfigLine> lines = read("global\n\n # note\n  maxconn 10\n .if \"$A\"\n\t\"open\n [lab]")
                .sections()
                .getFirst()
                .lines();

        assertThat(lines.stream().map(line -> line.getClass().getSimpleName() + " " + line.place()))
                .containsExactly(
                        "Begin haproxy.cfg:1:1",
                        "Blank haproxy.cfg:2:1",
                        "Blank haproxy.cfg:3:1",
                        "Setting haproxy.cfg:4:3",
                        "Directive haproxy.cfg:5:2",
                        "Unreadable haproxy.cfg:6:2",
                        "Unreadable haproxy.cfg:7:2");
        assertThat(lines.get(3).words().getLast().place()).isEqualTo(new ConfigPlace("haproxy.cfg", 4, 11));
    }

    @Test
    void an_empty_word_ends_the_arguments() {
        assertThat(read("option \"\" httplog\n")
                        .sections()
                        .getFirst()
                        .lines()
                        .getFirst()
                        .words())
                .extracting(ConfigWord::text)
                .containsExactly("option");
    }

    @Test
    void a_directory_is_read_in_the_order_of_bytes_and_without_hidden_files() throws IOException {
        for (String name : List.of("b.cfg", "a.cfg", "B.cfg", "\u00e4.cfg", ".c.cfg", "d.conf", "10.cfg", "9.cfg")) {
            Files.writeString(dir.resolve(name), "backend " + name + "\n");
        }
        Files.createDirectory(dir.resolve("e.cfg"));
        Path first = Files.writeString(dir.resolve("first"), "global\n");

        List<String> titles = new ArrayList<>();
        HaproxyConfig.read(List.of(first, dir)).sections().forEach(section -> titles.add(section.title()));

        assertThat(titles)
                .containsExactly(
                        "global",
                        "backend 10.cfg",
                        "backend 9.cfg",
                        "backend B.cfg",
                        "backend a.cfg",
                        "backend b.cfg",
                        "backend \u00e4.cfg");
    }
}
