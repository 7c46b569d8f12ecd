package io.hitless.cli.option;

import io.hitless.cli.output.Callback;
import io.hitless.config.Configuration;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The version that commands with Ansible's names print: that of the ansible-core they are compatible with. */
public final class AnsibleVersion implements IVersionProvider {
    private static final String LIKE = "2.19.0";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public String[] getVersion() {
        return of(Objects.requireNonNull(spec).name());
    }

    /** Returns the lines of {@code --version} for the command with this name. */
    public static String[] of(String name) {
        Configuration config = Configuration.current();
        return new String[] {
            name + " [core " + LIKE + "]",
            "  config file = " + Objects.requireNonNullElse(config.file(), "None"),
            "  configured module search path = "
                    + paths(config, "DEFAULT_MODULE_PATH").collect(Collectors.joining("', '", "['", "']")),
            "  ansible collection location = "
                    + paths(config, "COLLECTIONS_PATHS").collect(Collectors.joining(":")),
            "  hitless version = " + Version.number()
        };
    }

    private static Stream<String> paths(Configuration config, String setting) {
        return config.paths(setting).stream().map(Path::toString);
    }

    /**
     * Prints what Ansible's commands print before a run: with {@code -v} which configuration they use, with {@code -vv}
     * also the version. JSON stays JSON.
     *
     * @param verbosity the number of {@code -v}
     */
    public static void announce(String name, int verbosity, Callback callback, PrintStream out) {
        if (callback == Callback.JSON || verbosity < 1) {
            return;
        }
        if (verbosity > 1) {
            Stream.of(of(name)).forEach(out::println);
        }
        Path file = Configuration.current().file();
        out.println(file == null ? "No config file found; using defaults" : "Using " + file + " as config file");
    }
}
