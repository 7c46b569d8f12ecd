/** Network addresses: the filters and tests of {@code ansible.utils} for IP and MAC addresses. */
@NullMarked
package io.hitless.template.address;

import org.jspecify.annotations.NullMarked;
