/** What people read of a run: the console as Ansible shows it, and a run's texts for plans and drift checks. */
@NullMarked
package io.hitless.report.console;

import org.jspecify.annotations.NullMarked;
