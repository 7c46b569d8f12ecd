/** The settings of a run, from the command line. */
@NullMarked
package io.hitless.run.settings;

import org.jspecify.annotations.NullMarked;
