package io.hitless.run.action;

import io.hitless.playbook.Keyword;
import io.hitless.python.ModuleProgram;
import io.hitless.run.step.KeywordResolver;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The arguments of a task, with the {@code _ansible_} arguments that Ansible adds. */
final class UserModuleArguments {
    private final ActionCall call;
    private final ModuleProgram program;

    UserModuleArguments(ActionCall call, ModuleProgram program) {
        this.call = call;
        this.program = program;
    }

    /** Returns all arguments except {@code _ansible_tmpdir}, which the host adds. */
    Map<String, @Nullable Object> map() {
        Map<String, @Nullable Object> out = new LinkedHashMap<>(call.args());
        out.put("_ansible_check_mode", call.check());
        out.put("_ansible_diff", call.settings().diff());
        out.put(
                "_ansible_no_log",
                new KeywordResolver(call.task().settings(), call::scope).flag(Keyword.NO_LOG, false));
        out.put("_ansible_debug", false);
        out.put("_ansible_verbosity", variable("ansible_verbosity", 0L));
        out.put("_ansible_version", program.version());
        out.put("_ansible_module_name", program.name());
        out.put("_ansible_syslog_facility", variable("ansible_syslog_facility", "LOG_USER"));
        out.put("_ansible_selinux_special_fs", List.of("fuse", "nfs", "vboxsf", "ramfs", "9p", "vfat"));
        out.put("_ansible_socket", null);
        out.put("_ansible_shell_executable", variable("ansible_shell_executable", "/bin/sh"));
        out.put("_ansible_keep_remote_files", false);
        out.put("_ansible_remote_tmp", variable("ansible_remote_tmp", "~/.ansible/tmp"));
        out.put("_ansible_ignore_unknown_opts", false);
        out.put("_ansible_target_log_info", null);
        out.put("_ansible_tracebacks_for", List.of());
        return out;
    }

    private Object variable(String name, Object fallback) {
        Object value = call.scope().get(name);
        return value == null || value instanceof Undefined ? fallback : value;
    }

    /** Returns the arguments as old modules read them: {@code key=value} words, quoted for a shell. */
    static String words(Map<String, @Nullable Object> arguments) {
        return arguments.entrySet().stream()
                .map(argument -> argument.getKey() + "=" + quoted(Values.text(argument.getValue())))
                .collect(Collectors.joining(" "));
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9@%+=:,./_-]+") ? text : "'" + text.replace("'", "'\"'\"'") + "'";
    }
}
