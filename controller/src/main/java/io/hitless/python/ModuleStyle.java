package io.hitless.python;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** How a module gets its arguments, by Ansible's conventions. */
public enum ModuleStyle {
    /** Python with {@code module_utils}: packed with the sources that it imports. */
    PYTHON,
    /** The module's text has a placeholder for the arguments as JSON. */
    JSON_IN_TEXT,
    /** The arguments are in a file, as JSON. */
    JSON_FILE,
    /** A binary. The arguments are in a file, as JSON. */
    BINARY,
    /** The arguments are in a file, as {@code key=value} words. */
    TEXT_FILE,
    /** For Windows. */
    POWERSHELL;

    static final String JSON_PLACE = "<<INCLUDE_ANSIBLE_MODULE_JSON_ARGS>>";
    static final String COMMON_PLACE = "#<<INCLUDE_ANSIBLE_MODULE_COMMON>>";
    private static final int HEAD = 1024;
    private static final Pattern UTILS = Pattern.compile("from +(?:\\.{2,} *module_utils\\S*|ansible\\.module_utils\\S*"
            + "|ansible_collections\\.\\w+\\.\\w+\\.plugins\\.module_utils\\S*) +import "
            + "|import +(?:ansible\\.module_utils\\.|ansible_collections\\.\\w+\\.\\w+\\.plugins\\.module_utils)");
    private static final Pattern WINDOWS = Pattern.compile("# POWERSHELL_COMMON|(?m)^#(?i:AnsibleRequires|requires) ");

    static ModuleStyle of(byte[] content) {
        if (isBinary(content)) {
            return BINARY;
        }
        String text = new String(content, StandardCharsets.UTF_8);
        if (text.contains(COMMON_PLACE) || UTILS.matcher(text).find()) {
            return PYTHON;
        }
        if (WINDOWS.matcher(text).find()) {
            return POWERSHELL;
        }
        if (text.contains(JSON_PLACE)) {
            return JSON_IN_TEXT;
        }
        return text.contains("WANT_JSON") ? JSON_FILE : TEXT_FILE;
    }

    private static boolean isBinary(byte[] content) {
        for (int i = 0; i < Math.min(HEAD, content.length); i++) {
            int b = content[i] & 0xff;
            boolean text = (b >= 0x20 && b != 0x7f) || (b >= 7 && b <= 13 && b != 11) || b == 27;
            if (!text) {
                return true;
            }
        }
        return false;
    }
}
