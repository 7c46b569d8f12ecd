import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Links the Java runtime of the packages, with the modules that the jars use, then runs the script that makes the
 * packages: {@code java Packages.java TARGET RUNTIME SCRIPT VERSION ARCH [JMODS]}. With the jmods of another platform,
 * the runtime is for that one. The JDK that runs this does it, so its version is the runtime's.
 */
final class Packages {
    /**
     * Named by libraries for parts of theirs that nothing here calls: images and beans. Without it the runtime needs no
     * fonts and no window system, and is smaller.
     */
    private static final Set<String> LEFT_OUT = Set.of("java.desktop");

    /**
     * Found at run time, so that jdeps does not see them: jars as file systems, encodings, Unsafe. The last two would
     * come with java.desktop.
     */
    private static final Set<String> ADDED =
            Set.of("jdk.zipfs", "jdk.charsets", "jdk.unsupported", "java.logging", "java.xml");

    private Packages() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path target = Path.of(args[0]);
        Path runtime = Path.of(args[1]);
        link(target, runtime, args.length > 5 ? args[5] : "");
        ProcessBuilder make = new ProcessBuilder(args[2], args[3], args[4], runtime.toString()).inheritIO();
        make.environment()
                .put(
                        "JAVA",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
        int status = make.start().waitFor();
        if (status != 0) {
            System.exit(status);
        }
    }

    private static void link(Path target, Path runtime, String jmods) throws IOException {
        List<String> jdeps = new ArrayList<>(List.of("--ignore-missing-deps", "--multi-release"));
        jdeps.addAll(List.of(Integer.toString(Runtime.version().feature()), "--print-module-deps"));
        jdeps.add(target.resolve("hitless.jar").toString());
        try (DirectoryStream<Path> files = Files.newDirectoryStream(target.resolve("lib"), "*.jar")) {
            files.forEach(file -> jdeps.add(file.toString()));
        }
        String used = run("jdeps", jdeps).lines().toList().getLast().strip(); // after warnings
        Set<String> modules = new TreeSet<>(Arrays.asList(used.split(",", -1)));
        modules.removeAll(LEFT_OUT);
        modules.addAll(ADDED);
        System.out.println("modules of the runtime: " + String.join(" ", modules));
        delete(runtime);
        List<String> jlink =
                new ArrayList<>(List.of("--add-modules", String.join(",", modules), "--output", runtime.toString()));
        if (!jmods.isEmpty()) {
            jlink.addAll(List.of("--module-path", jmods));
        }
        jlink.addAll(List.of("--strip-debug", "--no-header-files", "--no-man-pages", "--compress", "zip-6"));
        run("jlink", jlink);
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static String run(String tool, List<String> arguments) {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out, true);
        int status = ToolProvider.findFirst(tool)
                .orElseThrow(() -> new IllegalStateException("this JDK has no " + tool))
                .run(writer, writer, arguments.toArray(String[]::new));
        if (status != 0) {
            throw new IllegalStateException(tool + " failed: " + out);
        }
        return out.toString();
    }
}
