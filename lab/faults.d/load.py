"""Steady traffic to all hosts during faults, with lab/proof's client, which counts every request."""

import json
import subprocess
import time

from fleet import HOME, Stuck

PROOF = HOME / "lab" / "proof"
RATE = 150  # new connections per second, over all hosts
KEPT = 25  # clients that keep their connection


class Load:
    """The traffic, from its start until it is stopped."""

    def __init__(self, fleet, directory):
        directory.mkdir(parents=True, exist_ok=True)
        self.names = {address: host for host, address in fleet.addresses.items()}
        self.drops, self.until, self.account, self.words = (directory / name for name in ("drops", "stop", "account.json", "words"))
        find = f"CHECKOUT={HOME}; . {PROOF}/lib.sh; find_java; printf %s \"$JAVA\""
        java = subprocess.run(["bash", "-c", find], capture_output=True, text=True, check=True).stdout
        targets = [word for address in self.names for word in ("--target", address)]
        kinds = ["--rate", str(RATE), "--keepalive", str(KEPT), "--https", "0", "--echo", "0"]
        command = [java, "-XX:+UseSerialGC", "-Xmx256m", PROOF / "Load.java", *targets, *kinds, "--until", self.until, "--json", self.account, "--drops", self.drops]
        with open(self.words, "w") as words:
            self.process = subprocess.Popen([str(word) for word in command], stdout=words, stderr=subprocess.STDOUT)
        self.await_beginning()

    def await_beginning(self):
        deadline = time.monotonic() + 60
        while not self.drops.exists():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise Stuck(f"the load did not begin: {self.words.read_text()}")
            time.sleep(0.1)
        time.sleep(2)  # until all its clients run

    def await_calm(self):
        """Waits for half a second without a drop: the client may count the drops of a restart late."""
        before = -1
        while (size := self.drops.stat().st_size) != before:
            before = size
            time.sleep(0.5)

    def dropped(self, since):
        """For each host, what was dropped since that time (seconds since 1970), as texts with kind and reason."""
        found = {}
        for line in self.drops.read_text(errors="replace").splitlines():
            at, _, rest = line.partition(" ")
            address, _, why = rest.partition(" ")
            if why and float(at) >= since:
                found.setdefault(self.names.get(address, address), []).append(why)
        return found

    def stop(self):
        """Ends the load; returns the number of requests."""
        self.until.touch()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise Stuck("the load does not end") from None
        return json.loads(self.account.read_text())["asked"]

    def abandon(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
