/** Where commands write: the screen, files and webhooks; and exit codes. */
@NullMarked
package io.hitless.cli.output;

import org.jspecify.annotations.NullMarked;
