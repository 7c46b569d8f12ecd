/** The commands: each a class of options, and a few lines that hand the work on. */
@NullMarked
package io.hitless.cli.command;

import org.jspecify.annotations.NullMarked;
