/** How the operator wants a run carried out: what the command line says. */
@NullMarked
package io.hitless.run.settings;

import org.jspecify.annotations.NullMarked;
