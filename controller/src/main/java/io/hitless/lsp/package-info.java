/**
 * A language server for editors: diagnostics, completion, help and definitions in playbooks, files of tasks and
 * inventories. It reads files and the same declarations as a run, and never connects to a host.
 */
@NullMarked
package io.hitless.lsp;

import org.jspecify.annotations.NullMarked;
