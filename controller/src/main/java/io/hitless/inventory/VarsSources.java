package io.hitless.inventory;

/**
 * The sources of variables beside the inventory and the playbook.
 *
 * @param files whether {@code group_vars} and {@code host_vars} are read
 * @param atStart whether they are part of the inventory, so that those beside the playbook are not read
 * @param plugins called before the files of the same directory are read
 */
public record VarsSources(boolean files, boolean atStart, VarsPlugins plugins) {
    /** Files only, read when tasks need them. */
    public static final VarsSources FILES = new VarsSources(true, false, VarsPlugins.NONE);

    boolean readsFilesAt(VarsPlugins.Stage stage) {
        return files && atStart == (stage == VarsPlugins.Stage.INVENTORY);
    }
}
