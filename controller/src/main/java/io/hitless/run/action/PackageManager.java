package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.module.Argument;
import io.hitless.module.ArgumentChecker;
import io.hitless.module.ModuleCatalog;
import io.hitless.module.ModuleSpec;
import io.hitless.playbook.Keyword;
import io.hitless.source.UserError;
import io.hitless.value.Undefined;
import io.hitless.vars.Omit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The module {@code package}: hands all of its options on to the module of the host's package manager. It has a part of
 * its own for a job that starts before the package manager is known.
 */
final class PackageManager implements Action {
    private static final Map<String, String> MODULES = Map.of(
            "apt", "apt", "dnf", "dnf", "dnf5", "dnf", "yum", "dnf", "zypper", "zypper", "apk", "apk", "pacman",
            "pacman");
    private static final Set<String> OWN = Set.of("name", "state", "use", "update_cache");
    private static final Map<String, String> STATES_OF_APT = Map.of("installed", "present", "removed", "absent");

    private final ModuleCatalog modules;

    PackageManager(ModuleCatalog modules) {
        this.modules = modules;
    }

    @Override
    public boolean runsAsJob() {
        return true;
    }

    @Override
    public Result run(ActionCall call) throws IOException, InterruptedException {
        String wanted = manager(call);
        if (wanted == null) {
            return own(call);
        }
        String manager = wanted.substring(wanted.lastIndexOf('.') + 1);
        String name = MODULES.get(manager);
        if (name == null) {
            return Result.failed("Could not find a matching action for the \"" + wanted + "\" package manager.");
        }
        ModuleSpec module = modules.get(name, call.task().span());
        return call.onHost(module, arguments(module, call));
    }

    /** Returns the name of the package manager, or null if the host's part has to find it. */
    private @Nullable String manager(ActionCall call) throws IOException, InterruptedException {
        String use = call.text("use");
        if (use == null || use.equals("auto")) {
            use = call.scope().get("ansible_package_use") instanceof String chosen ? chosen : "";
        }
        if (!use.isEmpty() && !use.equals("auto")) {
            return use;
        }
        boolean delegated = call.task().settings().get(Keyword.DELEGATE_TO) != null;
        if (!delegated
                && call.scope().get("ansible_facts") instanceof Map<?, ?> facts
                && facts.get("pkg_mgr") != null) {
            return String.valueOf(facts.get("pkg_mgr"));
        }
        return call.link().startsJobs() ? null : asked(call);
    }

    private String asked(ActionCall call) throws IOException, InterruptedException {
        ModuleSpec setup = modules.get("setup", call.task().span());
        List<Argument> wanted = List.of(Argument.of("filter", "ansible_pkg_mgr"), Argument.of("gather_subset", "!all"));
        Result facts = call.onHost(
                setup, new ArgumentChecker(setup).convert(wanted, call.task().span()));
        if (facts.fields().get("ansible_facts") instanceof Map<?, ?> found
                && found.get("ansible_pkg_mgr") instanceof String manager) {
            return manager;
        }
        throw new UserError(
                call.task().span(),
                "cannot find out the host's package manager",
                facts.fields().get("msg") instanceof String why ? why : "set the option 'use'");
    }

    private static Result own(ActionCall call) throws IOException, InterruptedException {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>(call.args());
        Set<String> others = new TreeSet<>(arguments.keySet());
        others.removeAll(OWN);
        if (!others.isEmpty()) {
            throw new UserError(
                    call.task().span(),
                    "the package manager must be known before a job starts",
                    "set the option 'use', or gather facts");
        }
        arguments.put("use", "auto");
        return call.onHost(call.task().module(), arguments);
    }

    /** Returns the options of the task for that module, with what {@code module_defaults} says of it. */
    private static Map<String, @Nullable Object> arguments(ModuleSpec module, ActionCall call) {
        Map<String, Argument> given = new LinkedHashMap<>();
        call.task().settings().defaultsOf(module.name()).forEach((name, written) -> {
            Object value = written.resolve(call.scope());
            if (value instanceof Undefined missing) {
                throw missing.error();
            }
            if (!Omit.is(value)) {
                given.put(module.nameOf(name), Argument.known(name, written.span(), value, written.span()));
            }
        });
        call.args().forEach((name, value) -> given.put(module.nameOf(name), Argument.of(name, value)));
        given.remove("use");
        Argument state = given.get("state");
        if (state != null && module.name().equals("apt")) {
            String text = String.valueOf(state.value());
            given.put("state", Argument.of("state", STATES_OF_APT.getOrDefault(text, text)));
        }
        return new ArgumentChecker(module)
                .convert(new ArrayList<>(given.values()), call.task().span());
    }
}
