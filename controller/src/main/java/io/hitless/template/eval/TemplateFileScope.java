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

/** The scope of a template file: variables about the file itself, which hide those of its task. */
public final class TemplateFileScope {
    private static final String MANAGED = "ansible_managed";
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private TemplateFileScope() {}

    /**
     * Returns the scope of a file.
     *
     * @param written the file's name as written in the task
     * @param dest the destination on the host, or null
     * @param managed the value of {@code ansible_managed} if no variable sets it. It may contain {@code {file}},
     *     {@code {host}} and {@code {uid}}, and strftime fields, which are replaced with the file's modification time
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
