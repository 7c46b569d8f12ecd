package io.hitless.cli.launch;

import io.hitless.inventory.Host;
import io.hitless.inventory.HostLayers;
import io.hitless.inventory.VarsLayer;
import io.hitless.playbook.Play;
import io.hitless.playbook.Role;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.value.Values;
import io.hitless.yaml.YamlNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The variables of a host in a play before any task has run, in order of precedence. Templates are not evaluated. */
record WrittenVariables(CommandContext context, HostLayers layers, Play play, Host host) {
    /**
     * Returns the template of a variable, or null. If a prompt or an unknown file may set the variable, returns that
     * one's template.
     */
    @Nullable
    Template written(String name) {
        Template extra = context.extraVar(name);
        if (extra != null) {
            return extra;
        }
        for (Role role : play.variables().roles().reversed()) {
            if (role.vars().containsKey(name)) {
                return role.vars().get(name);
            }
        }
        for (Template file : play.variables().files().reversed()) {
            Template given = ofFile(file, name);
            if (given != null) {
                return given;
            }
        }
        for (Play.Prompt prompt : play.variables().prompts()) {
            if (prompt.name().equals(name)) {
                return new Template.Sequence(
                        List.of(prompt.prompt()), prompt.prompt().span());
            }
        }
        return play.variables().vars().containsKey(name)
                ? play.variables().vars().get(name)
                : ofHost(name);
    }

    private @Nullable Template ofFile(Template file, String name) {
        if (!(file instanceof Template.Constant(String written, var _))) {
            return file;
        }
        Path beside = play.playbookDir().resolve(written).normalize();
        Path path = Files.isRegularFile(beside)
                ? beside
                : play.playbookDir().resolve("vars").resolve(written).normalize();
        try {
            return context.loader().vars(path).get(name);
        } catch (UserError _) {
            return file; // running the play reports the error
        }
    }

    private @Nullable Template ofHost(String name) {
        for (VarsLayer layer : layers.of(host).reversed()) {
            YamlNode node = layer.vars().get(name);
            if (node != null) {
                return context.loader().templates().of(node);
            }
        }
        for (Role role : play.variables().roles().reversed()) {
            if (role.defaults().containsKey(name)) {
                return role.defaults().get(name);
            }
        }
        return null;
    }

    /**
     * Returns the template of the first variable that is set, of several names for the same setting; null if none is.
     */
    @Nullable
    Template first(List<String> names) {
        for (String name : names) {
            Template written = written(name);
            if (written != null && !(written instanceof Template.Constant(Object value, var _) && value == null)) {
                return written;
            }
        }
        return null;
    }

    /** Returns the text of a variable; null if it is not set or is a template. */
    @Nullable
    String text(String name) {
        return written(name) instanceof Template.Constant(Object value, var _) && value != null
                ? Values.text(value)
                : null;
    }
}
