package io.hitless.source;

import java.io.CharConversionException;
import java.net.ConnectException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Explains in words why an operation on a file, a program or a connection failed. No other class may show the message
 * of a JDK exception: many such messages are empty, or only a path, or begin with the name of a class.
 */
public final class Reason {
    /**
     * The forms in which the JDK reports an error of the system: {@code x (Permission denied)}, {@code error=13,
     * Permission denied}.
     */
    private static final Pattern OF_SYSTEM = Pattern.compile("\\(([A-Z][A-Za-z ]+)\\)$|error=\\d+, ([A-Z][A-Za-z ]+)$");

    private static final Pattern CLASS_NAME = Pattern.compile("^(?:[a-z][\\w]*\\.)+[A-Z]\\w*(?::\\s*|$)");

    private Reason() {}

    /** Returns the reason: never empty, without the name of the file or program, and without a class name. */
    public static String of(Throwable e) {
        return switch (e) {
            case UserError mistake -> mistake.getMessage();
            case NoSuchFileException _ -> "no such file or directory";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "it is there already";
            case NotDirectoryException _ -> "not a directory";
            case DirectoryNotEmptyException _ -> "the directory is not empty";
            case FileSystemLoopException _ -> "its links lead round in a circle";
            case FileSystemException system when system.getReason() != null -> lower(system.getReason());
            case FileSystemException _ -> "the file system does not allow it";
            // The JDK's HTTP client gives it without a message.
            case ConnectException refused when refused.getMessage() == null -> "there is no connection";
            case CharacterCodingException _ -> "not UTF-8 text";
            case CharConversionException _ -> "not UTF-8 text";
            default -> said(e);
        };
    }

    private static String said(Throwable e) {
        Throwable cause = e.getCause();
        if (cause != null && cause.toString().equals(e.getMessage())) {
            return of(cause);
        }
        String message = without(e.getMessage());
        if (!message.isEmpty()) {
            Matcher system = OF_SYSTEM.matcher(message);
            return system.find() ? lower(system.group(1) != null ? system.group(1) : system.group(2)) : message;
        }
        return cause != null ? of(cause) : "the system does not say why";
    }

    private static String without(@Nullable String message) {
        String text = message == null ? "" : message.strip();
        for (Matcher name = CLASS_NAME.matcher(text); name.find(); name = CLASS_NAME.matcher(text)) {
            text = text.substring(name.end()).strip();
        }
        return text;
    }

    private static String lower(String sentence) {
        return sentence.isEmpty() ? sentence : Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
