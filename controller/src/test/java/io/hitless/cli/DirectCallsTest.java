package io.hitless.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build's {@code DirectCalls} changes how classes do things, and not what they do. */
class DirectCallsTest {
    private static final Path PROGRAM = Path.of("src/launch/DirectCalls.java").toAbsolutePath();

    @TempDir
    Path classes = Path.of("unset");

    @Test
    void changed_classes_do_the_same() throws Exception {
        Path copies = Files.createDirectories(classes.resolve("io/hitless/cli"));
        for (Class<?> type : List.of(
                Sample.class, Sample.Colour.class, Sample.Pair.class, Sample.Numbers.class, Sample.Empty.class)) {
            String name = type.getName().replaceFirst(".*\\.", "") + ".class";
            try (InputStream content = Objects.requireNonNull(type.getResourceAsStream(name))) {
                Files.copy(content, copies.resolve(name));
            }
        }
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        classes.toString(),
                        PROGRAM.toString(),
                        classes.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(program.waitFor()).isZero();
        try (Stream<Path> files = Files.list(copies)) {
            assertThat(files.toList())
                    .hasSize(5)
                    .allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .doesNotContain("SwitchBootstraps", "ObjectMethods"));
        }
        try (URLClassLoader changed =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, null)) {
            Object result = changed.loadClass(Sample.class.getName())
                    .getDeclaredMethod("everything")
                    .invoke(null);
            assertThat(result).isEqualTo(Sample.everything());
        }
    }

    /** All kinds of what is replaced, and its corner cases. */
    public interface Sample {
        enum Colour {
            RED,
            GREEN,
            BLUE
        }

        record Pair(@Nullable Object first, String second) {}

        record Numbers(boolean a, byte b, char c, short d, int e, long f, float g, double h, int[] i) {}

        record Empty() {}

        static String everything() {
            StringJoiner out = new StringJoiner("\n");
            int[] array = {1};
            Object[] values = {
                "red",
                "blue",
                "",
                1,
                2L,
                'c',
                Colour.RED,
                Colour.BLUE,
                new Pair(null, "b"),
                new Pair(1, "b"),
                new Empty(),
                new int[0],
                3.5
            };
            for (@Nullable Object value : values) {
                out.add(kind(value))
                        .add(word(value instanceof String text ? text : null))
                        .add(colour(value instanceof Colour it ? it : null));
            }
            Numbers one = new Numbers(true, (byte) -1, 'x', (short) -2, 3, 1L << 40, 0.0f, Double.NaN, array);
            Numbers other = new Numbers(true, (byte) -1, 'x', (short) -2, 3, 1L << 40, -0.0f, Double.NaN, array);
            Numbers same = new Numbers(true, (byte) -1, 'x', (short) -2, 3, 1L << 40, 0.0f, Double.NaN, array);
            out.add(one.toString().replaceFirst("@.*", ""))
                    .add("" + one.equals(other) + one.equals(same) + one.equals(null) + one.equals("x"));
            out.add("" + (one.hashCode() == same.hashCode())
                    + new Numbers(false, (byte) 1, 'y', (short) 2, 4, 5, 6, 7, array).equals(one));
            Pair pair = new Pair(null, "b");
            out.add(pair.toString())
                    .add("" + pair.hashCode() + pair.equals(new Pair(null, "b")) + pair.equals(new Pair(null, "c"))
                            + pair.equals(new Pair("", "b")));
            return out.add(new Empty() + "" + new Empty().hashCode() + new Empty().equals(new Empty()))
                    .toString();
        }

        static String kind(@Nullable Object value) {
            return switch (value) {
                case null -> "null";
                case String text when text.isEmpty() -> "empty";
                case String text when text.startsWith("r") -> "r-text";
                case CharSequence _ -> "text";
                case Integer _, Long _ -> "number";
                case Colour colour when colour == Colour.RED -> "red colour";
                case Pair(Integer first, String second) -> first + second;
                case Pair(var _, String second) -> second;
                case int[] _ -> "array";
                case Record record -> record.toString();
                default -> "other";
            };
        }

        static String word(@Nullable String value) {
            return switch (value) {
                case null -> "no word";
                case "red" -> "RED";
                case "" -> "EMPTY";
                default -> "other word";
            };
        }

        static String colour(@Nullable Colour value) {
            return switch (value) {
                case null -> "no colour";
                case GREEN, BLUE -> "cold";
                case RED -> "warm";
            };
        }
    }
}
