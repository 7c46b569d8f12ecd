package io.hitless.cli.launch;

import io.hitless.cli.option.ConnectionOptions;
import io.hitless.inventory.Host;
import io.hitless.inventory.HostLayers;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Kind;
import io.hitless.playbook.Play;
import io.hitless.playbook.ScalarValues;
import io.hitless.source.Problems;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.transport.KeyFileCheck;
import io.hitless.value.Values;
import io.hitless.vars.Passwords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the hosts of a play are reached, as far as it is written as it is: a way that does not exist, a key that can't be
 * read, a password that can't be decrypted show before the first host is touched.
 */
final class ConnectionCheck {
    private static final List<String> KEYS = List.of("ansible_ssh_private_key_file", "ansible_private_key_file");

    private final CommandContext workplace;
    private final ConnectionOptions options;
    private final HostLayers layers;
    private final Map<String, UserError> errors = new LinkedHashMap<>();
    private final Map<Path, String> keys = new HashMap<>();

    ConnectionCheck(CommandContext workplace, ConnectionOptions options) {
        this.workplace = workplace;
        this.options = options;
        this.layers = workplace.layers();
    }

    /** Whether a host may be this machine, by whatever way. */
    boolean mayBeLocal(Play play, Host host) {
        if ("local".equals(options.connection) || play.settings().get(Keyword.CONNECTION) != null) {
            return true;
        }
        WrittenVariables its = variables(play, host);
        Template how = its.written("ansible_connection");
        String address = its.text("ansible_host");
        return (how != null && !"ssh".equals(its.text("ansible_connection")))
                || isThisMachine(address == null ? host.name() : address);
    }

    private static boolean isThisMachine(String address) {
        return address.equals("localhost") || address.equals("::1") || address.startsWith("127.");
    }

    /** @param becomes whether the play and its tasks are sure to become another user */
    void check(Play play, Host host, boolean becomes) {
        WrittenVariables its = variables(play, host);
        become(its, becomes || options.become);
        Template how = its.first(List.of("ansible_connection"));
        way(how, play);
        if (isSsh(its, how, play)) {
            opens(its.first(Passwords.OF_LOGIN));
            opens(its.first(List.of("ansible_host", "ansible_ssh_host")));
            opens(its.first(List.of("ansible_user", "ansible_ssh_user")));
            key(its);
        }
    }

    private void way(@Nullable Template variable, Play play) {
        if (variable instanceof Template.Constant(Object value, Span span)) {
            collect(() -> Kind.CONNECTION.check("ansible_connection", value, span));
        } else if (variable == null
                && play.settings().get(Keyword.CONNECTION) == null
                && options.connection != null
                && !Kind.CONNECTION.takes(options.connection)) {
            add(new UserError(null, "--connection " + options.connection + " is not known", "it is ssh or local"));
        }
    }

    private boolean isSsh(WrittenVariables its, @Nullable Template how, Play play) {
        if (how != null) {
            String name = its.text("ansible_connection");
            return name != null && !ScalarValues.shortName(name).equals("local");
        }
        Template keyword = play.settings().get(Keyword.CONNECTION);
        if (keyword != null) {
            return keyword instanceof Template.Constant(Object name, var _)
                    && !ScalarValues.shortName(String.valueOf(name)).equals("local");
        }
        return options.connection == null || !options.connection.equals("local");
    }

    private void become(WrittenVariables its, boolean otherwise) {
        opens(its.first(Passwords.OF_BECOME));
        Template written = its.written("ansible_become");
        boolean becomes = written == null
                ? otherwise
                : written instanceof Template.Constant(Object value, var _)
                        && Boolean.TRUE.equals(ScalarValues.bool(value));
        if (becomes && its.written("ansible_become_method") instanceof Template.Constant(Object method, Span span)) {
            Object plain = method instanceof String word ? word.toLowerCase(Locale.ROOT) : method;
            collect(() -> Kind.BECOME_METHOD.check("ansible_become_method", plain, span));
        }
    }

    // With a password at hand, a key that can't be used is no more than a note.
    private void key(WrittenVariables its) {
        if (options.askPassword || its.first(Passwords.OF_LOGIN) != null) {
            return;
        }
        Template written = its.first(KEYS);
        if (written == null) {
            if (options.privateKey != null) {
                key(options.privateKey, null, "--private-key " + options.privateKey);
            }
        } else if (written instanceof Template.Constant(Object value, Span span) && value != null) {
            String name = Values.text(value);
            Path path = Path.of(name.startsWith("~/") ? System.getProperty("user.home") + name.substring(1) : name);
            key(path, span, "the private key " + name);
        }
    }

    private void key(Path path, @Nullable Span span, String what) {
        String problem = keys.computeIfAbsent(path, file -> String.valueOf(KeyFileCheck.problem(file)));
        if (!problem.equals("null")) {
            String hint = Files.exists(path) || path.isAbsolute() ? null : "looked for it as " + path.toAbsolutePath();
            add(new UserError(span, what + " can't be used: " + problem, hint));
        }
    }

    /** What is encrypted has a password that opens it. */
    private void opens(@Nullable Template written) {
        if (written instanceof Template.Deferred secret) {
            collect(secret::check);
        }
    }

    WrittenVariables variables(Play play, Host host) {
        return new WrittenVariables(workplace, layers, play, host);
    }

    private void collect(Runnable check) {
        try {
            check.run();
        } catch (UserError e) {
            add(e);
        }
    }

    private void add(UserError error) {
        error.each().forEach(one -> errors.putIfAbsent(one.getMessage(), one));
    }

    /** @throws UserError with all that was found */
    void throwIfAny() {
        Problems problems = new Problems();
        errors.values().forEach(problems::add);
        problems.throwIfAny();
    }
}
