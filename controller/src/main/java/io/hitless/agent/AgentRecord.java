package io.hitless.agent;

/**
 * A record that the agent sent.
 *
 * @param id of the call
 * @param type one letter; {@link CallResultBuilder} lists them
 * @param name of the field, or empty
 * @param text the value; bytes that are not UTF-8 are replaced
 * @param length the number of bytes that were sent
 * @param cut whether {@code text} was truncated
 */
record AgentRecord(int id, char type, String name, String text, long length, boolean cut) {}
