/**
 * The parts of modules that run on the controller: the whole module (debug, set_fact), or the work before and after the
 * host's part (copy, template, fetch).
 */
@NullMarked
package io.hitless.run.action;

import org.jspecify.annotations.NullMarked;
