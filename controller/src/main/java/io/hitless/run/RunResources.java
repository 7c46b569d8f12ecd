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
 * The resources that all runs of a command share.
 *
 * @param inventory reads the sources of the inventory again
 * @param packer prepares modules of users for sending
 * @param cipher encrypts results that a resumed run needs and that must not be shown
 */
public record RunResources(
        ModuleCatalog modules,
        ModulePacker packer,
        PlaybookLoader loader,
        Supplier<Inventory> inventory,
        SessionFactory sessions,
        Redactor redactor,
        ResultCipher cipher) {}
