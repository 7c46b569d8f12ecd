package io.hitless.run.action;

import io.hitless.agent.HostSession;
import io.hitless.agent.ModuleCall;
import io.hitless.agent.Result;
import io.hitless.module.ModuleCatalog;
import io.hitless.playbook.Task;
import io.hitless.playbook.load.PlainLoading;
import io.hitless.playbook.load.PlaybookLoader;
import io.hitless.python.AnsibleInstallation;
import io.hitless.python.BastionAnsible;
import io.hitless.python.InstalledModules;
import io.hitless.python.ModulePacker;
import io.hitless.python.PluginPaths;
import io.hitless.run.MapScope;
import io.hitless.run.session.FakeSession;
import io.hitless.run.step.TaskArguments;
import io.hitless.source.SourceFile;
import io.hitless.template.Template;
import io.hitless.transport.Target;
import io.hitless.value.Values;
import io.hitless.yaml.YamlNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Carries out tasks of YAML by their actions, against a host whose modules answer as a test says. */
final class ActionFixture implements RunControl {
    private static final BastionAnsible NO_ANSIBLE = new BastionAnsible(() -> AnsibleInstallation.NONE);
    private static final ModuleCatalog MODULES =
            ModuleCatalog.builtIn().with(new InstalledModules(PluginPaths.NONE, NO_ANSIBLE));

    final FakeSession session = new FakeSession();
    final List<ModuleCall> calls = session.calls;
    /** What actions did to the run. */
    final List<String> done = new ArrayList<>();

    final Map<String, Template> included = new HashMap<>();
    final Map<String, @Nullable Object> variables = new HashMap<>(Map.of("inventory_hostname", "a"));
    final Path directory;
    boolean check;
    /** The environment of the task. */
    Map<String, String> environment = Map.of("LANG", "C");

    /** The machines of a task that moves files between two; null: all is on this one. */
    @Nullable
    Machines machines;

    /** The connection to a host that is more than a fixture; null: the session's modules answer as a test says. */
    @Nullable
    HostLink link;

    boolean addsNothing;
    private final PlaybookLoader loader = PlainLoading.loader(MODULES);
    private final Actions actions = new Actions(MODULES, new ModulePacker(PluginPaths.NONE, NO_ANSIBLE), loader);

    /** @param directory of the playbook and its files */
    ActionFixture(Path directory) {
        this.directory = directory;
    }

    /** A file of the playbook. */
    Path file(String name, String content) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Task task(String text) {
        return (Task) loader.load(new SourceFile("site.yml", "- hosts: all\n  tasks: [" + text + "]\n"), directory)
                .getFirst()
                .sections()
                .tasks()
                .getFirst();
    }

    Action action(String text) {
        return actions.of(task(text).module());
    }

    CallSettings settings() {
        return new CallSettings(check, true, null, environment, Duration.ofSeconds(link == null ? 7 : 60), null, null);
    }

    Result run(String text) throws IOException, InterruptedException {
        Task task = task(text);
        MapScope scope = new MapScope(variables, List.of(directory));
        ActionCall call = new ActionCall(
                task,
                new TaskArguments().of(task, scope),
                scope,
                link == null ? new Link() : link,
                settings(),
                machines == null ? new OneMachine() : machines,
                this);
        return actions.of(task.module()).run(call);
    }

    /** The arguments of the last call of a module. */
    Map<String, @Nullable Object> args() {
        return calls.getLast().args();
    }

    String sent(String path) {
        return new String(session.files.getOrDefault(path, new byte[0]), StandardCharsets.UTF_8);
    }

    private final class Link implements HostLink {
        @Override
        public HostSession session() {
            return session;
        }

        @Override
        public Result call(ModuleCall call) throws IOException {
            return session.call(call);
        }

        @Override
        public void drop() {
            done.add("dropped");
        }

        @Override
        public boolean isLocal() {
            return "local".equals(variables.get("ansible_connection"));
        }
    }

    private final class OneMachine implements Machines {
        @Override
        public boolean isDelegated() {
            return false;
        }

        @Override
        public Target acting() {
            return own();
        }

        @Override
        public Target own() {
            return new Target.Local(null, null);
        }

        @Override
        public Machine delegate() {
            throw new AssertionError("no delegate");
        }

        @Override
        public Machine bastion() {
            return new Machine("localhost", new Link(), settings(), () -> {});
        }

        @Override
        public Machine host(Target target) {
            throw new AssertionError("no other host");
        }

        @Override
        public Machine elsewhere(Target.Ssh target) {
            throw new AssertionError("no other machine");
        }
    }

    @Override
    public boolean addHost(String name, List<String> groups, Map<String, YamlNode> vars) {
        Map<String, @Nullable Object> values = new TreeMap<>();
        vars.forEach((variable, value) -> values.put(variable, value.plain()));
        done.add("host " + name + " in " + groups + " with " + values);
        return !addsNothing;
    }

    @Override
    public boolean addToGroup(String host, String group, List<String> parents) {
        done.add(host + " to group " + group + " below " + parents);
        return !addsNothing;
    }

    @Override
    public void refreshInventory() {
        throw new AssertionError("no action reads the inventory again");
    }

    @Override
    public void include(String host, Map<String, Template> vars) {
        done.add("variables for " + host);
        included.putAll(vars);
    }

    @Override
    public int verbosity() {
        return 1;
    }

    @Override
    public @Nullable String prompt(String text, boolean echo) {
        done.add("asked: " + text + (echo ? "" : " (hidden)"));
        return variables.get("typed") == null ? null : Values.text(variables.get("typed"));
    }
}
