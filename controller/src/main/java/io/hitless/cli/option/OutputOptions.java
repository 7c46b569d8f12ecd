package io.hitless.cli.option;

import io.hitless.cli.output.Callback;
import io.hitless.cli.output.Display;
import io.hitless.cli.output.LogFile;
import io.hitless.cli.output.OutputSink;
import io.hitless.cli.output.Outputs;
import io.hitless.cli.output.Screen;
import io.hitless.cli.output.TreeFiles;
import io.hitless.config.Configuration;
import io.hitless.http.SigningSecret;
import io.hitless.report.export.FindingsExport;
import io.hitless.report.export.RunMetadata;
import io.hitless.report.export.Webhook;
import io.hitless.report.telemetry.RunTelemetry;
import io.hitless.report.telemetry.TelemetrySettings;
import io.hitless.source.Reason;
import io.hitless.source.TextFile;
import io.hitless.source.UserError;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The formats in which a run is reported, and their destinations. */
public final class OutputOptions {
    private static final String SECRET = "HITLESS_WEBHOOK_SECRET";

    /** An output format. */
    enum Format {
        HUMAN,
        JSON,
        JUNIT,
        /** Findings in playbooks as workflow commands for GitHub Actions. */
        GITHUB,
        /** Findings in playbooks as a report of GitLab's code quality. */
        GITLAB,
        /** Findings in playbooks as SARIF, for viewers of static analysis. */
        SARIF;

        static final class Reader implements ITypeConverter<Target> {
            @Override
            public Target convert(String value) {
                String[] parts = value.split("=", 2);
                if (parts.length == 2 && parts[1].isEmpty()) {
                    throw new TypeConversionException("'" + value + "' names no file");
                }
                for (Format form : values()) {
                    if (form.name().equalsIgnoreCase(parts[0])) {
                        return new Target(form, parts.length == 1 || parts[1].equals("-") ? null : Path.of(parts[1]));
                    }
                }
                throw new TypeConversionException(
                        "'" + parts[0] + "' is none of human, json, junit, github, gitlab, sarif");
            }
        }
    }

    /**
     * A format, and its destination.
     *
     * @param file null for standard output
     */
    record Target(Format form, @Nullable Path file) {}

    /** Selects the runs after which a webhook is called. */
    enum When {
        ALWAYS,
        TROUBLE
    }

    @Option(
            names = "--output",
            paramLabel = "FORM[=FILE]",
            converter = Format.Reader.class,
            description = "human (default), json or junit, on standard output or in FILE; github, gitlab or sarif for"
                    + " findings in playbooks before a run; may be given several times")
    private List<Target> targets = List.of();

    @Option(
            names = "--metrics",
            paramLabel = "FILE",
            description = "write metrics of the run to FILE, for node_exporter's textfile collector")
    private @Nullable Path metrics;

    @Option(
            names = "--webhook",
            paramLabel = "URL",
            description = "POST the verdict to URL when the run is over; @FILE reads the URL from a file; may be given"
                    + " several times")
    private List<String> webhooks = List.of();

    @Option(
            names = "--webhook-secret-file",
            paramLabel = "FILE",
            description = "sign the request with the secret in FILE (default: $" + SECRET + ", if set)")
    private @Nullable Path webhookSecret;

    @Option(
            names = "--webhook-when",
            paramLabel = "WHEN",
            defaultValue = "always",
            description = "always (default), or trouble: only if the exit code is not 0")
    private When webhookWhen = When.ALWAYS;

    @Option(
            names = "--webhook-timeout",
            paramLabel = "SECONDS",
            defaultValue = "45",
            description = "how long to retry a webhook (default: ${DEFAULT-VALUE})")
    private int webhookTimeout = 45;

    private @Nullable Path tree;

    /** Also writes the result of each host to a file in this directory. */
    public void toTree(Path directory) {
        tree = directory;
    }

    /** Whether standard output is meant for people, not for programs. */
    public boolean isHuman() {
        return targets.stream().allMatch(target -> target.file() != null || target.form() == Format.HUMAN);
    }

    /**
     * Writes the findings before a run.
     *
     * @param runs whether a run follows: then JSON contains its events instead
     * @param redacted masks secrets
     */
    public void write(FindingsExport found, boolean runs, UnaryOperator<String> redacted) {
        for (Target target : targets) {
            String text = switch (target.form()) {
                case GITHUB -> found.github();
                case GITLAB -> found.gitlab();
                case SARIF -> found.sarif();
                case JSON -> runs ? null : found.json();
                case HUMAN, JUNIT -> null;
            };
            Path where = target.file();
            if (text != null && where == null) {
                System.out.print(redacted.apply(text));
            } else if (text != null && where != null) {
                Path file = writable(where);
                try {
                    Files.writeString(file, redacted.apply(text));
                } catch (IOException e) {
                    throw new UserError("cannot write " + file + ": " + Reason.of(e));
                }
            }
        }
    }

    /** Opens the outputs of a command that reports only at its end: a plan, a drift check. */
    public Outputs open(RunMetadata run, Supplier<Screen> screen) {
        return open(run, Display.PLAIN, screen);
    }

    /**
     * Opens the outputs of a run.
     *
     * @param screen creates the screen, if one is needed
     * @throws UserError if an output can't be opened; the run has not done anything yet
     */
    public Outputs open(RunMetadata run, Display display, Supplier<Screen> screen) {
        if (targets.stream().filter(target -> target.file() == null).count() > 1) {
            throw new UserError(
                    null,
                    "--output: only one form can go to standard output",
                    "write the others to files: --output json=FILE");
        }
        List<OutputSink> outputs = new ArrayList<>();
        SigningSecret secret = webhooks.isEmpty() ? null : secret();
        for (String url : webhooks) {
            outputs.add(new OutputSink.WebhookOutput(
                    new Webhook(address(url), secret, patience()), webhookWhen == When.TROUBLE));
        }
        if (metrics != null) {
            outputs.add(new OutputSink.Metrics(writable(metrics)));
        }
        for (Target target : targets) {
            Path file = target.file() == null ? null : writable(target.file());
            switch (target.form()) {
                case HUMAN -> {
                    if (file != null) {
                        outputs.add(OutputSink.HumanFile.begin(file, run, display));
                    }
                }
                case JSON -> outputs.add(OutputSink.Json.begin(file, run));
                case JUNIT -> outputs.add(new OutputSink.Junit(file));
                case GITHUB, GITLAB, SARIF -> {} // already written, before the run
            }
        }
        if (tree != null) {
            outputs.add(TreeFiles.in(tree));
        }
        if (TelemetrySettings.isWanted(System.getenv())) {
            outputs.add(new OutputSink.Telemetry(RunTelemetry.open(run, System.getenv())));
        }
        LogFile log = LogFile.configured(display);
        if (log != null) {
            outputs.add(log);
        }
        if (display.callback() == Callback.JUNIT) {
            outputs.add(new OutputSink.Junit(junitFile(run)));
        }
        return new Outputs(run, isHuman() ? screen.get() : null, outputs);
    }

    /** The file of Ansible's junit callback; its directory is created. */
    private static Path junitFile(RunMetadata run) {
        Path directory = Configuration.current().paths("junit_output_dir").getFirst();
        String name = run.playbooks().isEmpty()
                ? run.id()
                : String.valueOf(Path.of(run.playbooks().getFirst()).getFileName());
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UserError("cannot create " + directory + ": " + Reason.of(e));
        }
        return writable(directory.resolve(
                name.replaceFirst("\\.\\w+$", "") + "-" + run.started().toEpochMilli() + ".xml"));
    }

    private Webhook.Patience patience() {
        if (webhookTimeout < 1) {
            throw new UserError("--webhook-timeout needs a number of at least 1");
        }
        Duration all = Duration.ofSeconds(webhookTimeout);
        Duration attempt = Webhook.Patience.USUAL.attempt();
        return new Webhook.Patience(attempt.compareTo(all) < 0 ? attempt : all, all, Webhook.Patience.USUAL.pause());
    }

    // Checked now, not after an hour of work.
    private static Path writable(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            throw new UserError(file + " is a directory: it can't be written as a file");
        }
        if (directory == null || !Files.isDirectory(directory)) {
            throw new UserError("there is no directory for " + file);
        }
        if (!Files.isWritable(Files.exists(file) && !Files.isRegularFile(file) ? file : directory)) {
            throw new UserError(file + " can't be written: permission denied");
        }
        return file;
    }

    private static URI address(String given) {
        String text = given.startsWith("@") ? read(Path.of(given.substring(1))) : given;
        try {
            URI url = new URI(text);
            String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            if (!Set.of("http", "https").contains(scheme) || url.getHost() == null || url.getUserInfo() != null) {
                throw new UserError("--webhook needs an http or https URL without a user");
            }
            return url;
        } catch (URISyntaxException e) {
            throw new UserError("--webhook: not a URL: " + e.getReason());
        }
    }

    private @Nullable SigningSecret secret() {
        String text = webhookSecret != null ? secret(webhookSecret) : System.getenv(SECRET);
        return text == null || text.isEmpty() ? null : new SigningSecret(text);
    }

    private static String secret(Path file) {
        try {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                throw new UserError(null, file + " contains a secret, and everybody can read it", "chmod 600 " + file);
            }
        } catch (IOException | UnsupportedOperationException _) {
            // reading the file reports the problem
        }
        return read(file);
    }

    private static String read(Path file) {
        try {
            String text = TextFile.read(file).strip();
            if (text.isEmpty()) {
                throw new UserError(file + " is empty");
            }
            return text;
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + Reason.of(e));
        }
    }
}
