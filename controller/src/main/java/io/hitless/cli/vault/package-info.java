/** Vault passwords, and the files that {@code hitless vault} reads and writes. */
@NullMarked
package io.hitless.cli.vault;

import org.jspecify.annotations.NullMarked;
