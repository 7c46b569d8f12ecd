package io.hitless.playbook;

import io.hitless.source.Span;
import io.hitless.template.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A block: steps that share keywords and error handling.
 *
 * @param rescue the steps that run on hosts where a step of the block failed; afterwards these hosts count as rescued;
 *     empty: none
 * @param always the steps that run on all hosts that entered the block, even if a step failed
 */
public record Block(
        @Nullable Template name,
        List<Step> steps,
        List<Step> rescue,
        List<Step> always,
        InheritedKeywords settings,
        Span span)
        implements Step {
    public Block {
        steps = List.copyOf(steps);
        rescue = List.copyOf(rescue);
        always = List.copyOf(always);
    }

    @Override
    public @Nullable TaskLocation place() {
        return steps.isEmpty() ? null : steps.getFirst().place();
    }
}
