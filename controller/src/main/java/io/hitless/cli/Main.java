package io.hitless.cli;

/** Where the JVM comes in. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.out.println("hitless");
    }
}
