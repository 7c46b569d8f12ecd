/** Text for people: the console in Ansible's format, and the text of plans, drift checks and past runs. */
@NullMarked
package io.hitless.report.console;

import org.jspecify.annotations.NullMarked;
