package io.hitless.run.action;

import io.hitless.module.ModuleCatalog;
import io.hitless.playbook.load.PlaybookLoader;
import io.hitless.run.step.TaskArguments;

/** What all tasks of a run are carried out with. */
public record ActionTools(
        Actions actions, TaskArguments arguments, RunControl control, ModuleCatalog modules, PlaybookLoader loader) {}
