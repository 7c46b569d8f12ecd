"""The cases. Each one is a fault, the commands after it, and what must be true then."""

import random
import re
import signal
import sqlite3
import time
from dataclasses import dataclass, field

import checks
from fleet import HOSTS, PATIENCE, Bastion, Stuck
from load import Load

VICTIM = "lb3"
SIGNS_OF_IGNORANCE = r"can't tell how it ended|the result of the task there is unknown|became of it is not known"


@dataclass
class Result:
    """The result of a case."""

    group: str
    name: str
    faults: int = 1
    resumes: int = 0
    rollbacks: int = 0
    unknown: int = 0
    losses: list = field(default_factory=list)
    down: list = field(default_factory=list)
    seconds: float = 0.0


@dataclass(frozen=True)
class Footing:
    """The conditions of a group of cases: how long each step of the play takes, and whether HAProxy is used, under load."""

    pause: str = "0.08"
    balancing: bool = False

    def options(self):
        return "-e", f"pause={self.pause}", "-e", f"balancing={str(self.balancing).lower()}"


class Ground:
    """The fleet, a directory for the output of the cases, and an undisturbed rollout to compare with."""

    def __init__(self, fleet, work):
        self.fleet = fleet
        self.work = work
        self.footing = Footing()
        self.measured = {}
        self.since = 0.0
        self.load = None
        self.asked = 0

    @property
    def expected(self):
        return self.measured[self.footing][0]

    @property
    def length(self):
        """How long an undisturbed rollout takes, from its first line."""
        return self.measured[self.footing][1]

    def lengths(self):
        return [seconds for _, seconds in self.measured.values()]

    def stand(self, footing):
        """Sets the conditions of a group of cases."""
        self.footing = footing
        if not footing.balancing:
            self.quiet()
        elif self.load is None:
            self.serve()
            self.load = Load(self.fleet, self.work / f"load-{self.asked}")
        if footing not in self.measured:
            self.measure()

    def serve(self):
        """Starts HAProxy in its initial state, and saves that for the hosts' reset."""
        self.fleet.everywhere("reset", hold=self.footing.pause)
        leg = Bastion(self.fleet, self.work / "serve").rollout("-e", "version=0", "-e", "balancing=true")
        if leg.end() != 0:
            raise Stuck(f"HAProxy can't be set up:\n{leg.output()[-3000:]}")
        for host in HOSTS:
            self.fleet.on(host, "rm -rf /var/lib/fleet/haproxy; cp -a /etc/haproxy /var/lib/fleet/haproxy")

    def quiet(self):
        """Ends the load."""
        if self.load is not None:
            self.asked += self.load.stop()
            self.load = None

    def anew(self):
        """Replaces hosts that cannot be repaired by new ones."""
        if self.load is not None:
            self.load.abandon()
            self.load = None
        self.fleet.lab("down", check=False)
        self.fleet.up()
        self.stand(self.footing)

    def reset(self, hold=None):
        self.fleet.everywhere("reset", hold=hold or self.footing.pause, balancing=str(self.footing.balancing).lower())
        if self.load is not None:
            self.load.await_calm()
        self.since = time.time()

    def dropped(self, down=()):
        """What the load has lost since the last reset, without hosts that the fault stops."""
        if self.load is None:
            return []
        found = self.load.dropped(self.since)
        return [f"{host}: {len(drops)} requests dropped: {drops[0]}" for host, drops in sorted(found.items()) if host not in down]

    def bastion(self, result, name="state"):
        return Bastion(self.fleet, self.work / f"{result.group}-{result.name}".replace(" ", "-") / name, self.footing.options())

    def measure(self):
        """Runs a rollout without a fault."""
        self.reset()
        before = self.fleet.states()[VICTIM].files
        bastion = Bastion(self.fleet, self.work / f"undisturbed-{len(self.measured)}", self.footing.options())
        leg = bastion.rollout()
        began = leg.await_line(r"^PLAY ")
        if leg.end() != 0:
            raise Stuck(f"the rollout fails without any fault:\n{leg.output()[-3000:]}")
        states = self.fleet.states()
        expected = checks.Expected(before, states[VICTIM].files, self.footing.balancing)
        self.measured[self.footing] = expected, leg.lines[-1][0] - began
        losses = checks.rolled_out(states, expected) + checks.agreement(bastion, states, expected, ("ok",)) + checks.shown_done(bastion)
        losses += self.dropped()
        if losses:
            raise Stuck("the rollout loses things without any fault: " + "; ".join(losses))


def resume(ground, bastion, result, cut=(), unknowns=True, legs=3):
    """Resumes until the rollout is complete, and checks the state of the fleet."""
    code = None
    for _ in range(legs):
        leg = bastion.start("resume", "last")
        code = leg.end()
        result.resumes += 1
        if code == 0:
            break
        if code not in (2, 4):
            result.losses.append(f"resume ended with {code}: {last_words(leg)}")
            return
    ignorant = bastion.blamed(SIGNS_OF_IGNORANCE)
    result.unknown += bool(ignorant)
    if ignorant and not unknowns:
        result.losses.append("the host could not tell how a call ended")
    if code != 0:
        result.losses.append(f"resume ended with {code}, {legs} times: {last_words(bastion.legs[-1])}")
    states = ground.fleet.states()
    # A command that failed on a full disk is run again, whatever it had done.
    again = ignorant + (bastion.blamed(r"fleet-note.*non-zero return code") if cut else checks.NONE)
    result.losses += checks.rolled_out(states, ground.expected, repeats=again, cut=cut)
    result.losses += checks.shown_done(bastion)


def roll_back(ground, bastion, result):
    leg = bastion.start("rollback", "last")
    code = leg.end()
    result.rollbacks += 1
    if code != 0:
        result.losses.append(f"rollback ended with {code}: {last_words(leg)}")
    result.losses += checks.put_back(ground.fleet.states(), ground.expected)
    shown = bastion.show()
    if shown is None or shown["run"]["state"].replace(" ", "_") != "rolled_back":
        result.losses.append(f"after rollback the run is shown as {shown and shown['run']['state']}")


def last_words(leg):
    lines = [line.strip() for line in leg.output().splitlines() if line.strip()]
    telling = [line for line in lines if line.startswith(("fatal:", "hitless:", "ERROR", "error")) or "Exception" in line]
    return (telling or lines or ["nothing"])[-1][:300]


def look(ground, bastion, result, verdict):
    """Checks after the fault, before the repair: what hitless reports must be true."""
    states = ground.fleet.states()
    result.losses += checks.half_written(states, ground.expected) + checks.agreement(bastion, states, ground.expected, verdict)


# ---- the controller ----------------------------------------------------------------------------------------------------------------


def killed(options):
    """kill -9 at that many points of the rollout. At every second one it is resumed while the host may still be working."""
    for point in range(options.points):

        def case(ground, result, point=point):
            ground.reset()
            bastion = ground.bastion(result)
            bastion.rollout().kill_after(ground.length * (point + 0.5) / options.points)
            if point % 2 == 0:
                time.sleep(0.5)
                look(ground, bastion, result, ("interrupted", "ok"))
            resume(ground, bastion, result, unknowns=False, legs=1)

        yield "controller killed", f"point {point + 1} of {options.points}", case


def at_random(options):
    """Runs that are interrupted at random points, and ended in all possible ways."""
    rng = random.Random(options.seed)
    ways = ["resume", "resume", "resume killed", "rollback", "rollback killed", "stopped", "with its agents"]
    for number in range(options.runs):
        way, first, second = rng.choice(ways), rng.random(), rng.random()

        def case(ground, result, way=way, first=first, second=second):
            ground.reset()
            bastion = ground.bastion(result)
            leg = bastion.rollout()
            if way == "stopped":
                leg.await_line(r"^PLAY ")
                time.sleep(first * ground.length)
                leg.signal(signal.SIGTERM)
                leg.end()
            else:
                leg.kill_after(first * ground.length)
            if way == "with its agents":
                for host in HOSTS:
                    ground.fleet.lab("kill-agent", host, check=False)
            if way in ("resume killed", "rollback killed"):
                again = bastion.start(way.split()[0], "last")
                time.sleep(0.7 + second * ground.length * (1 - first))
                again.signal(signal.SIGKILL)
                again.end()
                result.faults += 1
            if way.startswith("rollback"):
                time.sleep(0.5)
                roll_back(ground, bastion, result)
            else:
                own = way in ("with its agents", "stopped")
                resume(ground, bastion, result, cut=HOSTS if own else (), unknowns=own, legs=3 if own else 1)

        yield "random points", f"{number + 1} {way} {first:.3f}", case


# ---- a host ------------------------------------------------------------------------------------------------------------------------

STEPS = {
    "file": r"^TASK \[file\]",
    "command": r"^TASK \[command\]",
    "loop": r"^TASK \[loop\]",
    "balancer": r"^TASK \[balancer\]",
    "reload": r"^RUNNING HANDLER \[.*reload\]",
    "handler": r"^RUNNING HANDLER \[.*handler\]",
    "gate": None,
}
FAULTS = {
    "rebooted": (["reboot"], None),
    "powered off": (["poweroff", "--hard"], "start"),
    "partitioned": (["cut"], "join"),
    "sshd frozen": (["freeze"], "thaw"),
    "agent killed": (["kill-agent"], None),
    "disk filled": (["fill"], "unfill"),
}
DOWN = {"rebooted", "powered off", "partitioned"}  # these also stop the host's own traffic


def struck(_):
    for step, line in STEPS.items():
        for fault, (breaking, mending) in FAULTS.items():

            def case(ground, result, breaking=breaking, mending=mending, line=line, down=fault in DOWN):
                ground.reset(hold="1")
                if down:
                    result.down = [VICTIM]
                bastion = ground.bastion(result)
                leg = bastion.rollout("-e", f"slow={VICTIM}")
                if line is None:
                    leg.await_line(r"^RUNNING HANDLER \[.*handler\]", 3)
                    time.sleep(2.5)
                else:
                    leg.await_line(line, 3)
                time.sleep(0.4)
                ground.fleet.lab(*breaking, VICTIM, check=breaking != ["kill-agent"])
                code = leg.end()
                if mending:
                    ground.fleet.lab(mending, VICTIM)
                settle(ground)
                look(ground, bastion, result, {0: ("ok",), 2: ("failed",), 4: ("unreachable",)}.get(code, (f"something after exit code {code}",)))
                if code != 0:
                    resume(ground, bastion, result, cut=[VICTIM])
                else:
                    result.losses += checks.rolled_out(ground.fleet.states(), ground.expected, cut=[VICTIM])

            yield f"host {fault}", step, case


def settle(ground):
    """Waits until the victim answers again."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            ground.fleet.ssh(VICTIM, "systemctl is-active -q fleet || sleep 1")
            return
        except Stuck:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


# ---- two bastions, clocks ----------------------------------------------------------------------------------------------------------

SECOND = ("-e", "version=2")


def two_bastions(_):
    yield "two bastions", "at once", at_once
    yield "two bastions", "second waits", second_waits
    yield "two bastions", "first killed", first_killed
    yield "two bastions", "first asleep, lock broken", asleep


def at_once(ground, result):
    ground.reset()
    bastions = [ground.bastion(result, name) for name in ("first", "second")]
    legs = [bastion.rollout("-e", f"version={number + 1}") for number, bastion in enumerate(bastions)]
    codes = [leg.end() for leg in legs]
    states = ground.fleet.states()
    if codes.count(0) > 1:
        result.losses.append("both went through")
    if codes.count(0) == 1 and codes[0] == 0:
        result.losses += checks.rolled_out(states, ground.expected)
    lose = [number for number, code in enumerate(codes) if code != 0]
    result.losses += [f"bastion {n + 1} was not refused in words: {last_words(legs[n])}" for n in lose if "locked by rollout" not in legs[n].output()]
    for number in lose:
        result.losses += [f"the refused bastion {number + 1} changed {host}" for host, state in states.items() if state.notes[f"begin {number + 1}:command"]]
    result.losses += checks.released(states)
    again = bastions[0].rollout()
    if again.end() != 0:
        result.losses.append(f"a rollout after the two ended with {again.process.returncode}: {last_words(again)}")


def second_waits(ground, result):
    ground.reset()
    first, second = ground.bastion(result, "first"), ground.bastion(result, "second")
    one = first.rollout()
    one.await_line(r"^TASK ")
    other = second.rollout(*SECOND, "--lock-wait", "60")
    codes = one.end(), other.end()
    if codes != (0, 0):
        result.losses.append(f"they ended with {codes}: {last_words(one)}; {last_words(other)}")
    states = ground.fleet.states()
    result.losses += [f"{host}: has not both in their order" for host, state in states.items() if in_order(state) != [1, 2]] + checks.released(states)


def in_order(state):
    order = []
    for note in state.notes:  # in their order
        version = int(note.split()[1].split(":")[0])
        if version not in order:
            order.append(version)
    return order


def first_killed(ground, result):
    """The second one is rejected, even after the lock has expired. The first one resumes."""
    ground.reset()
    first, second = ground.bastion(result, "first"), ground.bastion(result, "second")
    first.rollout("--lock-time", "10").kill_after(ground.length / 2)
    refused(result, second, "locked by rollout")
    time.sleep(11)
    refused(result, second, "is still locked by rollout")
    result.losses += [f"{host}: was changed by a refused rollout" for host, state in ground.fleet.states().items() if state.notes["begin 2:command"]]
    resume(ground, first, result, unknowns=False, legs=1)


def refused(result, bastion, words):
    leg = bastion.rollout(*SECOND)
    code = leg.end()
    if code == 0 or words not in leg.output():
        result.losses.append(f"the second ended with {code} and did not say '{words}': {last_words(leg)}")


def asleep(ground, result):
    """The first bastion is suspended, and continues when another one has taken its hosts: it must not change them any more."""
    ground.reset()
    first, second = ground.bastion(result, "first"), ground.bastion(result, "second")
    one = first.rollout("--lock-time", "10")
    one.await_line(r"^TASK \[loop\]", 3)
    one.signal(signal.SIGSTOP)
    time.sleep(12)
    other = second.rollout(*SECOND, "--break-lock")
    code = other.end()
    if code != 0:
        result.losses.append(f"the second ended with {code}: {last_words(other)}")
    before = ground.fleet.states()
    one.signal(signal.SIGCONT)
    if one.end() == 0:
        result.losses.append("the first went through after it had lost its locks")
    after = ground.fleet.states()
    result.losses += [f"{host}: was changed by a rollout that had lost its lock" for host in HOSTS if before[host].files != after[host].files]
    result.losses += [f"{host}: {note} after the lock was lost" for host in HOSTS for note in after[host].notes - before[host].notes]
    result.losses += checks.released(after)


# The lab's hosts share the kernel's clock. Only the time that they are told can be set back.
CLOCK = "printf '#!/bin/sh\\nexec /bin/date -d \"{0}\" \"$@\"\\n' >/usr/local/bin/date; chmod 755 /usr/local/bin/date"


def clocks(_):
    for name, shift in (("an hour back", "1 hour ago"), ("an hour ahead", "1 hour")):

        def case(ground, result, shift=shift):
            ground.reset()
            first, second = ground.bastion(result, "first"), ground.bastion(result, "second")
            one = first.rollout("-e", f"slow={VICTIM}", "--lock-time", "10")
            one.await_line(r"^TASK \[file\]", 3)
            ground.fleet.on(VICTIM, CLOCK.format(shift))
            refused(result, second, f"{VICTIM} is locked by rollout")
            one.signal(signal.SIGKILL)
            one.end()
            time.sleep(12)
            refused(result, second, f"{VICTIM} is still locked by rollout")
            resume(ground, first, result, unknowns=False, legs=1)

        yield "clock set", name, case


# ---- the journal -------------------------------------------------------------------------------------------------------------------


def truncated(path):
    with open(path, "r+b") as file:
        file.truncate(path.stat().st_size // 2)


def overwritten(path):
    with open(path, "r+b") as file:
        file.seek(path.stat().st_size // 3)
        file.write(b"\xa5" * 8192)


def emptied(path):
    path.write_bytes(b"")


def one_event(path):
    with sqlite3.connect(path) as database:
        table = next(name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type='table' AND name LIKE 'event%'"))
        column = next(row[1] for row in database.execute(f"PRAGMA table_info({table})") if row[1] in ("body", "json", "event", "data"))
        rows = [row for (row,) in database.execute(f"SELECT rowid FROM {table} ORDER BY rowid")]
        database.execute(f"UPDATE {table} SET {column} = replace({column}, 'changed', 'chanked') WHERE rowid >= ?", (rows[len(rows) // 2],))
    database.close()


def journals(_):
    damages = [(truncated, "journal.db"), (overwritten, "journal.db"), (emptied, "journal.db"), (one_event, "journal.db"), (truncated, "journal.db-wal")]
    for damage, name in damages:

        def case(ground, result, damage=damage, name=name):
            ground.reset()
            bastion = ground.bastion(result)
            bastion.rollout("--lock-time", "10").kill_after(ground.length / 2)
            time.sleep(0.5)
            damage(bastion.state / name)
            leg = bastion.start("resume", "last")
            code = leg.end()
            result.resumes += 1
            if code == 1:
                if not re.search("damage|lost|set aside|is gone", leg.output()):
                    result.losses.append(f"the damage was not said: {last_words(leg)}")
                time.sleep(11)
                leg = bastion.rollout("--break-lock")
                code = leg.end()
            while code == 2 and result.resumes < 4 and re.search(SIGNS_OF_IGNORANCE, leg.output()):
                leg = bastion.start("resume", "last")
                code = leg.end()
                result.resumes += 1
                result.unknown = 1
            if code == 2 and "gate" in last_words(leg) + leg.output():
                by_hand(ground, bastion, result)
            elif code != 0:
                result.losses.append(f"ended with {code}: {last_words(leg)}")
            states = ground.fleet.states()
            result.losses += checks.half_written(states, ground.expected) + checks.released(states)
            result.losses += [f"{host}: is not as the play wants it" for host, state in states.items() if not checks.as_wanted(state, ground.expected)]

        yield "journal damaged", f"{damage.__name__.replace('_', ' ')} {name}", case


def by_hand(ground, bastion, result):
    """The journal lost a handler, and the gate found it: the operator does by hand what it would have done, and continues."""
    for host, state in ground.fleet.states().items():
        if not state.live:
            result.losses.append(f"{host}: its reload was lost with the journal; the gate saw it and halted")
            ground.fleet.on(host, "systemctl reload fleet")
    leg = bastion.start("resume", "last")
    result.resumes += 1
    if leg.end() != 0:
        result.losses.append(f"resume ended with {leg.process.returncode}: {last_words(leg)}")


# ---- a reload that fails -----------------------------------------------------------------------------------------------------------


def reloads(_):
    yield "reload fails, rollback on", "a service's, third of five", service_refuses
    yield "reload fails, rollback on", "HAProxy's, third of five", balancer_refuses


def service_refuses(ground, result):
    ground.reset()
    ground.fleet.on(VICTIM, "echo 1 >/var/lib/fleet/refuse")
    reload_fails(ground, result)


def balancer_refuses(ground, result):
    ground.reset()
    reload_fails(ground, result, "-e", f"refusing={VICTIM}")


def reload_fails(ground, result, *options):
    bastion = ground.bastion(result)
    leg = bastion.rollout("-e", "on_failure=rollback", *options)
    code = leg.end()
    if code != 2:
        result.losses.append(f"the rollout ended with {code}: {last_words(leg)}")
    states = ground.fleet.states()
    result.rollbacks += 1
    for host in HOSTS:
        wanted = ground.expected.after if host < VICTIM else ground.expected.before
        if states[host].files != wanted:
            result.losses.append(f"{host}: is not as it should be: {states[host].files}")
        result.losses += [f"{host}: {what}" for what in ground.expected.unserved(states[host])]
    result.losses += checks.released(states) + checks.tidy(states)
    roll_back(ground, bastion, result)


LOADED = Footing(balancing=True)
GROUPS = {
    "controller": (killed, LOADED),
    "host": (struck, LOADED),
    "bastions": (two_bastions, Footing()),
    "clock": (clocks, Footing()),
    "journal": (journals, Footing()),
    "reload": (reloads, LOADED),
    "random": (at_random, Footing(pause="0.04")),
}
