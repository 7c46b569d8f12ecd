/** HTTP clients for all that asks a web server from the controller: proxies of the environment, certificates. */
@NullMarked
package io.hitless.http;

import org.jspecify.annotations.NullMarked;
