/** Access to hosts: address, login and become from variables and keywords, and the pool of open sessions. */
@NullMarked
package io.hitless.run.session;

import org.jspecify.annotations.NullMarked;
