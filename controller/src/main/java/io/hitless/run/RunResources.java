package io.hitless.run;

import io.hitless.inventory.Inventory;
import io.hitless.module.ModuleCatalog;
import io.hitless.playbook.load.PlaybookLoader;
import io.hitless.python.ModulePacker;
import io.hitless.run.session.SessionFactory;
import io.hitless.value.Redactor;
import io.hitless.vars.ResultCipher;
import java.util.function.Supplier;

/**
 * What every run of a command is made with.
 *
 * @param inventory reads the sources of the inventory again
 * @param packer makes modules of users ready to be sent
 * @param cipher seals results that a resumed run needs and that must not be seen
 */
public record RunResources(
        ModuleCatalog modules,
        ModulePacker packer,
        PlaybookLoader loader,
        Supplier<Inventory> inventory,
        SessionFactory sessions,
        Redactor redactor,
        ResultCipher cipher) {}
