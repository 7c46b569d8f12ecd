package io.hitless.run.action;

import io.hitless.module.ModuleCatalog;
import io.hitless.playbook.load.PlaybookLoader;
import io.hitless.run.step.TaskArguments;

/** The shared objects that execute the tasks of a run. */
public record ActionTools(
        Actions actions, TaskArguments arguments, RunControl control, ModuleCatalog modules, PlaybookLoader loader) {}
