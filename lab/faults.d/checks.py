"""What must be true after a fault. Each function returns the losses, as texts."""

from collections import Counter

from fleet import HOSTS

LOOP = ("loop-a", "loop-b", "loop-c")
NOTED = ("command", *LOOP, "handler", "reload")
FILE_OF = {"file": "app.conf", "line": "lines.conf", "remembered": "said.conf", "link": "current", "balancer": "haproxy.cfg"}

NONE = Counter()


class Expected:
    """The files of a host before and after an undisturbed rollout. No other state is allowed."""

    def __init__(self, before, after, balancing):
        self.before = before
        self.after = after
        self.balancing = balancing

    def tasks(self):
        return [task for task in (*FILE_OF, "command", "loop", "reload", "handler") if task != "balancer" or self.balancing]

    def unserved(self, state):
        """The services that do not run with the configuration on disk."""
        losses = [] if state.live else ["the service does not run with its configuration"]
        if self.balancing and state.balancer != "right":
            losses.append(f"HAProxy runs {state.balancer}" if state.balancer != "off" else "HAProxy does not run")
        return losses


def done(state, task, expected, version):
    """Whether the effect of a task is visible on the host."""
    if task in FILE_OF:
        return state.files.get(FILE_OF[task]) == expected.after[FILE_OF[task]]
    names = LOOP if task == "loop" else (task,)
    return all(state.notes[f"end {version}:{name}"] > 0 for name in names)


def as_wanted(state, expected):
    return not expected.unserved(state) and {name: digest for name, digest in state.files.items() if not name.startswith(".hitless-")} == expected.after


def half_written(states, expected):
    return [
        f"{host}: {name} is neither the old nor the new one: {digest}"
        for host, state in states.items()
        for name, digest in state.files.items()
        if not name.startswith(".hitless-") and digest not in (expected.before.get(name), expected.after.get(name))
    ]


def agreement(bastion, states, expected, verdict, version=1):
    """The journal must record what was done on each host, what is pending, and how the run ended."""
    shown = bastion.show()
    if shown is None:
        return ["hitless show fails"]
    losses = []
    if shown["run"]["state"] not in verdict:
        losses.append(f"the run is shown as {shown['run']['state']}, and not as {' or '.join(verdict)}")
    told = {(one["task"], host): one["what"] for one in shown["findings"] for host in one["hosts"]}
    at = {(one["task"], one["host"]) for one in shown["hosts"] if one["task"]}
    pending = {(one["handler"], one["host"]) for one in shown["pending"]}
    for host, state in states.items():
        for task in expected.tasks():
            real = done(state, task, expected, version)
            if told.get((task, host)) == "changed" and not real:
                losses.append(f"{host}: '{task}' is told as changed, and is not there")
            if real and (task, host) not in told and (task, host) not in at:
                losses.append(f"{host}: '{task}' is there, and nobody told of it")
        for handler in ("reload", "handler"):
            if told.get(("file", host)) == "changed" and not {(handler, host)} & (told.keys() | at | pending):
                losses.append(f"{host}: handler '{handler}' is not shown as pending")
    for host in shown["hosts"]:
        if host["state"] == "not_started" and states[host["host"]].files != expected.before:
            losses.append(f"{host['host']}: is shown as not started, and is changed")
    return losses


def released(states):
    return [f"{host}: the lock was left behind" for host, state in states.items() if state.lease == "held"]


def tidy(states):
    return [f"{host}: left behind: {path}" for host, state in states.items() for path in state.left] + [
        f"{host}: left behind: /etc/fleet/{name}" for host, state in states.items() for name in state.files if name.startswith(".hitless-")
    ]


def rolled_out(states, expected, version=1, repeats=NONE, cut=()):
    """
    All hosts have the state that the play requests, and each step that can be counted was done once.

    repeats: for each host, how many steps may have been repeated, since hitless reported that it can't know their result
    cut: hosts on which a step may have started twice, since the fault interrupted it
    """
    losses = released(states) + tidy(states)
    for host in HOSTS:
        state = states[host]
        for name in sorted(set(expected.after) | set(state.files)):
            if not name.startswith(".hitless-") and state.files.get(name) != expected.after.get(name):
                losses.append(f"{host}: {name} is not as the play wants it")
        losses += [f"{host}: {what}" for what in expected.unserved(state)]
        ended = {name: state.notes[f"end {version}:{name}"] for name in NOTED}
        again = {name: ends for name, ends in ended.items() if ends > 1}
        if sum(again.values()) - len(again) > repeats[host]:
            losses += [f"{host}: {name} was done {ends} times" for name, ends in again.items()]
        for name, ends in ended.items():
            begins = state.notes[f"begin {version}:{name}"]
            if ends == 0:
                losses.append(f"{host}: {name} was lost")
            if begins > ends and host not in cut and not repeats[host]:
                losses.append(f"{host}: {name} was begun {begins} times and ended {ends} times")
    return losses


def put_back(states, expected):
    losses = released(states) + tidy(states)
    for host, state in states.items():
        files = {name: digest for name, digest in state.files.items() if not name.startswith(".hitless-")}
        if files != expected.before:
            losses.append(f"{host}: is not what it was: {', '.join(sorted(set(files.items()) ^ set(expected.before.items()), key=str)[0])}")
        losses += [f"{host}: {what}" for what in expected.unserved(state)]
    return losses


def shown_done(bastion):
    """The journal says that everything was done."""
    shown = bastion.show()
    if shown is None:
        return ["hitless show fails"]
    losses = [f"{one['host']}: is shown as {one['state']}" for one in shown["hosts"] if one["state"] != "done"]
    if shown["run"]["state"] != "ok":
        losses.append(f"the run is shown as {shown['run']['state']}")
    if shown.get("pending"):
        losses.append(f"handlers are shown as pending: {shown['pending']}")
    return losses
