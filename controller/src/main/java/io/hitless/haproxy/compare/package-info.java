/**
 * What a configuration of HAProxy means, and the differences in meaning between two: comments, blanks, quotes and the
 * order of unrelated lines do not count. Whether a difference can be made without a reload is decided in
 * {@code haproxy.live}.
 */
@NullMarked
package io.hitless.haproxy.compare;

import org.jspecify.annotations.NullMarked;
