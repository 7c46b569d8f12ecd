package io.hitless.run.action;

import java.util.ArrayList;
import java.util.List;

/** A line cut into words as a shell does: quotes hold them together, a backslash takes the next character as it is. */
public final class Words {
    private Words() {}

    public static List<String> of(String line) {
        List<String> out = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        boolean open = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && quote != '\'' && i + 1 < line.length()) {
                word.append(line.charAt(++i));
                open = true;
            } else if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                open = true;
            } else if (!Character.isWhitespace(c)) {
                word.append(c);
                open = true;
            } else if (open) {
                out.add(word.toString());
                word.setLength(0);
                open = false;
            }
        }
        if (open) {
            out.add(word.toString());
        }
        return out;
    }
}
