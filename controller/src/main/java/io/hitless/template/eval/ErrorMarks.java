package io.hitless.template.eval;

/** Writes errors as Ansible shows them in the name of a task: numbered, in the place of what could not be rendered. */
final class ErrorMarks {
    private int count;

    String mark(String what) {
        return "<< error " + ++count + " - " + what + " >>";
    }
}
