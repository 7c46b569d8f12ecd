package io.hitless;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What tests need of the machine. A test that lacks it is skipped; with {@code HITLESS_TESTS=all}, as {@code .ci/run}
 * has it, it fails: a green run has looked at everything.
 */
public final class Needed {
    private static final boolean ALL = "all".equals(System.getenv("HITLESS_TESTS"));

    private Needed() {}

    /** Programs that tests run. */
    public static void programs(String... names) {
        for (String name : names) {
            that(isInstalled(name), name + " is not installed");
        }
    }

    public static void root() {
        that("root".equals(System.getProperty("user.name")), "this test is run as root");
    }

    /** @param otherwise why the test is skipped, or fails */
    public static void that(boolean holds, String otherwise) {
        if (!holds && ALL) {
            fail("HITLESS_TESTS=all, but " + otherwise);
        }
        assumeTrue(holds, otherwise);
    }

    public static boolean isInstalled(String program) {
        return Stream.concat(
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(":")),
                        List.of("/usr/bin", "/usr/sbin", "/bin", "/sbin").stream())
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
