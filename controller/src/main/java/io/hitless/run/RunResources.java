package io.hitless.run;

import io.hitless.module.ModuleCatalog;
import io.hitless.playbook.load.PlaybookLoader;
import io.hitless.run.session.SessionFactory;
import io.hitless.value.Redactor;
import io.hitless.vars.ResultCipher;

/**
 * What every run of a command is made with.
 *
 * @param cipher seals results that a resumed run needs and that must not be seen
 */
public record RunResources(
        ModuleCatalog modules,
        PlaybookLoader loader,
        SessionFactory sessions,
        Redactor redactor,
        ResultCipher cipher) {}
