package io.hitless.cli;

import io.hitless.agent.AgentSession;
import io.hitless.agent.HostSession;
import io.hitless.event.EventSink;
import io.hitless.inventory.Host;
import io.hitless.inventory.HostLayers;
import io.hitless.inventory.HostPattern;
import io.hitless.inventory.Inventory;
import io.hitless.inventory.InventoryReader;
import io.hitless.inventory.Selection;
import io.hitless.inventory.VarsLayer;
import io.hitless.module.ModuleCatalog;
import io.hitless.playbook.Play;
import io.hitless.playbook.PlaybookLoader;
import io.hitless.playbook.Policy;
import io.hitless.playbook.Tags;
import io.hitless.playbook.Templates;
import io.hitless.report.AdHocConsole;
import io.hitless.report.Console;
import io.hitless.report.Progress;
import io.hitless.rollout.Plan;
import io.hitless.rollout.PlanCheck;
import io.hitless.run.LockSurvey;
import io.hitless.run.Mode;
import io.hitless.run.Operator;
import io.hitless.run.PlaybookRun;
import io.hitless.run.RunContext;
import io.hitless.run.RunSettings;
import io.hitless.run.SshArguments;
import io.hitless.run.Terms;
import io.hitless.source.Fingerprint;
import io.hitless.source.Inputs;
import io.hitless.source.Problems;
import io.hitless.source.SourceFile;
import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import io.hitless.store.Caller;
import io.hitless.store.GitState;
import io.hitless.store.NewRun;
import io.hitless.store.RunId;
import io.hitless.store.RunJournal;
import io.hitless.template.Template;
import io.hitless.transport.ConnectFailure;
import io.hitless.transport.Connector;
import io.hitless.transport.Target;
import io.hitless.value.Redactor;
import io.hitless.vars.ExtraVars;
import io.hitless.vars.RunInfo;
import io.hitless.vars.Seal;
import io.hitless.vars.Variables;
import io.hitless.vars.Vault;
import io.hitless.vars.VaultSecret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the commands work with, made of their options: inventory, modules, variables, the way to hosts and out to the terminal. */
final class Workplace implements AutoCloseable {
    private final Redactor redactor = new Redactor();
    private final ModuleCatalog modules = ModuleCatalog.builtIn();
    private final @Nullable Connector connector;
    private final InventoryOptions inventoryOptions;
    private final ConnectionOptions connection;
    private final RunOptions run;
    private final Vault vault;
    private final Seal seal;
    private final Inventory inventory;
    private final PlaybookLoader loader;
    private final Map<String, Template> extraVars;
    private final Path baseDir;
    private final Set<Path> varsFiles = new HashSet<>();
    private @Nullable Plan plan;
    private Set<String> begunHosts = Set.of();

    private Workplace(
            @Nullable Connector connector, InventoryOptions inventoryOptions, ConnectionOptions connection, RunOptions run, List<Path> playbooks) {
        this.connector = connector;
        this.inventoryOptions = inventoryOptions;
        this.connection = connection;
        this.run = run;
        List<VaultSecret> passwords = VaultPasswords.of(inventoryOptions);
        this.vault = new Vault(passwords, redactor::add);
        this.seal = new Seal(passwords);
        this.inventory = InventoryReader.read(sources(inventoryOptions), vault::decrypt);
        this.extraVars = ExtraVars.parse(inventoryOptions.extraVars, Templates.with(vault::decrypt));
        if (extraVars.containsKey(Policy.VARIABLE)) {
            throw new UserError(null, "'hitless' has no effect with -e", "write it under the play's 'vars'; values in it may be templates of variables that -e sets");
        }
        this.loader = new PlaybookLoader(modules, vault::decrypt, PlaybookLoader.defaultRolePaths(), extraVars, Workplace::warn);
        Path first = playbooks.isEmpty() ? Path.of("") : playbooks.getFirst();
        Path beside = first.toAbsolutePath().getParent();
        this.baseDir = playbooks.isEmpty() || beside == null ? Path.of("").toAbsolutePath() : beside;
    }

    /**
     * The way to hosts comes first: it warms its ciphers up while inventory and playbooks are read.
     *
     * @throws UserError if the inventory, the variables or the ssh configuration can't be read
     */
    static Workplace of(InventoryOptions inventory, ConnectionOptions connection, RunOptions run, List<Path> playbooks) {
        return new Workplace(Connections.of(connection), inventory, connection, run, playbooks).warned();
    }

    /** One that reaches no host, for commands that only look at what is written. */
    static Workplace withoutHosts(InventoryOptions inventory) {
        return new Workplace(null, inventory, new ConnectionOptions(), new RunOptions(), List.of()).warned();
    }

    private Workplace warned() {
        inventory.warnings().forEach(text -> warn(new UserError(text)));
        refuseNobody();
        return this;
    }

    @Override
    public void close() {
        if (connector != null) {
            connector.close();
        }
    }

    // A slip in --limit must not look like a run in which all went well.
    private void refuseNobody() {
        if (inventory.hosts().isEmpty()) {
            warn(new UserError(
                    sources(inventoryOptions).isEmpty()
                            ? "no inventory was given, so only localhost is known; name one with -i"
                            : "the inventory has no hosts, so only localhost is known"));
        }
        String limit = inventoryOptions.limit;
        if (limit == null) {
            return;
        }
        Selection limited = HostPattern.limit(limit).select(inventory);
        if (limited.hosts().isEmpty()) {
            List<String> names = Stream.concat(inventory.hosts().keySet().stream(), inventory.groups().keySet().stream()).toList();
            String hint = Suggestion.didYouMean(limit, names);
            throw new UserError(
                    null,
                    "--limit " + limit + " picks no host of the inventory",
                    hint != null ? hint : "'hitless inventory --graph' shows its hosts and groups");
        }
        limited.unmatched().forEach(part -> warn(new UserError("--limit: no host or group fits '" + part + "'")));
    }

    Inventory inventory() {
        return inventory;
    }

    /** Where the inventory is read from, as it was given. */
    List<String> sources() {
        return sources(inventoryOptions);
    }

    PlaybookLoader loader() {
        return loader;
    }

    /** What the run is made from, as far as it is known now: an include with a template for a name is read when it is come to. */
    Inputs inputs() {
        Set<Path> read = new HashSet<>(loader.files());
        read.addAll(varsFiles);
        return InputFiles.of(inventory, sources(inventoryOptions), inventoryOptions.extraVars, read, this::inventoryVars);
    }

    /** The fingerprint of the {@link #inputs}: files are read on a thread of its own, so that nothing waits for it. */
    Future<String> fingerprint() {
        Inputs inputs = inputs();
        return CompletableFuture.supplyAsync(
                () -> Fingerprint.of(inputs).written(), task -> Thread.ofPlatform().daemon().name("fingerprint").start(task));
    }

    /** The text without any secret that is known. */
    String redacted(String text) {
        return redactor.redact(text);
    }

    /**
     * Holds what is carried out to a plan.
     *
     * @param begun hosts that an earlier part of the rollout has come to
     * @throws UserError naming the files that are no longer what the plan was made from
     */
    void follow(Plan its, Set<String> begun) {
        PlanCheck.inputs(its, inputs());
        plan = its;
        begunHosts = begun;
    }

    /** Foresees what plays would do; hosts are left as they are. */
    PlaybookRun.Verdict foresee(
            List<List<Play>> plays, List<String> playbooks, TagOptions tags, boolean forceHandlers, Mode.Foresee mode, EventSink sink) {
        RunSettings settings = settings(tags.toTags(), tags, forceHandlers, true).in(mode);
        Variables variables = variables(settings.tags());
        try (Interrupt _ = new Interrupt(null)) {
            return foreseeing(plays, playbooks, new Typed()).carryOut(settings, variables, sink);
        } finally {
            varsFiles.addAll(variables.filesRead());
        }
    }

    private Foreseeing foreseeing(List<List<Play>> plays, List<String> playbooks, Operator operator) {
        return new Foreseeing(modules, loader, extraVars.keySet(), redactor, this::session, operator, plays, playbooks);
    }

    private HostSession session(Target target) throws ConnectFailure, InterruptedException {
        return new AgentSession(Objects.requireNonNull(connector).connect(target));
    }

    /** What inventory and variable files say of a host, as written: templates stay templates, as ansible-inventory shows them. */
    Map<String, @Nullable Object> inventoryVars(Host host) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        for (VarsLayer layer : new HostLayers(inventory, List.of(baseDir), vault::decrypt).of(host)) {
            layer.vars().forEach((name, node) -> out.put(name, node.plain()));
        }
        return out;
    }

    /** Where roles, group_vars and host_vars of the playbooks are looked for. */
    Path baseDir() {
        return baseDir;
    }

    /** The record of a run of these playbooks. */
    NewRun newRun(String kind, List<String> playbooks, @Nullable Future<@Nullable GitState> git, @Nullable Future<String> fingerprint, List<String> arguments) {
        return new NewRun(
                RunId.fresh(),
                kind,
                run.check,
                Path.of("").toAbsolutePath(),
                playbooks,
                sources(inventoryOptions),
                git,
                fingerprint,
                Version.number(),
                caller(arguments));
    }

    /** Who gives this command. */
    Caller caller(List<String> arguments) {
        return Caller.here(System.getenv(), arguments.stream().map(redactor::redact).toList());
    }

    /** What the vault password opens of a journal. */
    Seal seal() {
        return seal;
    }

    /** Runs plays, shows them as ansible-playbook would, and writes them down. */
    int carryOut(List<List<Play>> plays, List<String> playbooks, TagOptions tags, boolean forceHandlers, Undertaking undertaking) {
        // The journal has the diffs also where the screen has none.
        RunSettings settings = settings(tags.toTags(), tags, forceHandlers, true);
        Console console = new Console(System.out, new Console.Options(Terminal.hasColour(), run.verbosity(), run.diff));
        if (!Terminal.isInteractive()) {
            return carryOut(plays, playbooks, settings, console, undertaking);
        }
        Progress progress = new Progress(System.out, Terminal.width(), console);
        try {
            return carryOut(plays, playbooks, settings, progress, undertaking);
        } finally {
            progress.stop();
        }
    }

    /** Asks the hosts of a pattern which rollouts have them. */
    LockSurvey lockSurvey(String pattern, EventSink sink) throws InterruptedException {
        Play play = loader.load(new SourceFile("locks", "- hosts: " + RunOutput.json(pattern) + "\n  gather_facts: false\n"), baseDir).getFirst();
        RunSettings settings = settings(Tags.ALL, new TagOptions(), false, false);
        return new LockSurvey(
                new RunContext(
                        settings, modules, loader, variables(Tags.ALL), extraVars.keySet(), redactor, seal, this::session, new Typed(), sink, Terms.NONE),
                play);
    }

    /** Runs one module and shows it as ansible would. */
    int carryOutAdHoc(List<Play> plays) {
        TagOptions none = new TagOptions();
        EventSink console = new AdHocConsole(System.out, new Console.Options(Terminal.hasColour(), run.verbosity(), run.diff));
        return carryOut(List.of(plays), List.of(), settings(Tags.ALL, none, false, run.diff), console, Undertaking.NONE);
    }

    private int carryOut(
            List<List<Play>> plays, List<String> playbooks, RunSettings settings, EventSink screen, Undertaking undertaking) {
        RunJournal journal = undertaking.journal();
        EventSink sink = journal == null ? screen : event -> {
            screen.on(event);
            journal.on(event);
        };
        Answered operator = new Answered(new Typed());
        Variables variables = variables(settings.tags());
        RunContext context = new RunContext(
                settings, modules, loader, variables, extraVars.keySet(), redactor, seal, this::session, operator, sink,
                undertaking.terms(operator));
        if (plan != null) {
            Foreseeing foreseeing = foreseeing(plays, playbooks, operator.again());
            context.guardedBy(new PlanCheck(
                    plan, begunHosts, (hosts, salt) -> foreseeing.forecast(settings.in(new Mode.Foresee(salt, hosts)), variables.copy())));
        }
        PlaybookRun playbookRun = new PlaybookRun(context, plays);
        try (Interrupt _ = new Interrupt(journal == null || settings.check() ? null : playbookRun::stopAfterBatch)) {
            PlaybookRun.Verdict verdict = playbookRun.carryOut(playbooks);
            if (journal != null) {
                journal.finish(undertaking.state(verdict));
                undertaking.advice(verdict).forEach(System.err::println);
            }
            return ExitCode.of(verdict);
        } catch (UserError e) {
            redacted(e).throwIfAny();
            throw e;
        }
    }

    private Problems redacted(UserError mistake) {
        Problems told = new Problems();
        for (UserError one : mistake.each()) {
            told.add(new UserError(one.span(), redactor.redact(one.what()), one.hint() == null ? null : redactor.redact(one.hint())));
        }
        return told;
    }

    private Variables variables(Tags tags) {
        RunInfo info = new RunInfo(
                run.check, run.diff, run.verbosity(), run.forks, List.copyOf(tags.only()), List.copyOf(tags.skip()), inventoryOptions.sources,
                inventoryOptions.limit);
        return new Variables(inventory, loader.templates(), extraVars, info, baseDir);
    }

    private RunSettings settings(Tags tags, TagOptions options, boolean forceHandlers, boolean diff) {
        if (run.forks < 1) {
            throw new UserError("--forks wants a number of at least 1");
        }
        if (options.step && !Terminal.canAsk()) {
            throw new UserError("there is no terminal to ask on, and --step asks before each task");
        }
        Map<String, String> ssh = new HashMap<>();
        SshArguments.addTo(ssh, connection.sshArguments);
        return new RunSettings(
                run.forks,
                run.check ? new Mode.Check() : new Mode.Apply(),
                diff,
                tags,
                options.step,
                options.startAtTask,
                forceHandlers,
                inventoryOptions.limit,
                new RunSettings.Login(
                        connection.user,
                        secret(connection.askPassword, "SSH password"),
                        connection.privateKey,
                        connection.connection,
                        ssh,
                        Duration.ofSeconds(connection.timeout),
                        2),
                new RunSettings.Elevation(
                        connection.become,
                        connection.becomeMethod,
                        connection.becomeUser,
                        secret(connection.askBecomePassword, "BECOME password")),
                Duration.ofSeconds(run.taskTimeout));
    }

    private @Nullable String secret(boolean wanted, String prompt) {
        if (!wanted) {
            return null;
        }
        String typed = Terminal.ask(prompt, false);
        if (typed == null) {
            throw new UserError("there is no terminal to ask for the " + prompt + " on");
        }
        redactor.add(typed);
        return typed;
    }

    private static List<String> sources(InventoryOptions options) {
        if (!options.sources.isEmpty()) {
            return options.sources;
        }
        String environment = System.getenv("ANSIBLE_INVENTORY");
        return environment == null || environment.isBlank() ? List.of() : List.of(environment);
    }

    private static void warn(UserError warning) {
        System.err.println("[WARNING]: " + warning.getMessage());
    }

    /** The operator at the bastion's terminal. */
    private static final class Typed implements Operator {
        private boolean all;

        @Override
        public boolean confirms(String task) {
            if (all) {
                return true;
            }
            String answer = Terminal.ask("Perform task: " + task + " (N)o/(y)es/(c)ontinue", true);
            all = answer != null && answer.startsWith("c");
            return answer != null && (all || answer.startsWith("y"));
        }

        @Override
        public @Nullable String ask(String prompt, boolean echo) {
            return Terminal.ask(prompt, echo);
        }
    }
}
