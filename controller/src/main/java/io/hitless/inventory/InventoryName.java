package io.hitless.inventory;

import io.hitless.source.UserError;

/**
 * What hosts and groups may be called. Files are found and made by these names ({@code host_vars/NAME}, fetched files,
 * reports), so a name is no path; and it is printed, so it holds no control characters.
 */
final class InventoryName {
    private InventoryName() {}

    /**
     * @param kind "host" or "group", for the message
     * @throws UserError if there can be none of that name
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
