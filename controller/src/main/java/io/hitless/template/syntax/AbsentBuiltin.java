package io.hitless.template.syntax;

import io.hitless.source.UserError;
import java.util.List;

/** Stands for a filter or test that does not exist or does not accept the arguments. Evaluating it is an error. */
public record AbsentBuiltin(String name, UserError error) implements Signature {
    @Override
    public List<String> parameters() {
        return List.of("*", "**");
    }
}
