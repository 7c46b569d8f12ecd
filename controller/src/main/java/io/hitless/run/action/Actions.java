package io.hitless.run.action;

import io.hitless.module.ModuleSpec;
import io.hitless.source.UserError;
import java.util.Map;

/** The actions by module name; every other module is carried out by the agent alone. */
public final class Actions {
    private static final Action ON_HOST = call -> call.onHost(call.task().module(), call.args());

    private final Map<String, Action> byName = Map.ofEntries(
            Map.entry("add_host", new AddHost()),
            Map.entry("assert", new Assert()),
            Map.entry("copy", new Copy()),
            Map.entry("debug", new Debug()),
            Map.entry("fail", new Fail()),
            Map.entry("fetch", new Fetch()),
            Map.entry("group_by", new GroupBy()),
            Map.entry("include_vars", new IncludeVars()),
            Map.entry("pause", new Pause()),
            Map.entry("raw", new Raw()),
            Map.entry("script", new Script()),
            Map.entry("set_fact", new SetFact()),
            Map.entry("template", new TemplateAction()),
            Map.entry("unarchive", new Unarchive()),
            Map.entry("uri", new Uri()),
            Map.entry("wait_for_connection", new WaitForConnection()));

    /** @throws UserError if the module is declared to run on the controller and no action is there for it */
    public Action of(ModuleSpec module) {
        Action action = byName.get(module.name());
        if (action != null) {
            return action;
        }
        if (module.runsOnController()) {
            throw new UserError("module '" + module.name() + "' has no action on the controller");
        }
        return ON_HOST;
    }
}
