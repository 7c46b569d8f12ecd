package io.hitless.cli.launch;

import io.hitless.agent.AgentSession;
import io.hitless.agent.HostSession;
import io.hitless.cli.option.ConnectionOptions;
import io.hitless.cli.option.InventoryOptions;
import io.hitless.cli.option.PlaybookOptions;
import io.hitless.cli.vault.VaultPasswords;
import io.hitless.config.Configuration;
import io.hitless.inventory.HostLayers;
import io.hitless.inventory.Inventory;
import io.hitless.inventory.InventoryReader;
import io.hitless.inventory.PlainVars;
import io.hitless.module.ModuleCatalog;
import io.hitless.playbook.Policy;
import io.hitless.playbook.load.PlaybookLoader;
import io.hitless.playbook.load.Templates;
import io.hitless.plugin.PluginSetup;
import io.hitless.python.ModulePacker;
import io.hitless.source.Findings;
import io.hitless.source.Fingerprint;
import io.hitless.source.Inputs;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.transport.ConnectFailure;
import io.hitless.transport.Connector;
import io.hitless.transport.Target;
import io.hitless.value.Redactor;
import io.hitless.vars.ExtraVars;
import io.hitless.vars.ResultCipher;
import io.hitless.vars.RunInfo;
import io.hitless.vars.VariableRules;
import io.hitless.vars.Variables;
import io.hitless.vars.Vault;
import io.hitless.vars.VaultSecret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a command works with, built from its options: inventory, modules, playbooks, variables, connections.
 * {@link RunLauncher} uses it.
 */
public final class CommandContext implements AutoCloseable {
    private final RunSecrets secrets = new RunSecrets();
    private final UserCode userCode;
    private final @Nullable Connector connector;
    private final InventoryOptions inventoryOptions;
    private final Vault vault;
    private final ResultCipher cipher;
    private final Function<Boolean, Inventory> inventorySource;
    private final Inventory inventory;
    private final PlaybookLoader loader;
    private final VariableRules rules;
    private final Map<String, Template> extraVars;
    private final Path baseDir;
    private final Set<Path> varsFiles = new HashSet<>();

    /** @param elsewhere used as the playbook's directory if there are no playbooks */
    private CommandContext(
            @Nullable Connector connector, InventoryOptions inventoryOptions, List<Path> playbooks, Path elsewhere) {
        this.connector = connector;
        this.userCode = new UserCode(inventoryOptions.modulePath);
        this.inventoryOptions = inventoryOptions;
        List<VaultSecret> passwords = VaultPasswords.of(inventoryOptions.vault);
        this.vault = new Vault(passwords, Configuration.current().flag("DEFAULT_VAULT_ID_MATCH"), redactor()::add);
        this.cipher = new ResultCipher(passwords);
        Path beside = playbooks.isEmpty()
                ? null
                : playbook(playbooks.getFirst()).toAbsolutePath().getParent();
        this.baseDir = beside == null ? elsewhere.toAbsolutePath() : beside;
        Templates templates = new Templates(userCode.language(), vault);
        this.rules = VariableConfiguration.rules();
        this.extraVars = GivenVariables.read(inventoryOptions, templates, rules.mergesHashes());
        var plugins = userCode.ansiblePlugins(new PluginSetup(
                List.of(baseDir),
                inventoryOptions.extraVars,
                passwords.stream()
                        .map(secret -> new PluginSetup.Secret(secret.id(), secret.password()))
                        .toList()));
        List<String> sources = InventoryConfiguration.sources(inventoryOptions);
        this.inventorySource = cached -> InventoryReader.read(
                sources,
                InventoryConfiguration.settings(
                        inventoryOptions.isAnsibles(), templates, extraVars, rules, baseDir, userCode, plugins, cached),
                vault::decrypt);
        this.inventory = readInventory(!inventoryOptions.isReadAfresh());
        secrets.addPasswords(extraVars);
        if (extraVars.containsKey(Policy.VARIABLE)) {
            throw new UserError(
                    null,
                    "'hitless' has no effect with -e",
                    "write it under the play's 'vars'; values in it may be templates of variables that -e sets");
        }
        this.loader = new PlaybookLoader(
                userCode.modules(),
                new Templates(userCode.language(), secrets.playbooks(vault)),
                userCode.local(),
                userCode.loadSettings(),
                extraVars,
                new Findings());
    }

    /**
     * Opens the context of a command. The connector is created first: it initializes its ciphers while inventory and
     * playbooks are read.
     *
     * @throws UserError if the inventory, the variables or the ssh configuration can't be read
     */
    public static CommandContext of(InventoryOptions inventory, ConnectionOptions connection, List<Path> playbooks) {
        return of(inventory, connection, playbooks, Path.of(""));
    }

    /**
     * The context of a command without playbooks.
     *
     * @param baseDir used in place of a playbook's directory
     */
    public static CommandContext of(InventoryOptions inventory, ConnectionOptions connection, Path baseDir) {
        return of(inventory, connection, List.of(), baseDir);
    }

    private static CommandContext of(
            InventoryOptions inventory, ConnectionOptions connection, List<Path> playbooks, Path elsewhere) {
        CommandContext context = new CommandContext(ConnectorFactory.of(connection), inventory, playbooks, elsewhere);
        InventoryCheck check = new InventoryCheck(context.inventory, inventory);
        check.warn();
        check.warnIfEmpty();
        check.refuseEmptyLimit();
        return context;
    }

    /** The context of a command that runs playbooks. */
    static CommandContext of(PlaybookOptions given, List<Path> playbooks) {
        return of(given.inventory, given.connection, playbooks);
    }

    /**
     * A context without connections, for commands that only read files.
     *
     * @param baseDir used in place of a playbook's directory
     */
    public static CommandContext withoutHosts(InventoryOptions inventory, Path baseDir) {
        CommandContext context = new CommandContext(null, inventory, List.of(), baseDir);
        new InventoryCheck(context.inventory, inventory).warn();
        return context;
    }

    @Override
    public void close() {
        userCode.close();
        if (connector != null) {
            connector.close();
        }
    }

    /** Reads the inventory sources again, and runs inventory scripts again. */
    Inventory readInventory() {
        return readInventory(false);
    }

    private Inventory readInventory(boolean cached) {
        Inventory read = inventorySource.apply(cached);
        read.hosts().keySet().forEach(redactor()::addOrdinary);
        read.groups().keySet().forEach(redactor()::addOrdinary);
        return read;
    }

    public Inventory inventory() {
        return inventory;
    }

    /** The file of a playbook that is named by a path, or by its qualified name in a collection. */
    Path playbook(Path named) {
        Path installed = Files.exists(named) ? null : userCode.collections().playbook(named.toString(), List.of());
        return installed == null ? named : installed;
    }

    ModuleCatalog modules() {
        return userCode.modules();
    }

    ModulePacker packer() {
        return userCode.packer();
    }

    PlaybookLoader loader() {
        return loader;
    }

    /** The names of variables set by {@code -e}. */
    Set<String> extraVars() {
        return extraVars.keySet();
    }

    /** The variables of a run. */
    Variables variables(RunInfo info) {
        return new Variables(inventory, loader.templates(), extraVars, info, rules, baseDir);
    }

    /** The inventory sources. */
    List<String> sources() {
        return InventoryConfiguration.sources(inventoryOptions);
    }

    /** The inventory options as given. */
    InventoryOptions inventoryOptions() {
        return inventoryOptions;
    }

    /** Adds variable files that a run has read to the run's inputs. */
    void addRead(Set<Path> files) {
        varsFiles.addAll(files);
    }

    HostSession session(Target target) throws ConnectFailure, InterruptedException {
        return new AgentSession(Objects.requireNonNull(connector).connect(target), "/bin/sh", target.remoteTmp());
    }

    /** The input files known so far: an include whose name is a template is only read when it is reached. */
    Inputs inputs() {
        Set<Path> read = new HashSet<>(loader.files());
        read.addAll(varsFiles);
        return InputFiles.of(
                inventory,
                InventoryConfiguration.sources(inventoryOptions),
                inventoryOptions.extraVars,
                read,
                inventoryVars(Set.of()));
    }

    /** The fingerprint of the {@link #inputs}, computed in the background. */
    Future<String> fingerprint() {
        Inputs inputs = inputs();
        return CompletableFuture.supplyAsync(
                () -> Fingerprint.of(inputs).written(),
                task -> Thread.ofPlatform().daemon().name("fingerprint").start(task));
    }

    /** The redactor with the secrets found so far. */
    Redactor redactor() {
        return secrets.redactor();
    }

    /** A text with all known secrets masked. */
    String redacted(String text) {
        return redactor().redact(text);
    }

    /**
     * The variables of a host in the inventory, in variable files and on the command line. Templates are not evaluated,
     * as in ansible-inventory.
     *
     * @param tags the YAML tags that texts keep, such as {@code !vault}
     */
    public PlainVars inventoryVars(Set<String> tags) {
        return new PlainVars(layers(), ExtraVars.written(extraVars), tags, rules.mergesHashes());
    }

    /** The variables of hosts in inventory and variable files. */
    HostLayers layers() {
        return new HostLayers(inventory, List.of(baseDir), vault::decrypt);
    }

    /** A variable set by {@code -e}, or null. */
    @Nullable
    Template extraVar(String name) {
        return extraVars.get(name);
    }

    /** The directory that contains roles, group_vars and host_vars of the playbooks. */
    Path baseDir() {
        return baseDir;
    }

    /** Describes a run of this command, for the journal and reports. */
    RunDescription description() {
        return new RunDescription(inventoryOptions, secrets);
    }

    /** Encrypts and decrypts results in the journal with the vault password. */
    ResultCipher cipher() {
        return cipher;
    }
}
