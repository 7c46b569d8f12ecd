package io.hitless.inventory;

import io.hitless.source.UserError;

/**
 * Checks the names of hosts and groups. Names are used in file names ({@code host_vars/NAME}, fetched files, reports),
 * so a name must not be a path; and they are printed, so they must not contain control characters.
 */
final class InventoryName {
    private InventoryName() {}

    /**
     * @param kind "host" or "group", for the message
     * @throws UserError if the name is not allowed
     */
    static String checked(String kind, String name) {
        String wrong = name.isBlank()
                ? "is empty"
                : name.equals(".") || name.equals("..") || name.indexOf('/') >= 0
                        ? "is a path"
                        : name.chars().anyMatch(Character::isISOControl) ? "holds control characters" : null;
        if (wrong != null) {
            throw new UserError(
                    null,
                    "a " + kind + " cannot be called '" + name + "': the name " + wrong,
                    "use letters, digits, '.', '-' and '_'");
        }
        return name;
    }
}
