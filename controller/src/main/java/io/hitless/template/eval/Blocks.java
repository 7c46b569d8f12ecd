package io.hitless.template.eval;

import io.hitless.source.UserError;
import io.hitless.template.syntax.Stmt;
import io.hitless.value.Undefined;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a template and of the templates that it extends, by name; the definition in the innermost template
 * comes first. In templates this is the variable {@code self}.
 */
final class Blocks implements Attributes {
    /** Renders the content of a block. */
    @FunctionalInterface
    interface Runner {
        void run(List<Stmt> body, Frame names, RenderBuffer out);
    }

    private final Map<String, List<Stmt.Block>> versions = new HashMap<>();
    private final Frame names;
    private final Runner runner;

    /** @param names the variables that blocks see: those that the template sets outside of blocks */
    Blocks(Frame names, Runner runner) {
        this.names = names;
        this.runner = runner;
    }

    void collect(List<Stmt> body) {
        for (Stmt stmt : body) {
            if (stmt instanceof Stmt.Block block) {
                versions.computeIfAbsent(block.name(), _ -> new ArrayList<>()).add(block);
            }
            stmt.bodies().forEach(this::collect);
        }
    }

    /** Writes the content that applies at the place of {@code block}. */
    void write(Stmt.Block block, Frame around, RenderBuffer out) {
        List<Stmt.Block> all = versions.getOrDefault(block.name(), List.of(block));
        if (block.required() && all.size() == 1) {
            throw new UserError(
                    block.span(),
                    "block '" + block.name() + "' is required, and no template fills it",
                    "extend this template, and define the block there");
        }
        run(block.name(), 0, block.scoped() ? around : names, out);
    }

    private void run(String name, int level, Frame around, RenderBuffer out) {
        List<Stmt.Block> all = versions.getOrDefault(name, List.of());
        Frame inner = new Frame(around);
        inner.set(
                "super",
                level + 1 < all.size()
                        ? new Reference(this, name, level + 1, around)
                        : new Undefined("there is no parent block called '" + name + "'"));
        runner.run(all.get(level).body(), inner, out);
    }

    @Override
    public @Nullable Object attribute(String name) {
        return versions.containsKey(name) ? new Reference(this, name, 0, names) : Undefined.member(this, name);
    }

    /** A block that a template calls: {@code super()}, {@code self.name()}. */
    private record Reference(Blocks blocks, String name, int level, Frame around) implements Callable, Attributes {
        @Override
        public String typeName() {
            return "BlockReference";
        }

        @Override
        public @Nullable Object call(Evaluation evaluation, List<?> positional, Map<String, ?> named) {
            RenderBuffer out = new RenderBuffer(64);
            blocks.run(name, level, around, out);
            return out.value();
        }

        @Override
        public @Nullable Object attribute(String attribute) {
            int above = level + 1;
            boolean more = above < blocks.versions.getOrDefault(name, List.of()).size();
            return attribute.equals("super") && more
                    ? new Reference(blocks, name, above, around)
                    : Undefined.member(this, attribute);
        }
    }
}
