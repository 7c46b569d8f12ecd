package io.hitless.agent;

import io.hitless.module.Json;
import io.hitless.module.ModuleSpec;
import io.hitless.module.OptionSpec;
import io.hitless.source.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes calls for the shell. Every value is a single-quoted text, so none of it is ever executed. */
final class CallEncoder {
    private final StringBuilder out;

    private CallEncoder(StringBuilder out) {
        this.out = out;
    }

    /**
     * Appends a call.
     *
     * @param fresh for a call with a ticket: whether the agent may delete its stored replies
     * @throws UserError if a shell can't hold the value
     */
    static void append(StringBuilder out, int id, ModuleCall call, boolean fresh) {
        new CallEncoder(out).call(id, call, fresh);
    }

    /** Appends a call that runs as a job: its records have the id 0. */
    static void appendJob(StringBuilder out, ModuleCall call) {
        CallEncoder encoder = new CallEncoder(out);
        encoder.begin(0, call);
        CallContext ticket = call.ticket();
        if (ticket != null) {
            encoder.ticket("t_job_ticket", ticket);
            out.append('\n');
        }
        encoder.arguments(call);
        out.append("t_job_carry_out )||lost 0 $?\n");
    }

    /** Appends a module, which is sent before its first call. */
    static void append(StringBuilder out, ModuleSpec module) {
        out.append(AgentProgram.module(module));
        if (!module.needs().isEmpty()) {
            out.append("needs ").append(module.name());
            module.needs().forEach(command -> quote(out.append(' '), command));
            out.append('\n');
        }
    }

    private void call(int id, ModuleCall call, boolean fresh) {
        begin(id, call);
        CallContext ticket = call.ticket();
        if (ticket != null) {
            ticket("ticket", ticket);
            out.append(' ').append(fresh);
            HeldLease lease = ticket.lease();
            quote(out.append(' '), lease == null ? "" : lease.place());
            out.append('\n');
        }
        if (call.output() != null) {
            out.append("t_live=true\n");
        }
        arguments(call);
        out.append("call )||lost ").append(id).append(" $?\n");
    }

    private void begin(int id, ModuleCall call) {
        out.append("( begin ").append(id).append(' ').append(call.module().name());
        out.append(' ').append(call.check()).append(' ').append(call.diff()).append('\n');
    }

    private void ticket(String function, CallContext ticket) {
        HeldLease lease = ticket.lease();
        out.append(function).append(' ').append(ticket.run()).append(' ');
        out.append(lease == null ? 0 : lease.epoch())
                .append(' ')
                .append(ticket.key())
                .append(' ');
        out.append(ticket.preImages() == CallContext.PreImages.REQUIRED);
    }

    private void arguments(ModuleCall call) {
        for (Map.Entry<String, @Nullable Object> argument : call.args().entrySet()) {
            Object value = argument.getValue();
            if (value != null) {
                option(option(call.module(), argument.getKey()), argument.getKey(), value);
            }
        }
        environment(call.environment());
    }

    private static @Nullable OptionSpec option(ModuleSpec module, String name) {
        for (OptionSpec option : module.options()) {
            if (option.name().equals(name)) {
                return option;
            }
        }
        return null;
    }

    private void option(@Nullable OptionSpec option, String name, Object value) {
        OptionSpec.Type type = option == null ? OptionSpec.Type.RAW : option.type();
        switch (value) {
            case List<?> list when type == OptionSpec.Type.LIST -> list(option, name, list);
            case Map<?, ?> map when type == OptionSpec.Type.DICT -> dict(name, map);
            default -> assign(name, text(value, type), type == OptionSpec.Type.PATH);
        }
    }

    private void list(@Nullable OptionSpec option, String name, List<?> list) {
        boolean paths = option != null && option.item() == OptionSpec.Type.PATH;
        List<String> texts = new ArrayList<>();
        for (Object item : list) {
            String text = text(item, OptionSpec.Type.RAW);
            texts.add(text);
            assign(name + "_" + texts.size(), text, paths);
        }
        assign(name + "_n", String.valueOf(list.size()), false);
        if (paths && texts.stream().anyMatch(CallEncoder::expands)) {
            out.append("p_").append(name).append('=');
            for (int i = 1; i <= texts.size(); i++) {
                out.append(i == 1 ? "" : "'\n'")
                        .append("$p_")
                        .append(name)
                        .append('_')
                        .append(i);
            }
            out.append('\n');
        } else {
            assign(name, String.join("\n", texts), false);
        }
    }

    private void dict(String name, Map<?, ?> map) {
        int n = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            n++;
            assign(name + "_" + n + "_key", String.valueOf(entry.getKey()), false);
            assign(name + "_" + n, text(entry.getValue(), OptionSpec.Type.RAW), false);
        }
        assign(name + "_n", String.valueOf(n), false);
    }

    // Numbers and booleans as agent-scripts/README.md defines them; nested structures as JSON.
    private static String text(@Nullable Object value, OptionSpec.Type type) {
        return switch (value) {
            case null -> "";
            case Boolean bool
            when type == OptionSpec.Type.RAW || type == OptionSpec.Type.STR -> bool ? "True" : "False";
            case Boolean bool -> bool.toString();
            case List<?> list -> Json.write(list);
            case Map<?, ?> map -> Json.write(map);
            default -> value.toString();
        };
    }

    private void assign(String name, String value, boolean path) {
        if (value.indexOf('\0') >= 0) {
            throw new UserError("option '" + name + "' holds a NUL character, which no shell can take");
        }
        if (path && expands(value)) {
            quote(out.append("expand "), value);
            out.append("; p_").append(name).append("=$x_text\n");
        } else {
            quote(out.append("p_").append(name).append('='), value);
            out.append('\n');
        }
    }

    private static boolean expands(String path) {
        return path.startsWith("~") || path.indexOf('$') >= 0;
    }

    private void environment(Map<String, String> environment) {
        if (environment.isEmpty()) {
            return;
        }
        out.append("t_environment() { export");
        environment.forEach((name, value) -> {
            if (!isName(name) || value.indexOf('\0') >= 0) {
                throw new UserError("environment: a shell can't take the variable '" + name + "'");
            }
            quote(out.append(' ').append(name).append('='), value);
        });
        out.append("; }\n");
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && !Character.isDigit(name.charAt(0))
                && name.chars().allMatch(c -> c == '_' || (c < 128 && Character.isLetterOrDigit(c)));
    }

    /** Appends a text in single quotes. */
    static void quote(StringBuilder out, String text) {
        out.append('\'');
        int from = 0;
        for (int quote = text.indexOf('\''); quote >= 0; quote = text.indexOf('\'', from)) {
            out.append(text, from, quote).append("'\\''");
            from = quote + 1;
        }
        out.append(text, from, text.length()).append('\'');
    }

    static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2);
        quote(out, text);
        return out.toString();
    }
}
