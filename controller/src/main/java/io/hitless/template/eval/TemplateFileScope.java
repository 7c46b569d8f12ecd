package io.hitless.template.eval;

import io.hitless.source.Reason;
import io.hitless.source.UserError;
import io.hitless.template.format.TimeFormat;
import io.hitless.value.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a template file sees: variables about itself, before those of its task. */
public final class TemplateFileScope {
    private static final String MANAGED = "ansible_managed";
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private TemplateFileScope() {}

    /**
     * The scope of a file.
     *
     * @param written how the file is called in the task
     * @param dest where it goes, or null
     * @param managed what {@code ansible_managed} is where no variable sets it: with {@code {file}}, {@code {host}} and
     *     {@code {uid}}, and fields of the time at which the file was changed, as strftime has them
     */
    public static Scope of(Scope outer, Path file, String written, @Nullable String dest, @Nullable Object managed) {
        Map<String, @Nullable Object> own = new HashMap<>();
        try {
            ZonedDateTime changed = Files.getLastModifiedTime(file).toInstant().atZone(ZoneId.systemDefault());
            String owner = Files.getOwner(file).getName();
            String host = Files.readString(HOST_NAME).strip();
            own.put("template_host", host);
            own.put("template_path", written);
            own.put("template_fullpath", file.toAbsolutePath().normalize().toString());
            own.put("template_destpath", dest);
            own.put("template_uid", owner);
            own.put("template_mtime", changed.toLocalDateTime());
            own.put("template_run_date", LocalDateTime.now(ZoneId.systemDefault()));
            if (!(outer.get(MANAGED) instanceof String)) {
                own.put(MANAGED, managed(Values.text(managed), host, owner, written, changed));
            }
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + Reason.of(e));
        }
        return new LayeredScope(own, outer);
    }

    private static String managed(String format, String host, String owner, String file, ZonedDateTime changed) {
        String filled = format.replace("{host}", host).replace("{uid}", owner).replace("{file}", file);
        return TimeFormat.format(changed, filled);
    }
}
