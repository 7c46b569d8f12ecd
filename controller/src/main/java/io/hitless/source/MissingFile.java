package io.hitless.source;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file or role that is referred to does not exist. This is a class of its own to tell it from an error within a file.
 */
public final class MissingFile extends UserError {
    private static final long serialVersionUID = 1;

    private final transient List<Path> places;

    public MissingFile(@Nullable Span span, String message, @Nullable String hint) {
        this(span, message, hint, List.of());
    }

    /** @param places where it was looked for; empty if that is not known */
    public MissingFile(@Nullable Span span, String message, @Nullable String hint, List<Path> places) {
        super(span, message, hint);
        this.places = List.copyOf(places);
    }

    /** Returns where it was looked for; empty if that is not known. */
    public List<Path> places() {
        return places;
    }

    @Override
    public UserError hinting(String help) {
        return hint() != null ? this : new MissingFile(span(), what(), help, places);
    }

    @Override
    public UserError at(Span place) {
        return span() != null ? this : new MissingFile(place, what(), hint(), places);
    }
}
