/**
 * Tests on real hosts, each with its own systemd, sshd and network. They know nothing of the controller: they run
 * {@code ./hitless}.
 */
@org.jspecify.annotations.NullMarked
package io.hitless.lab;
