package io.hitless.playbook.load;

import io.hitless.playbook.Block;
import io.hitless.playbook.Include;
import io.hitless.playbook.Meta;
import io.hitless.playbook.Policy;
import io.hitless.playbook.PolicyValue;
import io.hitless.playbook.PolicyValues;
import io.hitless.playbook.Step;
import io.hitless.playbook.Task;
import io.hitless.source.Finding.Rule;
import io.hitless.source.Span;
import io.hitless.template.Template;
import io.hitless.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the play variable {@code hitless}. It is a variable and not a keyword, so that ansible-playbook accepts the
 * playbook: it ignores unused variables.
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

    /** The policy of a play; null if the play has none. */
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
            loading.error(
                    Rule.POLICY,
                    found.span(),
                    "'hitless' must be a mapping",
                    "docs/rollout.md shows which keys it has");
            return null;
        }
        return loading.exactly(() -> policy(new MappingReader(mapping, "'hitless'", loading), around));
    }

    /**
     * Refuses the variable {@code hitless} outside of a play's {@code vars}, where it would have no effect.
     *
     * @param where the place, in the words of an error: {@code in a file of variables}
     */
    void refuseIn(@Nullable YamlNode vars, String where) {
        for (YamlNode part : vars == null ? List.<YamlNode>of() : Templates.each(vars)) {
            for (YamlNode.Entry entry :
                    part instanceof YamlNode.Mapping mapping ? mapping.entries() : List.<YamlNode.Entry>of()) {
                if (entry.name().equals(Policy.VARIABLE)) {
                    loading.error(
                            Rule.POLICY,
                            entry.key().span(),
                            "'hitless' has no effect " + where,
                            "write it under the play's 'vars'");
                }
            }
        }
    }

    private Policy policy(MappingReader fields, ReadContext around) {
        Policy policy = new Policy(
                fields.take("order") == null ? List.of() : fields.conditions("order"),
                gate(fields, around),
                traffic(fields, around),
                approval(fields),
                maxFailed(fields),
                word(fields, "unreachable", Policy.Unreachable.class),
                word(fields, "on_failure", Policy.OnFailure.class),
                setting(fields, "host_timeout", PolicyValues::duration),
                fields.span());
        fields.refuseRest();
        return policy;
    }

    private Policy.Gate gate(MappingReader fields, ReadContext around) {
        YamlNode written = fields.take("gate");
        List<Step> gate = steps.steps(written, around);
        gate.forEach(step -> refuseNotify(step, "a task of a gate"));
        PolicyValue<Duration> timeout = setting(fields, "gate_timeout", PolicyValues::duration);
        PolicyValue<Duration> delay = setting(fields, "gate_delay", PolicyValues::duration);
        PolicyValue<Duration> soak = setting(fields, "soak", PolicyValues::duration);
        if (written == null) {
            needsGate(timeout, "gate_timeout");
            needsGate(delay, "gate_delay");
            needsGate(soak, "soak");
        }
        return new Policy.Gate(gate, timeout, delay, soak);
    }

    private Policy.Traffic traffic(MappingReader fields, ReadContext around) {
        YamlNode out = fields.take("take_out");
        YamlNode back = fields.take("bring_back");
        PolicyValue<Duration> timeout = setting(fields, "traffic_timeout", PolicyValues::duration);
        YamlNode alone = out == null ? back : back == null ? out : null;
        if (alone != null) {
            loading.error(
                    Rule.POLICY,
                    alone.span(),
                    "'take_out' and 'bring_back' belong together",
                    "both are lists of tasks");
        } else if (out == null && timeout != null) {
            loading.error(
                    Rule.POLICY,
                    timeout.written().span(),
                    "'traffic_timeout' without 'take_out' does nothing",
                    "'take_out' is a list of tasks");
        }
        List<Step> takeOut = steps.steps(out, around);
        List<Step> bringBack = steps.steps(back, around);
        takeOut.forEach(step -> refuseNotify(step, "a task of 'take_out'"));
        bringBack.forEach(step -> refuseNotify(step, "a task of 'bring_back'"));
        return new Policy.Traffic(takeOut, bringBack, timeout);
    }

    private Policy.Approval approval(MappingReader fields) {
        PolicyValue<Policy.Approve> after = setting(fields, "approve", PolicyValues::approve);
        PolicyValue<Duration> timeout = setting(fields, "approve_timeout", PolicyValues::duration);
        if (timeout != null && after == null) {
            loading.error(
                    Rule.POLICY,
                    timeout.written().span(),
                    "'approve_timeout' without 'approve' does nothing",
                    "'approve' says after which batches to ask");
        }
        return new Policy.Approval(after, timeout);
    }

    private Policy.MaxFailed maxFailed(MappingReader fields) {
        YamlNode node = fields.take("max_failed");
        if (!(node instanceof YamlNode.Mapping mapping)) {
            if (node != null) {
                loading.error(
                        Rule.POLICY,
                        node.span(),
                        "'max_failed' must say of what",
                        "write {batch: 1}, {rollout: \"10%\"}, or both");
            }
            return new Policy.MaxFailed(null, null);
        }
        MappingReader failed = new MappingReader(mapping, "'max_failed'", loading);
        Policy.MaxFailed allowed = new Policy.MaxFailed(
                setting(failed, "batch", PolicyValues::allowance), setting(failed, "rollout", PolicyValues::allowance));
        failed.refuseRest();
        return allowed;
    }

    private <E extends Enum<E>> @Nullable PolicyValue<E> word(MappingReader fields, String key, Class<E> words) {
        return setting(fields, key, (value, at) -> PolicyValues.word(words, key, value, at));
    }

    private <T> @Nullable PolicyValue<T> setting(MappingReader fields, String key, PolicyValue.Reading<T> reading) {
        Template written = fields.template(key);
        if (written == null) {
            return null;
        }
        if (Templates.isConstant(written)) {
            loading.collect(Rule.POLICY, written.span(), () -> reading.read(Constants.plain(written), written.span()));
        }
        return new PolicyValue<>(written, reading);
    }

    private void needsGate(@Nullable PolicyValue<Duration> setting, String key) {
        if (setting != null) {
            loading.error(
                    Rule.POLICY,
                    setting.written().span(),
                    "'" + key + "' without a 'gate' does nothing",
                    "'gate' is a list of tasks that must pass");
        }
    }

    // They run between the tasks of batches, and may run many times: a notified handler would never run.
    private void refuseNotify(Step step, String what) {
        switch (step) {
            case Task task -> {
                if (!task.resultRules().notifies().isEmpty()) {
                    Span at = task.resultRules().notifies().getFirst().span();
                    loading.error(
                            Rule.POLICY,
                            at,
                            what + " notifies no handler",
                            what.endsWith("gate")
                                    ? "a gate looks whether all is well, and changes nothing"
                                    : "it runs between the tasks of batches; write what is to be done as a task");
                }
            }
            case Block block -> {
                List<Step> inner = new ArrayList<>(block.steps());
                inner.addAll(block.rescue());
                inner.addAll(block.always());
                inner.forEach(each -> refuseNotify(each, what));
            }
            case Include _, Meta _ -> {}
        }
    }
}
