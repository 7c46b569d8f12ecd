package io.hitless.playbook.load;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What to do in place of modules of Ansible that hitless does not have, and that many playbooks use. */
final class Elsewhere {
    private static final String DOCKER = "it talks to Docker by Python: install the collection community.docker on the"
            + " bastion and Python 3 with 'requests' on the host; or use command: docker";
    private static final String ACME =
            "install the collection community.crypto on the bastion and Python 3 on the host;"
                    + " or run a client on the host, such as command: certbot";
    private static final Map<String, String> HINTS = Map.ofEntries(
            Map.entry("docker_container", DOCKER),
            Map.entry("docker_container_info", DOCKER),
            Map.entry("docker_container_exec", DOCKER),
            Map.entry("docker_compose", DOCKER),
            Map.entry("docker_compose_v2", DOCKER),
            Map.entry("docker_host_info", DOCKER),
            Map.entry("docker_image", DOCKER),
            Map.entry("docker_image_build", DOCKER),
            Map.entry("docker_image_info", DOCKER),
            Map.entry("docker_image_pull", DOCKER),
            Map.entry("docker_login", DOCKER),
            Map.entry("docker_network", DOCKER),
            Map.entry("docker_prune", DOCKER),
            Map.entry("docker_volume", DOCKER),
            Map.entry("acme_account", ACME),
            Map.entry("acme_certificate", ACME),
            Map.entry("acme_certificate_revoke", ACME),
            Map.entry(
                    "ohai",
                    "facts of ohai are not gathered: register command: ohai, then set_fact with its stdout |"
                            + " from_json"),
            Map.entry(
                    "facter",
                    "facts of facter are not gathered: register command: facter --json, then set_fact with its"
                            + " stdout | from_json"),
            Map.entry(
                    "facter_facts",
                    "facts of facter are not gathered: register command: facter --json, then set_fact with its"
                            + " stdout | from_json"));

    private Elsewhere() {}

    /** @param module a name, with or without its collection */
    static @Nullable String hint(String module) {
        return HINTS.get(module.substring(module.lastIndexOf('.') + 1));
    }
}
