package io.hitless.vars;

import java.util.List;

/** Decides which facts become variables. */
final class Facts {
    private static final List<String> PREFIXES = List.of(
            "ansible_become",
            "ansible_ssh_",
            "ansible_su_",
            "ansible_sudo",
            "ansible_shell_",
            "ansible_docker_",
            "ansible_winrm_",
            "ansible_local_",
            "ansible_connection",
            "ansible_psrp_",
            "ansible_delegated_vars",
            "ansible_rsync_path",
            "ansible_remote_",
            "ansible_scp_",
            "ansible_sftp_");
    private static final List<String> NAMES = List.of(
            "ansible_host",
            "ansible_port",
            "ansible_user",
            "ansible_password",
            "ansible_pass",
            "ansible_private_key_file",
            "ansible_timeout",
            "ansible_executable",
            "ansible_pipelining",
            "ansible_check_mode",
            "ansible_diff_mode");

    private Facts() {}

    /** Returns whether a fact may be a variable. A host must not be able to change how hitless connects to it. */
    static boolean mayBeVariable(String fact) {
        if (fact.startsWith("ansible_ssh_host_key_")) {
            return true;
        }
        return PREFIXES.stream().noneMatch(fact::startsWith) && !NAMES.contains(fact) && !fact.endsWith("_interpreter");
    }
}
