package io.hitless.playbook.load;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What to do in place of modules of Ansible that hitless does not have, and that many playbooks use. */
final class Elsewhere {
    private static final Map<String, String> BY_BEGINNING = Map.of(
            "docker_",
            "it talks to Docker by Python: install the collection community.docker on the bastion and Python 3 with"
                    + " 'requests' on the host; or use command: docker",
            "acme_",
            "install the collection community.crypto on the bastion and Python 3 on the host; or run a client on the"
                    + " host, such as command: certbot",
            "ohai",
            "facts of ohai are not gathered: register command: ohai, then set_fact with its stdout | from_json",
            "facter",
            "facts of facter are not gathered: register command: facter --json, then set_fact with its stdout |"
                    + " from_json");

    private Elsewhere() {}

    /** @param module a name, with or without its collection */
    static @Nullable String hint(String module) {
        String name = module.substring(module.lastIndexOf('.') + 1);
        return BY_BEGINNING.entrySet().stream()
                .filter(family -> name.startsWith(family.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }
}
