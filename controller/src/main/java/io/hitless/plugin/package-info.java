/**
 * The plugins that users wrote in Python. One helper process runs filters, tests and lookups, another one inventory and
 * vars plugins; each is started when it is first needed.
 */
@NullMarked
package io.hitless.plugin;

import org.jspecify.annotations.NullMarked;
