package io.hitless.module;

import io.hitless.source.MappedText;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Options given as text: {@code name=x state=y}, and for a module with a free-form option that option's text with
 * others among it, as in {@code chdir=/tmp ls -l}. Quotes hold a value together; so do the braces of a template.
 */
public final class FreeForm {
    /**
     * An option as it stands in the text.
     *
     * @param name as written; the free-form option's own name for its text
     * @param nameSpan where the name stands; for the free text the text itself
     * @param value without the quotes around it, each character knowing its place; may be a template
     */
    public record Piece(String name, Span nameSpan, MappedText value) {}

    private final ModuleSpec module;
    private final MappedText excerpt;
    private final String text;
    private final List<Piece> pieces = new ArrayList<>();
    private final List<Integer> free = new ArrayList<>();

    private FreeForm(ModuleSpec module, MappedText excerpt) {
        this.module = module;
        this.excerpt = excerpt;
        this.text = excerpt.text();
    }

    /**
     * Takes a task's text apart.
     *
     * @throws UserError if a quote is not closed, or a word is no option where only options may stand
     */
    public static List<Piece> split(ModuleSpec module, MappedText text) {
        return new FreeForm(module, text).split();
    }

    private List<Piece> split() {
        Set<String> amongText = new LinkedHashSet<>();
        for (OptionSpec option : module.options()) {
            if (!option.hidden()
                    && !option.name().equals(module.freeForm())
                    && !option.name().equals("argv")) {
                amongText.add(option.name());
                amongText.addAll(option.aliases());
            }
        }
        int at = 0;
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                free.add(at++);
                continue;
            }
            int end = wordEnd(at);
            int equals = equals(at, end);
            String name = equals < 0 ? "" : text.substring(at, equals);
            if (equals >= 0 && (module.freeForm() == null || amongText.contains(name))) {
                pieces.add(new Piece(name, excerpt.span(at, equals), value(equals + 1, end)));
                // The blanks before it go with it: those behind belong to what follows.
                while (!free.isEmpty() && Character.isWhitespace(text.charAt(free.getLast()))) {
                    free.removeLast();
                }
            } else if (module.freeForm() == null) {
                throw new UserError(
                        excerpt.span(at, end),
                        "'" + text.substring(at, end) + "' is no option of module '" + module.name() + "'",
                        "options are NAME=VALUE");
            } else {
                for (int i = at; i < end; i++) {
                    free.add(i);
                }
            }
            at = end;
        }
        addFreeText();
        return pieces;
    }

    private void addFreeText() {
        String option = module.freeForm();
        while (!free.isEmpty() && Character.isWhitespace(text.charAt(free.getFirst()))) {
            free.removeFirst();
        }
        while (!free.isEmpty() && Character.isWhitespace(text.charAt(free.getLast()))) {
            free.removeLast();
        }
        if (option != null && !free.isEmpty()) {
            pieces.addFirst(new Piece(option, excerpt.span(free.getFirst(), free.getLast() + 1), pick(free)));
        }
    }

    /** Where the word that begins at {@code start} ends: at a blank outside quotes and template braces. */
    private int wordEnd(int start) {
        char quote = 0;
        int quotedAt = start;
        @Nullable String closing = null;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (closing != null) {
                if (text.startsWith(closing, i)) {
                    closing = null;
                    i++;
                }
            } else if (text.startsWith("{{", i) || text.startsWith("{%", i) || text.startsWith("{#", i)) {
                closing = text.charAt(i + 1) == '{' ? "}}" : text.charAt(i + 1) + "}";
                i++;
            } else if (quote != 0) {
                quote = c == quote && text.charAt(i - 1) != '\\' ? 0 : quote;
            } else if ((c == '"' || c == '\'') && (i == start || text.charAt(i - 1) != '\\')) {
                quote = c;
                quotedAt = i;
            } else if (Character.isWhitespace(c)) {
                return i;
            }
        }
        if (quote != 0) {
            throw new UserError(excerpt.span(quotedAt, quotedAt + 1), "this quote is not closed");
        }
        return text.length();
    }

    /** The place of the {@code =} behind a name at {@code start}, or -1. */
    private int equals(int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '=') {
                return i > start ? i : -1;
            }
            if (c != '_' && c != '-' && !Character.isLetterOrDigit(c)) {
                return -1;
            }
        }
        return -1;
    }

    private MappedText value(int start, int end) {
        boolean quoted = end - start >= 2
                && (text.charAt(start) == '"' || text.charAt(start) == '\'')
                && text.charAt(end - 1) == text.charAt(start);
        List<Integer> places = new ArrayList<>();
        for (int i = quoted ? start + 1 : start; i < (quoted ? end - 1 : end); i++) {
            // A backslash keeps the quote that would end the value.
            if (!(quoted && text.charAt(i) == '\\' && text.charAt(i + 1) == text.charAt(start) && i + 1 < end - 1)) {
                places.add(i);
            }
        }
        return places.isEmpty() ? MappedText.opaque(excerpt.span(start, end), "") : pick(places);
    }

    private MappedText pick(List<Integer> places) {
        StringBuilder picked = new StringBuilder(places.size());
        int[] offsets = new int[places.size()];
        for (int n = 0; n < offsets.length; n++) {
            int place = places.get(n);
            picked.append(text.charAt(place));
            offsets[n] = excerpt.span(place, place + 1).start();
        }
        return MappedText.mapped(excerpt.span(places.getFirst(), places.getLast() + 1), picked.toString(), offsets);
    }
}
