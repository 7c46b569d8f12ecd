package io.hitless.vars;

import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Keyword;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The values of connection variables that are not set. As in Ansible, a task then sees the variable's other name, the
 * keywords of the task, or the options of the command line. {@code hostvars} and {@code vars} do not show these values.
 */
final class ConnectionVariables {
    private static final Map<String, String> OTHER_NAMES =
            otherNames("host", "user", "port", "pipelining", "timeout", "private_key_file");

    /** The variables that the ssh connection and the shell of a task read: a task sees those of the host that acts. */
    private static final Set<String> OF_ACTING_HOST = Stream.concat(
                    OTHER_NAMES.keySet().stream(),
                    Stream.of(
                            "ansible_connection",
                            "ansible_shell_type",
                            "ansible_shell_executable",
                            "ansible_ssh_password",
                            "ansible_ssh_args",
                            "ansible_ssh_common_args",
                            "ansible_ssh_extra_args",
                            "ansible_sftp_extra_args",
                            "ansible_scp_extra_args",
                            "ansible_ssh_executable",
                            "ansible_ssh_retries"))
            .collect(Collectors.toUnmodifiableSet());

    private ConnectionVariables() {}

    private static Map<String, String> otherNames(String... settings) {
        Map<String, String> names = new HashMap<>();
        for (String setting : settings) {
            names.put("ansible_" + setting, "ansible_ssh_" + setting);
            names.put("ansible_ssh_" + setting, "ansible_" + setting);
        }
        names.put("ansible_password", "ansible_ssh_pass");
        names.put("ansible_ssh_pass", "ansible_password");
        return names;
    }

    /** Returns the other name of the same setting, or null. */
    static @Nullable String otherName(String name) {
        return OTHER_NAMES.get(name);
    }

    /** Returns whether a task sees a value under this name if nothing is set. */
    static boolean includes(String name) {
        return OF_ACTING_HOST.contains(name);
    }

    /** Returns the template or value that applies if neither name is set, or {@link Absent#MISSING}. */
    static @Nullable Object get(String name, String host, InheritedKeywords keywords, ConnectionDefaults defaults) {
        return switch (name) {
            case "ansible_host", "ansible_ssh_host" -> host;
            case "ansible_user", "ansible_ssh_user" -> or(keywords.get(Keyword.REMOTE_USER), defaults.user());
            case "ansible_connection" -> or(keywords.get(Keyword.CONNECTION), defaults.connection());
            case "ansible_timeout", "ansible_ssh_timeout" -> defaults.timeout();
            case "ansible_private_key_file", "ansible_ssh_private_key_file" -> or(null, defaults.keyFile());
            case "ansible_password", "ansible_ssh_pass" ->
                or(null, defaults.password().get()); // plain text, never a template
            case "ansible_shell_executable" -> "/bin/sh";
            case "ansible_pipelining", "ansible_ssh_pipelining" -> false;
            default -> Absent.MISSING;
        };
    }

    private static Object or(@Nullable Object keyword, @Nullable Object otherwise) {
        return keyword != null ? keyword : otherwise != null ? otherwise : Absent.MISSING;
    }
}
