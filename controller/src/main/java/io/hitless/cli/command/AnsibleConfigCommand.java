package io.hitless.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.ExitError;
import io.hitless.cli.output.SettingListing;
import io.hitless.config.Configuration;
import io.hitless.report.Warnings;
import io.hitless.source.SourceReader;
import io.hitless.source.UserError;
import io.hitless.template.filters.JsonText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hitless ansible-config}: shows settings, with the command line of {@code ansible-config}. */
@Command(
        name = "ansible-config",
        description = "Show settings as ansible-config does.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class AnsibleConfigCommand implements Callable<Integer> {
    private static final int INDENT = 4;

    /** The actions. */
    enum Action {
        DUMP,
        INIT,
        LIST,
        VALIDATE,
        VIEW
    }

    @Parameters(index = "0", paramLabel = "ACTION", description = "dump, init, list, validate or view")
    private Action action = Action.DUMP;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "this file, in place of the one that is found")
    private @Nullable Path file;

    @Option(
            names = {"--only-changed", "--changed-only"},
            description = "only settings that somebody set")
    private boolean onlyChanged;

    @Option(names = "--disabled", description = "with init: each setting as a comment")
    private boolean disabled;

    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            defaultValue = "display",
            description = "display, json or yaml; with validate: ini or env")
    private String format = "display";

    @Option(
            names = {"-t", "--type"},
            paramLabel = "TYPE",
            description = "accepted, no effect: settings of plugins are shown by 'hitless config'")
    void type(String any) {}

    @Option(
            names = {"-v", "--verbose"},
            description = "accepted, no effect")
    void verbose(boolean any) {}

    @Override
    public Integer call() throws JsonProcessingException {
        Configuration config = config();
        switch (action) {
            case DUMP -> dump(config);
            case LIST -> System.out.println(text(SettingListing.list(), format.equals("json")));
            case INIT -> SettingListing.template(disabled).forEach(System.out::println);
            case VALIDATE -> validate(config, format.equals("env"));
            case VIEW -> System.out.print(view(config));
        }
        return ExitCode.OK;
    }

    private Configuration config() {
        if (file == null) {
            return Configuration.current();
        }
        if (!Files.isReadable(file)) {
            throw new ExitError(new UserError("there is no settings file " + file), ExitCode.MISUSE, List.of());
        }
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("ANSIBLE_CONFIG", file.toString());
        return Configuration.read(Path.of("").toAbsolutePath(), environment, Warnings::print);
    }

    private void dump(Configuration config) throws JsonProcessingException {
        if (format.equals("display")) {
            SettingListing.dump(config, onlyChanged).forEach(System.out::println);
        } else {
            System.out.println(text(SettingListing.values(config, onlyChanged), format.equals("json")));
        }
    }

    private static void validate(Configuration config, boolean environment) {
        List<String> unknown = environment ? config.unknownVariables() : config.unknown();
        if (!unknown.isEmpty()) {
            String where = environment ? "the environment" : String.valueOf(config.file());
            throw new UserError(where + " has settings that do not exist: " + String.join(", ", unknown));
        }
        System.out.println("all settings are known");
    }

    private static String view(Configuration config) {
        Path found = config.file();
        if (found == null) {
            throw new UserError("there is no ansible.cfg");
        }
        return SourceReader.read(found).text();
    }

    private static String text(Object value, boolean json) throws JsonProcessingException {
        if (json) {
            return JsonText.indented(value, INDENT);
        }
        ObjectMapper mapper = new ObjectMapper(new YAMLFactory()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES));
        return mapper.enable(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsString(value)
                .stripTrailing();
    }
}
