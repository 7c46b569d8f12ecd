/** How hosts are reached: address, login and become out of variables and keywords, and the sessions kept open. */
@NullMarked
package io.hitless.run.session;

import org.jspecify.annotations.NullMarked;
