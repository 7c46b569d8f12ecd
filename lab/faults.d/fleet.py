"""The hosts with faults, their real state, and the controllers of the rollouts."""

import json
import os
import re
import signal
import subprocess
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent.parent
DATA = HOME / "lab" / "faults.d"
HOSTS = [f"lb{number}" for number in range(1, 6)]
PATIENCE = 120  # seconds for any command; a longer one hangs


class Stuck(Exception):
    """The suite itself cannot continue: a host does not answer, or a lab command fails."""


@dataclass
class State:
    """The real state of a host."""

    files: dict = field(default_factory=dict)
    notes: Counter = field(default_factory=Counter)
    live: bool = False
    balancer: str = "off"
    lease: str = ""
    run: str = ""
    left: list = field(default_factory=list)

    @staticmethod
    def read(text):
        state = State()
        for line in text.splitlines():
            kind, _, rest = line.partition(" ")
            if kind == "file":
                name, _, digest = rest.partition(" ")
                state.files[name] = digest
            elif kind == "note":
                state.notes[rest] += 1
            elif kind == "live":
                state.live = rest == "yes"
            elif kind == "balancer":
                state.balancer = rest
            elif kind == "lease":
                state.run, _, state.lease = rest.partition(" ")
            elif kind == "left":
                state.left.append(rest)
        return state


class Fleet:
    """The lab of this suite, independent of any other."""

    def __init__(self, lab_id):
        self.id = lab_id
        self.inventory = HOME / "inventories" / (f"lab-{lab_id}" if lab_id else "lab")
        self.notes = Path(f"/run/hitless-lab-{lab_id}/hosts")
        self.addresses = {}

    def lab(self, *command, check=True):
        done = subprocess.run(
            [HOME / "lab" / "lab", *command], env={**os.environ, "HITLESS_LAB_ID": str(self.id)}, capture_output=True, text=True, timeout=600
        )
        if check and done.returncode != 0:
            raise Stuck(f"lab {' '.join(command)} ended with {done.returncode}: {done.stderr.strip()}")
        return done.stdout

    def up(self):
        self.lab("up", "--balancers", str(len(HOSTS)))
        self.addresses = {host: self.lab("address", host).strip() for host in HOSTS}
        self.everywhere("prepare")

    def down(self):
        self.lab("down", check=False)

    def on(self, host, script):
        """Runs a script in the host without sshd: faster, and works while sshd is broken."""
        done = subprocess.run(
            ["nsenter", "--target", str(self.init(host)), "--all", "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "sh", "-s"],
            input=script,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        if done.returncode != 0:
            raise Stuck(f"{host}: {done.stderr.strip()}")
        return done.stdout

    def init(self, host):
        """The pid of the host's process 1 on this machine: a child of systemd-nspawn, which its keeper (lab/run-host) started."""
        pid = (self.notes / host / "pid").read_text().split()[0]
        try:
            for name in ("run-host", "systemd-nspawn", "systemd"):
                pid = next(child for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split() if comm(child) == name)
        except (StopIteration, FileNotFoundError, ProcessLookupError):
            raise Stuck(f"{host} is off") from None
        return int(pid)

    def ssh(self, host, script):
        keys = self.inventory / ".ssh"
        options = ["IdentitiesOnly=yes", f"UserKnownHostsFile={keys}/known_hosts", "ControlPath=none", "BatchMode=yes", "LogLevel=ERROR", "ConnectTimeout=5"]
        command = ["ssh", "-F", "/dev/null", "-l", "root", "-i", keys / "id_ed25519", *(word for one in options for word in ("-o", one))]
        done = subprocess.run([*command, self.addresses[host], "sh", "-s"], input=script, capture_output=True, text=True, timeout=PATIENCE)
        if done.returncode != 0:
            raise Stuck(f"{host}: {done.stderr.strip()}")
        return done.stdout

    def everywhere(self, script, **variables):
        text = "".join(f"{name}='{value}'\n" for name, value in variables.items()) + (DATA / f"{script}.sh").read_text()
        with ThreadPoolExecutor(len(HOSTS)) as pool:
            return dict(zip(HOSTS, pool.map(lambda host: self.on(host, text), HOSTS)))

    def states(self):
        return {host: State.read(text) for host, text in self.everywhere("state").items()}


def comm(pid):
    return Path(f"/proc/{pid}/comm").read_text().strip()


class Bastion:
    """An operator's state directory and commands."""

    def __init__(self, fleet, directory, options=()):
        self.fleet = fleet
        self.state = directory
        self.options = options
        directory.mkdir(parents=True, exist_ok=True)
        self.legs = []

    def rollout(self, *options):
        signs_of_life = '{"ansible_ssh_extra_args": "-o ServerAliveInterval=2 -o ServerAliveCountMax=2"}'
        return self.start(
            "rollout", "--timeout", "3", "-e", signs_of_life, *self.options, *options, "-i", self.fleet.inventory.relative_to(HOME), "lab/faults.d/play.yml"
        )

    def start(self, command, *options):
        leg = Controller([HOME / "hitless", command, "--state", self.state, *options], self.state / f"console-{len(self.legs) + 1}.txt")
        self.legs.append(leg)
        return leg

    def ask(self, command, *options):
        done = subprocess.run(
            [HOME / "hitless", command, *options, "--state", self.state, "--output", "json"], cwd=HOME, capture_output=True, text=True, timeout=PATIENCE
        )
        return done.stdout if done.returncode == 0 else None

    def show(self, run="last"):
        text = self.ask("show", run)
        return json.loads(text) if text else None

    def blamed(self, pattern):
        """How often each host is named in lines with this text."""
        lines = (line for leg in self.legs for line in leg.output().splitlines() if re.search(pattern, line))
        return Counter(named.group(1) for named in (re.search(r"\[(\w+)\]", line) for line in lines) if named)


class Controller:
    """A running hitless, and its output so far."""

    def __init__(self, command, console):
        self.console = console
        self.lines = []
        self.news = threading.Condition()
        self.ended = False
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [str(word) for word in command], cwd=HOME, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
        )
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        with open(self.console, "w") as kept:
            for line in self.process.stdout:
                with self.news:
                    self.lines.append((time.monotonic(), line))
                    self.news.notify()
                kept.write(line)
                kept.flush()
        with self.news:
            self.ended = True
            self.news.notify()

    def output(self):
        return "".join(line for _, line in list(self.lines))

    def await_line(self, pattern, times=1):
        """Waits for the nth line that matches, and returns its time; None if the controller ended before."""
        deadline = time.monotonic() + PATIENCE
        read = found = 0
        with self.news:
            while True:
                for at, line in self.lines[read:]:
                    found += bool(re.search(pattern, line))
                    if found == times:
                        return at
                read = len(self.lines)
                if self.ended:
                    return None
                if not self.news.wait(deadline - time.monotonic()):
                    raise Stuck(f"{self.console}: no line {pattern!r}")

    def signal(self, number):
        if self.process.poll() is None:
            self.process.send_signal(number)

    def end(self):
        """Its exit code, or minus the signal that ended it."""
        try:
            code = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise Stuck(f"{self.console}: has not ended after {PATIENCE} s") from None
        self.reader.join(PATIENCE)
        return code

    def kill_after(self, seconds):
        """kill -9, that many seconds after its play began; returns whether it was still running."""
        began = self.await_line(r"^PLAY ")
        if began is not None:
            time.sleep(max(0.0, began + seconds - time.monotonic()))
        self.signal(signal.SIGKILL)
        return self.end() == -signal.SIGKILL
