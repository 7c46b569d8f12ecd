package io.hitless.plugin;

import io.hitless.python.AnsibleInstallation;
import io.hitless.python.BastionAnsible;
import io.hitless.source.UserError;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The process in which the bastion's Ansible runs plugins. Safe for use by several threads. */
final class AnsibleProcess implements AutoCloseable {
    private final BastionAnsible ansible;
    private final PluginSetup setup;
    private final PluginHost host = new PluginHost("inventory_host.py");

    AnsibleProcess(BastionAnsible ansible, PluginSetup setup) {
        this.ansible = ansible;
        this.setup = setup;
    }

    /**
     * Sends a request and returns the response.
     *
     * @param what the plugin's name in messages
     * @throws UserError if the request fails
     */
    Map<?, ?> ask(String what, Map<String, ?> request) {
        Map<String, @Nullable Object> whole = new LinkedHashMap<>(request);
        whole.put("setup", setUp());
        Map<?, ?> answer;
        try {
            answer = host.ask(python(), whole, this::secret);
        } catch (UserError e) {
            throw new UserError(null, what + ": " + e.what(), e.hint());
        }
        if (answer.get("error") instanceof String error) {
            String file = String.valueOf(answer.get("file"));
            throw new UserError(what + (file.isEmpty() ? "" : " (" + file + ")") + ": " + error);
        }
        return answer;
    }

    private Map<String, Object> setUp() {
        return Map.of(
                "directories",
                setup.directories().stream()
                        .map(dir -> dir.toAbsolutePath().toString())
                        .toList(),
                "extra_vars",
                setup.extraVars(),
                "vault_ids",
                setup.secrets().stream().map(PluginSetup.Secret::label).toList());
    }

    private Map<String, @Nullable Object> secret(Map<?, ?> question) {
        if (question.get("secret") instanceof Long number
                && number < setup.secrets().size()) {
            return Map.of(
                    "value", setup.secrets().get(number.intValue()).password().get());
        }
        return Map.of("value", "");
    }

    private String python() {
        AnsibleInstallation found = ansible.installation();
        if (found.python() == null) {
            throw new UserError(null, "it needs Python 3 on this bastion", "install python3 and ansible-core");
        }
        if (found.core() == null) {
            throw new UserError(
                    null,
                    "it needs ansible-core on this bastion, which " + found.python() + " does not have",
                    "install ansible-core, or name the Python that has it in HITLESS_PYTHON");
        }
        return found.python();
    }

    @Override
    public void close() {
        host.close();
    }
}
