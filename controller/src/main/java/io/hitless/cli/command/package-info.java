/** The commands: each is a class of options and a few lines that call {@code cli.launch}. */
@NullMarked
package io.hitless.cli.command;

import org.jspecify.annotations.NullMarked;
