package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.module.Json;
import io.hitless.module.ModuleCatalog;
import io.hitless.module.ModuleSpec;
import io.hitless.playbook.load.PlaybookLoader;
import io.hitless.python.ModulePacker;
import io.hitless.python.ModuleProgram;
import io.hitless.python.ModuleStyle;
import io.hitless.source.Reason;
import io.hitless.source.ShellWords;
import io.hitless.source.UserError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs a module that the user wrote or installed. It is sent to the host once per session. */
final class UserModule implements Action {
    private static final ModuleSpec RUN = ModuleCatalog.builtInInternal("run_module");

    /** The greatest number of bytes of a module's output. */
    private static final int LONGEST = 16 << 20;

    private final ModulePacker packer;
    private final PlaybookLoader loader;

    UserModule(ModulePacker packer, PlaybookLoader loader) {
        this.packer = packer;
        this.loader = loader;
    }

    @Override
    public boolean runsAsJob() {
        return true;
    }

    @Override
    public Result run(ActionCall call) throws IOException, InterruptedException {
        ModuleProgram program = program(call);
        Map<String, @Nullable Object> arguments = new UserModuleArguments(call, program).map();
        String text = Json.write(arguments);
        if (program.style() == ModuleStyle.JSON_IN_TEXT) {
            program = program.withArguments(text);
        }
        Map<String, @Nullable Object> how = how(call, program);
        how.put("args", program.style() == ModuleStyle.TEXT_FILE ? UserModuleArguments.words(arguments) : text);
        if (call.link().startsJobs()) {
            how.put("staged", upload(call, program));
        }
        Result answer = call.onHost(RUN, how);
        if (Boolean.TRUE.equals(answer.fields().get("_upload"))) {
            how.put("staged", upload(call, program));
            answer = call.onHost(RUN, how);
        }
        if (!answer.fields().containsKey("_rc")) {
            return answer; // the module was not run, and the result says why
        }
        return new UserModuleResult(program.name(), answer).read(output(call, answer));
    }

    // Requirements that are missing on the bastion fail the task, with a hint.
    private ModuleProgram program(ActionCall call) {
        try {
            return packer.of(call.task().module(), loader.pluginDirectories());
        } catch (UserError e) {
            throw new UserError(e.hint() == null ? e.what() : e.what() + ": " + e.hint());
        }
    }

    private static String upload(ActionCall call, ModuleProgram program) throws IOException, InterruptedException {
        return call.upload(new ByteArrayInputStream(program.file()));
    }

    private static Map<String, @Nullable Object> how(ActionCall call, ModuleProgram program) {
        Map<String, @Nullable Object> how = new LinkedHashMap<>();
        how.put("name", program.name());
        how.put("hash", program.hash());
        how.put(
                "takes",
                switch (program.style()) {
                    case PYTHON -> "stdin";
                    case JSON_FILE, BINARY -> "json_file";
                    case TEXT_FILE -> "text_file";
                    case JSON_IN_TEXT, POWERSHELL -> "nothing";
                });
        how.put("python", program.isPython());
        how.put("interpreter", interpreter(call, program));
        how.put("words", program.entry().isEmpty() ? List.of() : List.of(program.entry()));
        return how;
    }

    /**
     * Returns the interpreter that the host's variables set, otherwise the one that the module names. An empty list
     * means the host's Python, or that the module is executable itself.
     */
    private static List<String> interpreter(ActionCall call, ModuleProgram program) {
        String named = program.interpreterName();
        Object chosen = named.isEmpty() ? null : call.scope().get("ansible_" + named + "_interpreter");
        if (chosen instanceof String path && !path.isBlank() && !(program.isPython() && path.startsWith("auto"))) {
            return ShellWords.of("ansible_" + named + "_interpreter", path);
        }
        return program.isPython() ? List.of() : program.interpreter();
    }

    /** Returns the module's output, which the host's reply contains or refers to. */
    static String output(ActionCall call, Result answer) throws IOException, InterruptedException {
        if (!(answer.fields().get("_file") instanceof String path)) {
            return String.valueOf(answer.fields().getOrDefault("_out", ""));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int from, int length) {
                if (size() + length > LONGEST) {
                    throw new UserError("the module printed more than " + (LONGEST >> 20) + " MiB");
                }
                super.write(bytes, from, length);
            }
        };
        try {
            call.download(path, out);
        } catch (IOException e) {
            throw new UserError("cannot read what the module printed: " + Reason.of(e));
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
