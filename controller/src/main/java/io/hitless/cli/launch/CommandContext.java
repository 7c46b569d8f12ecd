package io.hitless.cli.launch;

import io.hitless.agent.AgentSession;
import io.hitless.agent.HostSession;
import io.hitless.cli.option.ConnectionOptions;
import io.hitless.cli.option.InventoryOptions;
import io.hitless.cli.option.PlaybookOptions;
import io.hitless.cli.option.TagOptions;
import io.hitless.cli.option.Version;
import io.hitless.inventory.Host;
import io.hitless.inventory.HostLayers;
import io.hitless.inventory.HostPattern;
import io.hitless.inventory.Inventory;
import io.hitless.inventory.InventoryReader;
import io.hitless.inventory.Selection;
import io.hitless.inventory.VarsLayer;
import io.hitless.module.ModuleCatalog;
import io.hitless.playbook.Policy;
import io.hitless.playbook.load.PlaybookLoader;
import io.hitless.playbook.load.Templates;
import io.hitless.report.Warnings;
import io.hitless.report.export.RunMetadata;
import io.hitless.source.Decryption;
import io.hitless.source.Fingerprint;
import io.hitless.source.Inputs;
import io.hitless.source.SourceFile;
import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import io.hitless.store.GitState;
import io.hitless.store.Invoker;
import io.hitless.store.NewRun;
import io.hitless.store.RunId;
import io.hitless.store.RunRecord;
import io.hitless.store.RunScope;
import io.hitless.template.Template;
import io.hitless.transport.ConnectFailure;
import io.hitless.transport.Connector;
import io.hitless.transport.Target;
import io.hitless.value.Redactor;
import io.hitless.value.SecretUse;
import io.hitless.value.Values;
import io.hitless.vars.ExtraVars;
import io.hitless.vars.Passwords;
import io.hitless.vars.ResultCipher;
import io.hitless.vars.RunInfo;
import io.hitless.vars.Variables;
import io.hitless.vars.Vault;
import io.hitless.vars.VaultSecret;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * What a command works with, as its options have it: inventory, modules, playbooks, variables and the way to hosts.
 * {@link RunLauncher} uses it.
 */
public final class CommandContext implements AutoCloseable {
    private final Redactor redactor = new Redactor();
    private final ModuleCatalog modules = ModuleCatalog.builtIn();
    private final @Nullable Connector connector;
    private final InventoryOptions inventoryOptions;
    private final Vault vault;
    private final ResultCipher seal;
    private final Inventory inventory;
    private final PlaybookLoader loader;
    private final Map<String, Template> extraVars;
    private final Path baseDir;
    private final Set<Path> varsFiles = new HashSet<>();
    private final Set<String> passwordsGiven = new LinkedHashSet<>();

    private CommandContext(@Nullable Connector connector, InventoryOptions inventoryOptions, List<Path> playbooks) {
        this.connector = connector;
        this.inventoryOptions = inventoryOptions;
        List<VaultSecret> passwords = VaultPasswords.of(inventoryOptions);
        this.vault = new Vault(passwords, redactor::add);
        this.seal = new ResultCipher(passwords);
        this.inventory = InventoryReader.read(sources(inventoryOptions), vault::decrypt);
        inventory.hosts().keySet().forEach(redactor::addOrdinary);
        inventory.groups().keySet().forEach(redactor::addOrdinary);
        this.extraVars = ExtraVars.parse(inventoryOptions.extraVars, new Templates(vault));
        extraVars.forEach((name, value) -> {
            if (Passwords.isPassword(name) && value instanceof Template.Constant(Object password, var _)) {
                passwordsGiven.add(Values.text(password));
            }
        });
        passwordsGiven.forEach(redactor::add);
        if (extraVars.containsKey(Policy.VARIABLE)) {
            throw new UserError(
                    null,
                    "'hitless' has no effect with -e",
                    "write it under the play's 'vars'; values in it may be templates of variables that -e sets");
        }
        this.loader = new PlaybookLoader(
                modules, new Playbooks(vault, redactor), PlaybookLoader.defaultRolePaths(), extraVars, Warnings::print);
        Path first = playbooks.isEmpty() ? Path.of("") : playbooks.getFirst();
        Path beside = first.toAbsolutePath().getParent();
        this.baseDir = playbooks.isEmpty() || beside == null ? Path.of("").toAbsolutePath() : beside;
    }

    /**
     * The way to hosts comes first: it warms its ciphers up while inventory and playbooks are read.
     *
     * @throws UserError if the inventory, the variables or the ssh configuration can't be read
     */
    public static CommandContext of(InventoryOptions inventory, ConnectionOptions connection, List<Path> playbooks) {
        return new CommandContext(ConnectorFactory.of(connection), inventory, playbooks).warned();
    }

    /** What the options of a command with playbooks name. */
    public static CommandContext of(PlaybookOptions given, List<Path> playbooks) {
        return of(given.inventory, given.connection, playbooks);
    }

    /** One that reaches no host, for commands that only look at what is written. */
    public static CommandContext withoutHosts(InventoryOptions inventory) {
        return new CommandContext(null, inventory, List.of()).warned();
    }

    private CommandContext warned() {
        inventory.warnings().forEach(text -> Warnings.print(new UserError(text)));
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
            Warnings.print(new UserError(
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
            String hint = Suggestion.didYouMean(limit, inventory.names());
            throw new UserError(
                    null,
                    "--limit " + limit + " picks no host of the inventory",
                    hint != null ? hint : "'hitless inventory --graph' shows its hosts and groups");
        }
        limited.unmatched().forEach(part -> {
            String near = Suggestion.didYouMean(part, inventory.names());
            Warnings.print(
                    new UserError("--limit: no host or group fits '" + part + "'" + (near == null ? "" : "; " + near)));
        });
    }

    public Inventory inventory() {
        return inventory;
    }

    ModuleCatalog modules() {
        return modules;
    }

    public PlaybookLoader loader() {
        return loader;
    }

    /** The names that {@code -e} gave values. */
    Set<String> extraVars() {
        return extraVars.keySet();
    }

    /** The variables that a run sees. */
    Variables variables(RunInfo info) {
        return new Variables(inventory, loader.templates(), extraVars, info, baseDir);
    }

    /** The inventory's options, as given. */
    InventoryOptions inventoryOptions() {
        return inventoryOptions;
    }

    /** Files of variables that were come to in a run are inputs too. */
    void alsoRead(Set<Path> files) {
        varsFiles.addAll(files);
    }

    HostSession session(Target target) throws ConnectFailure, InterruptedException {
        return new AgentSession(Objects.requireNonNull(connector).connect(target), "/bin/sh", target.remoteTmp());
    }

    /**
     * What the run is made from, as far as it is known now: an include with a template for a name is read when it is
     * come to.
     */
    public Inputs inputs() {
        Set<Path> read = new HashSet<>(loader.files());
        read.addAll(varsFiles);
        return InputFiles.of(
                inventory, sources(inventoryOptions), inventoryOptions.extraVars, read, this::inventoryVars);
    }

    /** The fingerprint of the {@link #inputs}: files are read on a thread of its own, so that nothing waits for it. */
    public Future<String> fingerprint() {
        Inputs inputs = inputs();
        return CompletableFuture.supplyAsync(
                () -> Fingerprint.of(inputs).written(),
                task -> Thread.ofPlatform().daemon().name("fingerprint").start(task));
    }

    /** Knows the secrets that were come to. */
    Redactor redactor() {
        return redactor;
    }

    /** The text without any secret that is known. */
    public String redacted(String text) {
        return redactor.redact(text);
    }

    /**
     * What inventory and variable files say of a host, as written: templates stay templates, as ansible-inventory shows
     * them.
     */
    public Map<String, @Nullable Object> inventoryVars(Host host) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        for (VarsLayer layer : layers().of(host)) {
            layer.vars().forEach((name, node) -> out.put(name, node.plain()));
        }
        return out;
    }

    /** What inventory and variable files say of hosts. */
    HostLayers layers() {
        return new HostLayers(inventory, List.of(baseDir), vault::decrypt);
    }

    /** A variable of the command line, or null. */
    @Nullable
    Template extraVar(String name) {
        return extraVars.get(name);
    }

    /** Where roles, group_vars and host_vars of the playbooks are looked for. */
    public Path baseDir() {
        return baseDir;
    }

    /** The record of a run of these playbooks. */
    public NewRun newRun(
            String kind,
            boolean check,
            List<String> playbooks,
            TagOptions tags,
            @Nullable Future<@Nullable GitState> git,
            @Nullable Future<String> fingerprint,
            List<String> arguments) {
        Path here = Path.of("").toAbsolutePath();
        List<String> inventories = sources(inventoryOptions);
        List<String> values =
                inventoryOptions.extraVars.stream().map(this::given).toList();
        return new NewRun(
                RunId.fresh(),
                kind,
                check,
                here,
                playbooks,
                inventories,
                git,
                fingerprint,
                Version.number(),
                caller(arguments),
                RunScope.of(here, playbooks, inventories, tags.narrowing(), values));
    }

    /** What is known of a run that begins. */
    public RunMetadata head(NewRun begun) {
        return head(begun.id(), begun.kind(), begun.check(), begun.playbooks(), begun.inventories(), begun.caller());
    }

    /** What is known of a run that goes on. */
    RunMetadata head(RunRecord resumed, Invoker caller) {
        return head(resumed.id(), resumed.kind(), resumed.check(), resumed.playbooks(), resumed.inventories(), caller);
    }

    private RunMetadata head(
            RunId id, String kind, boolean check, List<String> playbooks, List<String> inventories, Invoker caller) {
        boolean looksOnly = check || kind.equals("drift");
        return new RunMetadata(
                id.text(),
                kind,
                looksOnly,
                playbooks,
                inventories,
                inventoryOptions.limit,
                Instant.now(),
                caller.user(),
                caller.bastion(),
                Version.number());
    }

    /** Who gives this command. */
    Invoker caller(List<String> arguments) {
        return Invoker.here(System.getenv(), arguments.stream().map(this::given).toList());
    }

    /** A word of the command line; a password in it is hidden however short it is. */
    private String given(String word) {
        return Passwords.isIn(word)
                ? SecretUse.recording(new LinkedHashSet<>(passwordsGiven), () -> redactor.redact(word))
                : redactor.redact(word);
    }

    /** What the vault password opens of a journal. */
    ResultCipher seal() {
        return seal;
    }

    /** The vault, as the files of playbooks are read: what they say themselves is no secret. */
    private record Playbooks(Vault vault, Redactor redactor) implements Decryption {
        @Override
        public SourceFile decrypt(SourceFile file) {
            SourceFile plain = vault.decrypt(file);
            if (plain == file) {
                redactor.addOrdinary(file.text());
            }
            return plain;
        }

        @Override
        public byte[] decrypt(String name, byte[] content) {
            return vault.decrypt(name, content);
        }
    }

    private static List<String> sources(InventoryOptions options) {
        if (!options.sources.isEmpty()) {
            return options.sources;
        }
        String environment = System.getenv("ANSIBLE_INVENTORY");
        return environment == null || environment.isBlank() ? List.of() : List.of(environment);
    }
}
