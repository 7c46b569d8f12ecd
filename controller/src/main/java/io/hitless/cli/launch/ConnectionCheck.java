package io.hitless.cli.launch;

import io.hitless.cli.option.ConnectionOptions;
import io.hitless.inventory.Host;
import io.hitless.inventory.HostLayers;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Kind;
import io.hitless.playbook.Play;
import io.hitless.playbook.ScalarValues;
import io.hitless.source.Finding;
import io.hitless.source.Finding.Rule;
import io.hitless.source.HomePath;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.transport.KeyFileCheck;
import io.hitless.value.Values;
import io.hitless.vars.Passwords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks the connection settings of a play's hosts before the first host is touched: reports unknown connection types,
 * unreadable keys, and passwords that can't be decrypted. Settings that are templates are not checked.
 */
final class ConnectionCheck {
    private static final List<String> KEYS = List.of("ansible_ssh_private_key_file", "ansible_private_key_file");

    private final CommandContext context;
    private final ConnectionOptions options;
    private final HostLayers layers;
    private final Map<Path, String> keys = new HashMap<>();

    ConnectionCheck(CommandContext context, ConnectionOptions options) {
        this.context = context;
        this.options = options;
        this.layers = context.layers();
    }

    /** Whether a host may be the machine that runs hitless. */
    boolean mayBeLocal(Play play, Host host) {
        if ("local".equals(options.connection) || play.settings().get(Keyword.CONNECTION) != null) {
            return true;
        }
        WrittenVariables variables = variables(play, host);
        Template connection = variables.written("ansible_connection");
        String address = variables.text("ansible_host");
        return (connection != null && !"ssh".equals(variables.text("ansible_connection")))
                || isThisMachine(address == null ? host.name() : address);
    }

    private static boolean isThisMachine(String address) {
        return address.equals("localhost") || address.equals("::1") || address.startsWith("127.");
    }

    /** @param becomes whether the play or one of its tasks is certain to use become */
    void check(Play play, Host host, boolean becomes) {
        WrittenVariables variables = variables(play, host);
        checkBecome(variables, becomes || options.become);
        Template connection = variables.first(List.of("ansible_connection"));
        checkType(connection, play);
        if (isSsh(variables, connection, play)) {
            checkDecryption(variables.first(Passwords.OF_LOGIN));
            checkDecryption(variables.first(List.of("ansible_host", "ansible_ssh_host")));
            checkDecryption(variables.first(List.of("ansible_user", "ansible_ssh_user")));
            checkKey(variables);
        }
    }

    private void checkType(@Nullable Template variable, Play play) {
        if (variable instanceof Template.Constant(Object value, Span span)) {
            collect(() -> Kind.CONNECTION.check("ansible_connection", value, span));
        } else if (variable == null
                && play.settings().get(Keyword.CONNECTION) == null
                && options.connection != null
                && !Kind.CONNECTION.takes(options.connection)) {
            add(new UserError(null, "--connection " + options.connection + " is not known", "it is ssh or local"));
        }
    }

    private boolean isSsh(WrittenVariables variables, @Nullable Template connection, Play play) {
        if (connection != null) {
            String name = variables.text("ansible_connection");
            return name != null && !ScalarValues.shortName(name).equals("local");
        }
        Template keyword = play.settings().get(Keyword.CONNECTION);
        if (keyword != null) {
            return keyword instanceof Template.Constant(Object name, var _)
                    && !ScalarValues.shortName(String.valueOf(name)).equals("local");
        }
        return options.connection == null || !options.connection.equals("local");
    }

    private void checkBecome(WrittenVariables variables, boolean otherwise) {
        checkDecryption(variables.first(Passwords.OF_BECOME));
        Template written = variables.written("ansible_become");
        boolean becomes = written == null
                ? otherwise
                : written instanceof Template.Constant(Object value, var _)
                        && Boolean.TRUE.equals(ScalarValues.bool(value));
        if (becomes
                && variables.written("ansible_become_method") instanceof Template.Constant(Object method, Span span)) {
            Object plain = method instanceof String word ? word.toLowerCase(Locale.ROOT) : method;
            collect(() -> Kind.BECOME_METHOD.check("ansible_become_method", plain, span));
        }
    }

    // If a password is available, an unusable key is not an error.
    private void checkKey(WrittenVariables variables) {
        if (options.askPassword || variables.first(Passwords.OF_LOGIN) != null) {
            return;
        }
        Template written = variables.first(KEYS);
        if (written == null) {
            if (options.privateKey != null) {
                checkKey(options.privateKey, null, "--private-key " + options.privateKey);
            }
        } else if (written instanceof Template.Constant(Object value, Span span) && value != null) {
            String name = Values.text(value);
            Path path = HomePath.of(name);
            checkKey(path, span, "the private key " + name);
        }
    }

    private void checkKey(Path path, @Nullable Span span, String what) {
        String problem = keys.computeIfAbsent(path, file -> String.valueOf(KeyFileCheck.problem(file)));
        if (!problem.equals("null")) {
            String hint = Files.exists(path) || path.isAbsolute() ? null : "looked for it as " + path.toAbsolutePath();
            add(new UserError(span, what + " can't be used: " + problem, hint));
        }
    }

    /** Checks that an encrypted value can be decrypted. */
    private void checkDecryption(@Nullable Template written) {
        if (written instanceof Template.Deferred secret) {
            collect(secret::check);
        }
    }

    WrittenVariables variables(Play play, Host host) {
        return new WrittenVariables(context, layers, play, host);
    }

    private void collect(Runnable check) {
        try {
            check.run();
        } catch (UserError e) {
            add(e);
        }
    }

    private void add(UserError error) {
        for (UserError one : error.each()) {
            Finding finding = Finding.reached(Rule.CONNECTION, one);
            boolean fails = finding.kind() == Finding.Kind.IF_REACHED;
            context.loader().findings().add(fails ? finding.as(Finding.Kind.CERTAIN) : finding);
        }
    }
}
