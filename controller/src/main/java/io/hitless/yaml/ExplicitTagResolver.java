package io.hitless.yaml;

import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Leaves plain scalars without a type, so that a node has a tag only if the tag was written. {@link ScalarResolver}
 * finds the types.
 */
final class ExplicitTagResolver extends Resolver {
    static final Tag PLAIN = new Tag("!hitless-plain");

    @Override
    public Tag resolve(NodeId kind, String value, boolean implicit) {
        return kind == NodeId.scalar && implicit ? PLAIN : super.resolve(kind, value, false);
    }
}
