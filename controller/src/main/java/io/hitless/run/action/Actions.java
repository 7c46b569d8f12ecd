package io.hitless.run.action;

import io.hitless.module.ModuleCatalog;
import io.hitless.module.ModuleSpec;
import io.hitless.playbook.load.PlaybookLoader;
import io.hitless.python.ModulePacker;
import io.hitless.source.UserError;
import java.util.Map;

/** The actions by the names of their modules; all other modules only run on the agent. */
public final class Actions {
    private static final Action ON_HOST = new OnHost();
    private static final Action UNAVAILABLE = new Unavailable();

    private final UserModule userModule;
    private final Map<String, Action> byName;

    /** @param packer packs modules of users for hosts */
    public Actions(ModuleCatalog modules, ModulePacker packer, PlaybookLoader loader) {
        this.userModule = new UserModule(packer, loader);
        this.byName = Map.ofEntries(
                Map.entry("add_host", new AddHost()),
                Map.entry("assemble", new Assemble(modules)),
                Map.entry("assert", new Assert(loader.language())),
                Map.entry("async_status", new AsyncStatus()),
                Map.entry("copy", new Copy(modules)),
                Map.entry("debug", new Debug(loader.language())),
                Map.entry("fail", new Fail()),
                Map.entry("fetch", new Fetch()),
                Map.entry("group_by", new GroupBy()),
                Map.entry("haproxy_certs", new HaproxyCerts()),
                Map.entry("haproxy_config", new HaproxyChange()),
                Map.entry("include_vars", new IncludeVars(loader)),
                Map.entry("mail", new Mail()),
                Map.entry("package", new PackageManager(modules)),
                Map.entry("patch", new Patch()),
                Map.entry("pause", new Pause()),
                Map.entry("raw", new Raw()),
                Map.entry("reboot", new Reboot()),
                Map.entry("script", new Script()),
                Map.entry("set_fact", new SetFact()),
                Map.entry("set_stats", new SetStats()),
                Map.entry("slack", new Slack()),
                Map.entry("synchronize", new Synchronize()),
                Map.entry("template", new TemplateAction(modules, loader.language())),
                Map.entry("unarchive", new Unarchive(modules)),
                Map.entry("uri", new Uri()),
                Map.entry("validate_argument_spec", new ValidateArgumentSpec()),
                Map.entry("wait_for_connection", new WaitForConnection(modules)),
                Map.entry("webhook", new WebhookAction()));
    }

    /** @throws UserError if the module must run on the controller but has no action */
    public Action of(ModuleSpec module) {
        if (module.runs() == ModuleSpec.Runs.NOWHERE) {
            return UNAVAILABLE;
        }
        if (module.file() != null) {
            return userModule;
        }
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
