package io.hitless.template.lookups;

import io.hitless.config.Configuration;
import io.hitless.config.Origin;
import io.hitless.config.PluginOption;
import io.hitless.config.SettingValue;
import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Scope;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lookup {@code config}: a setting of Ansible, or an option of one of its plugins. */
final class ConfigLookup {
    private static final List<String> KINDS = List.of(
            "become",
            "cache",
            "callback",
            "cliconf",
            "connection",
            "httpapi",
            "inventory",
            "lookup",
            "netconf",
            "shell",
            "vars");

    private ConfigLookup() {}

    private record Found(@Nullable Object value, String origin) {
        private static Found of(SettingValue setting) {
            String origin = setting.origin() instanceof Origin.File(var at)
                    ? at.file().toString()
                    : setting.origin().toString();
            return new Found(setting.value(), origin);
        }
    }

    /** The value of a setting, or its default; with where it comes from, if asked for. */
    static List<?> values(String name, Configuration settings, BoundArguments a) {
        Found found = a.has("plugin_type") || a.has("plugin_name")
                ? ofPlugin(name, settings, a)
                : found(settings.ofAnsible(name));
        if (found != null) {
            return a.flag("show_origin", false)
                    ? List.of(Arrays.asList(found.value(), found.origin()))
                    : Collections.singletonList(found.value());
        }
        if (a.text("on_missing", "error").equals("error")) {
            throw new UserError(
                    null, "no setting of Ansible is known as '" + name + "'", "on_missing='skip' gives nothing for it");
        }
        return List.of();
    }

    private static @Nullable Found found(@Nullable SettingValue value) {
        return value == null ? null : Found.of(value);
    }

    private static @Nullable Found ofPlugin(String name, Configuration settings, BoundArguments a) {
        if (!a.has("plugin_type") || !a.has("plugin_name")) {
            throw new UserError("'config' wants plugin_type and plugin_name together");
        }
        String kind = a.text("plugin_type", "");
        if (!KINDS.contains(kind)) {
            throw new UserError("'" + kind + "' is not a plugin_type: write one of " + String.join(", ", KINDS));
        }
        PluginOption option = PluginOption.of(kind, a.text("plugin_name", ""), name);
        if (option == null) {
            return null;
        }
        Found set = ofVariable(option, a.evaluation().scope());
        return set != null ? set : Found.of(settings.ofPlugin(option));
    }

    private static @Nullable Found ofVariable(PluginOption option, Scope scope) {
        for (String variable : option.variables().reversed()) {
            Object value = scope.get(variable);
            if (value instanceof List<?> list) {
                return new Found(list, "var: " + variable);
            }
            if (value != null && !(value instanceof Undefined)) {
                return Found.of(option.from(variable, Values.text(value)));
            }
        }
        return null;
    }
}
