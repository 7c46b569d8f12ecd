package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.source.ContainedPath;
import io.hitless.source.HomePath;
import io.hitless.source.HostFile;
import io.hitless.source.UserError;
import io.hitless.value.Values;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Fetches a file from the host to the controller. */
final class Fetch implements Action {
    /** The number of bytes that must stay free on the controller's disk, whatever a host sends. */
    private static final long RESERVE = 256 << 20;

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
            String got = download(call, src, dest, looked.fields().get("_size") instanceof Long size ? size : 0);
            if (call.flag("validate_checksum") && !got.equals(there)) {
                return Result.failed("checksum mismatch: " + src + " has " + there + " on the host, " + got + " came");
            }
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("checksum", there);
        fields.put("dest", dest.toString());
        if (Files.isRegularFile(dest)) {
            fields.put("md5sum", new Content.InFile(dest).digests("MD5").getFirst());
        }
        if (changed) {
            fields.put("remote_checksum", there);
            fields.put("remote_md5sum", null);
        } else {
            fields.put("file", src);
        }
        return new Result(Result.Status.OK, changed, fields, List.of(), looked.warnings());
    }

    private static Path dest(ActionCall call, String src) {
        String dest = call.required("dest");
        Path base = HomePath.of(dest);
        Path from = call.task().place().playbookDir().resolve(base);
        if (!call.flag("flat")) {
            Path ofHost = ContainedPath.below(from, Values.text(call.scope().get("inventory_hostname")));
            return ContainedPath.below(ofHost, src);
        }
        return dest.endsWith("/")
                ? ContainedPath.below(from, src.substring(src.lastIndexOf('/') + 1))
                : from.normalize();
    }

    /**
     * Downloads to a temporary file in the target's directory, so that an interrupted transfer leaves the old file
     * unchanged.
     */
    private static String download(ActionCall call, String src, Path dest, long size)
            throws IOException, InterruptedException {
        String host = Values.text(call.scope().get("inventory_hostname"));
        Files.createDirectories(dest.getParent());
        long free = Files.getFileStore(dest.getParent()).getUsableSpace();
        if (size > free - RESERVE) {
            throw new UserError(
                    call.task().span(),
                    src + " has " + size + " bytes, and " + dest.getParent() + " has only " + free + " bytes free");
        }
        Path part = Files.createFile(dest.resolveSibling(".hitless" + UUID.randomUUID()));
        try {
            if (Files.isRegularFile(dest)) { // otherwise the mode follows the umask; as in Ansible
                Files.setPosixFilePermissions(part, Files.getPosixFilePermissions(dest));
            }
            try (OutputStream out = new Announced(Files.newOutputStream(part), size)) {
                call.download(src, out);
            }
            HostFile.mark(part, host);
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
        return new Content.InFile(file).sha1();
    }

    /** Accepts no more bytes than the host has announced, since a host could send without end. */
    private static final class Announced extends FilterOutputStream {
        private long left;

        Announced(OutputStream out, long size) {
            super(out);
            this.left = size;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            left -= length;
            if (left < 0) {
                throw new IOException("the file grew while it was read, or the host sends more than it announced");
            }
            out.write(bytes, from, length);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }
    }
}
