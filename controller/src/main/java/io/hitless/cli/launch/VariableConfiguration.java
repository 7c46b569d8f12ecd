package io.hitless.cli.launch;

import io.hitless.config.Configuration;
import io.hitless.report.Warnings;
import io.hitless.source.UserError;
import io.hitless.vars.FactCache;
import io.hitless.vars.FactFiles;
import io.hitless.vars.VariableRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/** The settings in {@code ansible.cfg} and the environment for variables and the fact cache. */
public final class VariableConfiguration {
    private VariableConfiguration() {}

    static VariableRules rules() {
        Configuration config = Configuration.current();
        return new VariableRules(
                config.text("DEFAULT_HASH_BEHAVIOUR").equals("merge"),
                config.flag("INJECT_FACTS_AS_VARS"),
                config.flag("DEFAULT_PRIVATE_ROLE_VARS"),
                facts(config));
    }

    /** Clears the fact cache for all hosts. */
    public static void forgetFacts() {
        if (facts(Configuration.current()) instanceof FactFiles files) {
            files.flush();
        }
    }

    private static FactCache facts(Configuration config) {
        String kind = config.text("CACHE_PLUGIN");
        return switch (kind.replaceFirst("^ansible\\.(builtin|legacy)\\.", "")) {
            case "memory" -> FactCache.NONE;
            case "jsonfile" -> {
                Path directory = config.path("CACHE_PLUGIN_CONNECTION");
                if (directory == null) {
                    throw new UserError(
                            null,
                            "fact_caching = jsonfile needs a directory",
                            "set fact_caching_connection in ansible.cfg, or ANSIBLE_CACHE_PLUGIN_CONNECTION");
                }
                yield new FactFiles(
                        directory,
                        config.isSet("CACHE_PLUGIN_PREFIX") ? config.text("CACHE_PLUGIN_PREFIX") : "",
                        Duration.ofSeconds(Objects.requireNonNullElse(config.number("CACHE_PLUGIN_TIMEOUT"), 86400L)),
                        text -> Warnings.print(new UserError(text)));
            }
            default ->
                throw new UserError(
                        null,
                        "fact_caching = " + kind + " is not here: facts are kept in 'memory' or as a 'jsonfile'",
                        "with jsonfile and fact_caching_connection, hitless and Ansible share what is kept");
        };
    }
}
