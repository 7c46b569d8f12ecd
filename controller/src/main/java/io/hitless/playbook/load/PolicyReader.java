package io.hitless.playbook.load;

import io.hitless.playbook.Block;
import io.hitless.playbook.Include;
import io.hitless.playbook.Meta;
import io.hitless.playbook.Policy;
import io.hitless.playbook.PolicyValue;
import io.hitless.playbook.PolicyValues;
import io.hitless.playbook.Step;
import io.hitless.playbook.Task;
import io.hitless.source.Span;
import io.hitless.template.Expression;
import io.hitless.template.Template;
import io.hitless.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the play variable {@code hitless}. It is a variable and no keyword, so that ansible-playbook, which never looks
 * at it, takes the playbook as it is.
 */
final class PolicyReader {
    private static final String WHERE =
            "write it under the play's 'vars': it is a variable, so that ansible-playbook takes the playbook too";

    private final LoadContext loading;
    private final StepReader steps;

    PolicyReader(LoadContext loading, StepReader steps) {
        this.loading = loading;
        this.steps = steps;
    }

    /** What a play says of itself; null if nothing. */
    @Nullable
    Policy of(MappingReader play, ReadContext around) {
        SettingsReader.refuse(play, Policy.VARIABLE, "'hitless' is not a keyword of a play", WHERE);
        YamlNode vars = play.node().get("vars");
        YamlNode found = null;
        for (YamlNode part : vars == null ? List.<YamlNode>of() : Templates.each(vars)) {
            found = part instanceof YamlNode.Mapping mapping && mapping.get(Policy.VARIABLE) != null
                    ? mapping.get(Policy.VARIABLE)
                    : found;
        }
        if (found == null) {
            return null;
        }
        if (!(found instanceof YamlNode.Mapping mapping)) {
            loading.error(found.span(), "'hitless' must be a mapping", "docs/rollout.md shows which keys it has");
            return null;
        }
        return policy(new MappingReader(mapping, "'hitless'", loading), around);
    }

    /**
     * Variables from elsewhere must not hold it: it would go unheeded.
     *
     * @param where in the words of an error: {@code in a file of variables}
     */
    void refuseIn(@Nullable YamlNode vars, String where) {
        for (YamlNode part : vars == null ? List.<YamlNode>of() : Templates.each(vars)) {
            for (YamlNode.Entry entry :
                    part instanceof YamlNode.Mapping mapping ? mapping.entries() : List.<YamlNode.Entry>of()) {
                if (entry.name().equals(Policy.VARIABLE)) {
                    loading.error(
                            entry.key().span(), "'hitless' has no effect " + where, "write it under the play's 'vars'");
                }
            }
        }
    }

    private Policy policy(MappingReader fields, ReadContext around) {
        YamlNode gateNode = fields.take("gate");
        List<Step> gate = steps.steps(gateNode, around);
        gate.forEach(this::refuseNotify);
        PolicyValue<Duration> gateTimeout = setting(fields, "gate_timeout", PolicyValues::duration);
        PolicyValue<Duration> gateDelay = setting(fields, "gate_delay", PolicyValues::duration);
        PolicyValue<Duration> soak = setting(fields, "soak", PolicyValues::duration);
        if (gateNode == null) {
            needsGate(gateTimeout, "gate_timeout");
            needsGate(gateDelay, "gate_delay");
            needsGate(soak, "soak");
        }
        PolicyValue<Policy.Approve> approve = setting(fields, "approve", PolicyValues::approve);
        PolicyValue<Duration> approveTimeout = setting(fields, "approve_timeout", PolicyValues::duration);
        if (approveTimeout != null && approve == null) {
            loading.error(
                    approveTimeout.written().span(),
                    "'approve_timeout' without 'approve' does nothing",
                    "'approve' says after which batches to ask");
        }
        MappingReader failed = maxFailed(fields);
        Policy policy = new Policy(
                gate,
                gateTimeout,
                gateDelay,
                soak,
                setting(
                        fields,
                        "on_failure",
                        (value, at) -> PolicyValues.word(Policy.OnFailure.class, "on_failure", value, at)),
                order(fields),
                approve,
                approveTimeout,
                failed == null ? null : setting(failed, "batch", PolicyValues::allowance),
                failed == null ? null : setting(failed, "rollout", PolicyValues::allowance),
                setting(
                        fields,
                        "unreachable",
                        (value, at) -> PolicyValues.word(Policy.Unreachable.class, "unreachable", value, at)),
                setting(fields, "host_timeout", PolicyValues::duration),
                fields.span());
        if (failed != null) {
            failed.refuseRest();
        }
        fields.refuseRest();
        return policy;
    }

    private @Nullable MappingReader maxFailed(MappingReader fields) {
        YamlNode node = fields.take("max_failed");
        if (node == null || node instanceof YamlNode.Mapping) {
            return node instanceof YamlNode.Mapping mapping
                    ? new MappingReader(mapping, "'max_failed'", loading)
                    : null;
        }
        loading.error(node.span(), "'max_failed' must say of what", "write {batch: 1}, {rollout: \"10%\"}, or both");
        return null;
    }

    private List<Expression> order(MappingReader fields) {
        return fields.take("order") == null ? List.of() : fields.conditions("order");
    }

    private <T> @Nullable PolicyValue<T> setting(MappingReader fields, String key, PolicyValue.Reading<T> reading) {
        Template written = fields.template(key);
        if (written == null) {
            return null;
        }
        if (Templates.isConstant(written)) {
            loading.collect(written.span(), () -> reading.read(Constants.plain(written), written.span()));
        }
        return new PolicyValue<>(written, reading);
    }

    private void needsGate(@Nullable PolicyValue<Duration> setting, String key) {
        if (setting != null) {
            loading.error(
                    setting.written().span(),
                    "'" + key + "' without a 'gate' does nothing",
                    "'gate' is a list of tasks that must pass");
        }
    }

    // A gate looks, again and again; what it notified would wait for ever.
    private void refuseNotify(Step step) {
        switch (step) {
            case Task task -> {
                if (!task.notifies().isEmpty()) {
                    Span at = task.notifies().getFirst().span();
                    loading.error(
                            at,
                            "a task of a gate notifies no handler",
                            "a gate looks whether all is well, and changes nothing");
                }
            }
            case Block block -> {
                List<Step> inner = new ArrayList<>(block.steps());
                inner.addAll(block.rescue());
                inner.addAll(block.always());
                inner.forEach(this::refuseNotify);
            }
            case Include _, Meta _ -> {}
        }
    }
}
