package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.value.Values;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file of the host to the controller. */
final class Fetch implements Action {
    @Override
    public Result run(ActionCall call) throws IOException, InterruptedException {
        Result looked = call.onHost(call.task().module(), call.args());
        if (looked.isFailed() || !Boolean.TRUE.equals(looked.fields().get("_exists"))) {
            return HostArguments.shown(looked);
        }
        String src = call.required("src");
        Path dest = dest(call, src);
        String there = Values.text(looked.fields().get("remote_checksum"));
        boolean changed = !there.equals(checksum(dest));
        if (changed && !call.check()) {
            String got = download(call, src, dest);
            if (call.flag("validate_checksum") && !got.equals(there)) {
                return Result.failed("checksum mismatch: " + src + " has " + there + " on the host, " + got + " came");
            }
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("checksum", there);
        fields.put("remote_checksum", there);
        fields.put("dest", dest.toString());
        fields.put("file", src);
        return new Result(Result.Status.OK, changed, fields, List.of(), looked.warnings());
    }

    private static Path dest(ActionCall call, String src) {
        String dest = call.required("dest");
        Path base = Path.of(dest.startsWith("~/") ? System.getProperty("user.home") + dest.substring(1) : dest);
        Path from = call.task().place().playbookDir().resolve(base);
        if (!call.flag("flat")) {
            return from.resolve(Values.text(call.scope().get("inventory_hostname"))).resolve(src.replaceFirst("^/+", "")).normalize();
        }
        return (dest.endsWith("/") ? from.resolve(Path.of(src).getFileName()) : from).normalize();
    }

    /** Beside its target first, so that a transfer that breaks off leaves the old file. */
    private static String download(ActionCall call, String src, Path dest) throws IOException, InterruptedException {
        Files.createDirectories(dest.getParent());
        Path part = Files.createTempFile(dest.getParent(), ".hitless", null);
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                call.session().download(src, out, call.become());
            }
            Files.move(part, dest, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        return String.valueOf(checksum(dest));
    }

    private static @Nullable String checksum(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
