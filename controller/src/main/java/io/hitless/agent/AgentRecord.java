package io.hitless.agent;

/**
 * A record of the agent.
 *
 * @param id of the call
 * @param type the letter that says what it is
 * @param name of the field, or empty
 * @param text the value; bytes that are not UTF-8 are replaced
 * @param length how many bytes were sent
 * @param cut whether {@code text} is only the beginning of them
 */
record AgentRecord(int id, char type, String name, String text, long length, boolean cut) {}
