package io.hitless.template.syntax;

import io.hitless.source.Span;
import io.hitless.source.UserError;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Converts stack overflow and lack of memory to an error at the text that was parsed or evaluated. */
public final class ResourceErrors {
    private ResourceErrors() {}

    /** @throws UserError also if the stack or the memory is exhausted */
    public static <T extends @Nullable Object> T at(Span span, Supplier<T> work) {
        try {
            return work.get();
        } catch (StackOverflowError _) {
            throw new UserError(
                    span, "this template uses itself without end, through its variables, macros or includes");
        } catch (OutOfMemoryError _) {
            throw new UserError(span, "this template needs more memory than there is");
        }
    }
}
