package io.hitless.cli.option;

import io.hitless.config.Configuration;
import java.util.Objects;
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
        return new String[] {
            name + " [core " + LIKE + "]",
            "  config file = "
                    + Objects.requireNonNullElse(Configuration.current().file(), "None"),
            "  hitless version = " + Version.number()
        };
    }
}
