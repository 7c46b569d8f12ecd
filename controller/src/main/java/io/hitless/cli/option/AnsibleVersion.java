package io.hitless.cli.option;

import io.hitless.config.Configuration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The version of commands with Ansible's names: that of the compatible ansible-core. */
public final class AnsibleVersion implements IVersionProvider {
    private static final String LIKE = "2.19.0";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public String[] getVersion() {
        return of(Objects.requireNonNull(spec).name());
    }

    /** The lines for a command of that name. */
    public static String[] of(String name) {
        return new String[] {
            name + " [core " + LIKE + "]",
            "  config file = "
                    + Objects.requireNonNullElse(Configuration.current().file(), "None"),
            "  hitless version = " + Version.number()
        };
    }
}
