/** Addresses of networks, hosts and network cards, with the filters and tests of {@code ansible.utils} over them. */
@NullMarked
package io.hitless.template.address;

import org.jspecify.annotations.NullMarked;
