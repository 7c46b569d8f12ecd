package io.hitless.haproxy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Damages configurations, the same way each time. */
public final class MutatedConfigs {
    private static final List<String> PIECES = List.of(
            "\"",
            "'",
            "\\",
            "\\x",
            "#",
            "$",
            "${",
            "}",
            "[*]",
            "\n",
            "\r",
            "\0",
            " ",
            "\t",
            ".if ",
            ".endif\n",
            "server ",
            "default-server ",
            "backend ",
            "defaults d from d\n",
            "from ",
            "no ",
            "maxconn ",
            "99999999999999999999",
            "-1",
            ":",
            "[::",
            "@",
            ",",
            "\u00fc");

    private final Random random;
    private final List<byte[]> samples;

    public MutatedConfigs(long seed, List<byte[]> samples) {
        this.random = new Random(seed);
        this.samples = samples;
    }

    /** Returns one of the samples with a few bytes changed, removed, doubled or inserted. */
    public byte[] next() {
        byte[] bytes = samples.get(random.nextInt(samples.size()));
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes = mutated(bytes);
        }
        return bytes;
    }

    private byte[] mutated(byte[] bytes) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + random.nextInt(12));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        switch (random.nextInt(4)) {
            case 0 -> out.write(random.nextInt(256));
            case 1 -> out.writeBytes(PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8));
            case 2 -> {
                out.write(bytes, from, to - from);
                out.write(bytes, from, to - from);
            }
            default -> {} // the range is removed
        }
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }
}
