package io.hitless.playbook;

import io.hitless.source.Span;
import io.hitless.template.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Steps that fail together.
 *
 * @param rescue run on hosts where a step failed, after which they count as mended; empty: none
 * @param always run on all hosts that entered, whatever happened
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
}
