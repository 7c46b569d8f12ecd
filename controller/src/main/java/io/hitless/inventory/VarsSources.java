package io.hitless.inventory;

/**
 * Where variables come from that stand beside inventory and playbook.
 *
 * @param files whether {@code group_vars} and {@code host_vars} are read
 * @param atStart whether they belong to the inventory, so that those beside the playbook are not read
 * @param plugins asked before the files of the same directory are read
 */
public record VarsSources(boolean files, boolean atStart, VarsPlugins plugins) {
    /** The files, for each task. */
    public static final VarsSources FILES = new VarsSources(true, false, VarsPlugins.NONE);

    boolean readsFilesAt(VarsPlugins.Stage stage) {
        return files && atStart == (stage == VarsPlugins.Stage.INVENTORY);
    }
}
