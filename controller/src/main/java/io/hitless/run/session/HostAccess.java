package io.hitless.run.session;

import io.hitless.agent.Become;
import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.ScalarValues;
import io.hitless.run.settings.RunSettings;
import io.hitless.source.HomePath;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.template.eval.Scope;
import io.hitless.transport.Target;
import io.hitless.value.BooleanWords;
import io.hitless.value.SecretUse;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import io.hitless.vars.Omit;
import io.hitless.vars.Passwords;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a host is reached for a task, and as which user. Connection variables ({@code ansible_host}, …) override the
 * keywords of play and task, and these override the command line (Ansible's "Controlling how Ansible behaves:
 * precedence rules").
 */
public record HostAccess(Target target, @Nullable Become become) {

    /**
     * @param connection variables of the host that is connected to, which is the delegate, if any
     * @param task variables of the task's own host, in which keywords are resolved
     */
    static HostAccess of(
            String host,
            Scope connection,
            Scope task,
            InheritedKeywords keywords,
            RunSettings settings,
            Consumer<String> secrets) {
        Reader vars = new Reader(connection, task, keywords, secrets);
        return SecretUse.apart(() -> new HostAccess(
                target(host, vars, settings), become(vars, settings))); // its secrets are not input of the task
    }

    /** Returns the same access with another time limit for an attempt to connect. */
    public HostAccess within(Duration connectTimeout) {
        return new HostAccess(target.connectingWithin(connectTimeout), become);
    }

    private static Target target(String host, Reader vars, RunSettings settings) {
        RunSettings.Login login = settings.login();
        String connection =
                vars.orDefault("ssh", vars.text(Keyword.CONNECTION, login.connection(), "ansible_connection"));
        switch (ScalarValues.shortName(connection)) {
            case "local" -> {
                return here(remoteTmp(vars, login), vars.task());
            }
            case "ssh", "smart", "paramiko", "libssh" -> {}
            default ->
                throw new UserError(
                        "host " + host + ": ansible_connection '" + connection + "' is not known: ssh or local");
        }
        Path key = vars.path(login.keyFile(), "ansible_ssh_private_key_file", "ansible_private_key_file");
        String password = vars.secret(login.password(), Passwords.OF_LOGIN);
        Map<String, String> options = new HashMap<>(login.options());
        for (String name : List.of("ansible_ssh_common_args", "ansible_ssh_extra_args", "ansible_ssh_args")) {
            SshArguments.addTo(options, vars.text(name));
        }
        String address = vars.text("ansible_host", "ansible_ssh_host");
        String port = vars.text(Keyword.PORT, null, "ansible_port", "ansible_ssh_port");
        return new Target.Ssh(
                address == null ? host : address,
                port == null ? null : number(host, "ansible_port", port),
                vars.text(Keyword.REMOTE_USER, login.user(), "ansible_user", "ansible_ssh_user"),
                password == null ? null : new Target.Secret(password),
                key == null ? List.of() : List.of(key),
                options,
                login.connectTimeout(),
                login.retries(),
                remoteTmp(vars, login));
    }

    /**
     * This machine, with commands that begin in the playbook's directory, as in Ansible.
     *
     * @param scope the variables of a task
     */
    public static Target.Local here(@Nullable String remoteTmp, Scope scope) {
        return new Target.Local(remoteTmp, scope.get("playbook_dir") instanceof String dir ? Path.of(dir) : null);
    }

    private static @Nullable String remoteTmp(Reader vars, RunSettings.Login login) {
        String written = vars.text("ansible_remote_tmp");
        return written == null ? login.remoteTmp() : written;
    }

    private static @Nullable Become become(Reader vars, RunSettings settings) {
        RunSettings.Elevation fallback = settings.elevation();
        // Read first: a password is secret even if it is not used.
        String password = vars.secret(fallback.password(), Passwords.OF_BECOME);
        if (!BooleanWords.isTrue(
                vars.orDefault(String.valueOf(fallback.become()), vars.text(Keyword.BECOME, null, "ansible_become")))) {
            return null;
        }
        String method = vars.text(Keyword.BECOME_METHOD, fallback.method().name(), "ansible_become_method");
        String name = String.valueOf(method);
        String plugin = name.substring(name.lastIndexOf('.') + 1);
        String own = "ansible_"
                + plugin.toLowerCase(Locale.ROOT); // the plugin's own variables win over those of all methods
        String user = vars.text(Keyword.BECOME_USER, fallback.user(), own + "_user", "ansible_become_user");
        String exe = vars.text(Keyword.BECOME_EXE, fallback.exe(), own + "_exe", "ansible_become_exe");
        String flags = vars.text(Keyword.BECOME_FLAGS, fallback.flags(), own + "_flags", "ansible_become_flags");
        try {
            return new Become(
                    Become.Method.valueOf(plugin.toUpperCase(Locale.ROOT)), String.valueOf(user), password, exe, flags);
        } catch (IllegalArgumentException _) {
            throw new UserError("become_method '" + method + "' is not known: sudo or su");
        }
    }

    private static int number(String host, String name, String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException _) {
            throw new UserError("host " + host + ": " + name + " is not a number: " + text);
        }
    }

    /** Looks settings up: variables first, then the keyword, then the command line. */
    private record Reader(Scope connection, Scope task, InheritedKeywords keywords, Consumer<String> secrets) {

        @Nullable
        String text(String... names) {
            for (String name : names) {
                Object value = connection.get(name);
                if (value != null && !(value instanceof Undefined)) {
                    return Values.text(value);
                }
            }
            return null;
        }

        @Nullable
        String text(Keyword keyword, @Nullable String fallback, String... names) {
            String value = text(names);
            if (value != null) {
                return value;
            }
            List<Template> written = keywords.nearest(keyword);
            Object resolved = written.isEmpty() ? null : Omit.innermost(written, task);
            if (resolved instanceof Undefined missing) {
                throw new UserError(written.getFirst().span(), "in '" + keyword.word() + "': " + missing.what());
            }
            return resolved == null ? fallback : Values.text(resolved);
        }

        String orDefault(String fallback, @Nullable String value) {
            return value == null ? fallback : value;
        }

        @Nullable
        String secret(@Nullable String fallback, List<String> names) {
            String value = text(names.toArray(String[]::new));
            if (value != null) {
                secrets.accept(value);
                return value;
            }
            return fallback;
        }

        @Nullable
        Path path(@Nullable Path fallback, String... names) {
            String value = text(names);
            if (value == null) {
                return fallback;
            }
            return HomePath.of(value);
        }
    }
}
