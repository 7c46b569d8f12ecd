package io.hitless.python;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The Ansible that is installed on the bastion. It is searched for when it is first needed. Safe for use by several
 * threads.
 */
public final class BastionAnsible {
    private final Supplier<AnsibleInstallation> search;
    private @Nullable AnsibleInstallation found;

    public BastionAnsible(Supplier<AnsibleInstallation> search) {
        this.search = search;
    }

    public synchronized AnsibleInstallation installation() {
        AnsibleInstallation known = found;
        if (known == null) {
            known = search.get();
            found = known;
        }
        return known;
    }
}
