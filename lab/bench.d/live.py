"""What many changes in a row cost one HAProxy of this machine under load: made live, and by a reload each."""

import json
import os
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from scale import find_java

HOME = Path(__file__).resolve().parent.parent.parent
PLAY = HOME / "lab" / "bench.d" / "live.yml"
PORT = 18400
TICK = os.sysconf("SC_CLK_TCK")
LOAD = ["--rate", "100", "--keepalive", "20", "--tls", "4", "--h2", "4", "--streams", "10", "--stream-life", "60"]

# It answers what the measuring client expects.
BACKEND = f"""\
defaults
    mode http
    timeout connect 5s
    timeout client 60s
    timeout server 60s
frontend answers
    bind 127.0.0.1:{PORT + 3}
    option http-buffer-request
    http-request return status 200 content-type text/plain lf-string "%[req.body]" if {{ method POST }}
    http-request return status 200 content-type text/plain lf-string "hello %[pathq]\\n"
"""


class Processes:
    """HAProxy's processes, looked at each second: how many there are, their memory, and the CPU time of all there were."""

    def __init__(self, pidfile):
        self.pidfile = pidfile
        self.old, self.memory, self.first_memory = 0, 0, 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.watch)

    def master(self):
        return int(self.pidfile.read_text())

    def workers(self):
        children = Path(f"/proc/{self.master()}/task/{self.master()}/children").read_text().split()
        return [int(child) for child in children]

    def kib(self):
        """What belongs to each process alone: shared pages count once for all of them."""
        total = 0
        for pid in self.workers():
            try:
                lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            except OSError:
                continue  # it has ended
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return total

    def cpu(self):
        """Of the master, of its children that have ended, and of those that have not."""
        fields = Path(f"/proc/{self.master()}/stat").read_text().rpartition(")")[2].split()
        ticks = sum(int(fields[at]) for at in (11, 12, 13, 14))
        for pid in self.workers():
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            ticks += int(fields[11]) + int(fields[12])
        return ticks / TICK

    def watch(self):
        while not self.ended.wait(1):
            self.old = max(self.old, len(self.workers()) - 1)
            self.memory = max(self.memory, self.kib())

    def __enter__(self):
        self.first_memory, self.first_cpu, self.first_workers = self.kib(), self.cpu(), self.workers()
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()


def roll_out(scratch, program, apply, changes):
    given = {"scratch": str(scratch), "program": program, "apply": apply, "changes": changes, "port": PORT}
    command = [HOME / "hitless", "rollout", "-i", "localhost,", "--state", scratch / "state", "-e", json.dumps(given), PLAY]
    with open(scratch / "output", "wb") as out:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, cwd=HOME, check=False)
    if done.returncode != 0:
        raise RuntimeError((scratch / "output").read_text(errors="replace")[-3000:])


def certificate(path):
    subject = ["-nodes", "-days", "30", "-subj", f"/CN={path.stem}", "-keyout", f"{path}.key", "-out", f"{path}.crt"]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", *subject], stderr=subprocess.DEVNULL, check=True)
    path.write_text(Path(f"{path}.crt").read_text() + Path(f"{path}.key").read_text())


def measure(apply, changes, program, note):
    """Makes the changes, each `live` or by a `reload`, and returns a row of the table."""
    with tempfile.TemporaryDirectory(prefix="hitless-live-") as directory:
        scratch = Path(directory)
        for name in ("one", "other"):
            certificate(scratch / f"{name}.pem")
        (scratch / "backend.cfg").write_text(BACKEND)
        echo = ["socat", f"TCP-LISTEN:{PORT + 4},bind=127.0.0.1,fork,reuseaddr,nodelay,backlog=1024", "PIPE"]
        others = [subprocess.Popen([program, "-db", "-f", scratch / "backend.cfg"], stderr=subprocess.DEVNULL), subprocess.Popen(echo)]
        processes = Processes(scratch / "pid")
        try:
            roll_out(scratch, program, "auto", 1)
            load = [find_java(), HOME / "lab" / "proof" / "Load.java", "--target", "127.0.0.1", "--http", str(PORT), "--https", str(PORT + 1)]
            load += ["--echo", str(PORT + 2), "--until", scratch / "stop", "--json", scratch / "load.json", *LOAD]
            loading = subprocess.Popen(load, stdout=subprocess.DEVNULL)
            time.sleep(10)  # until it is as fast as it gets
            note(f"{changes} changes, {apply}")
            with processes:
                began = time.monotonic()
                roll_out(scratch, program, apply, changes)
                seconds = time.monotonic() - began
                last_memory, cpu, same = processes.kib(), processes.cpu() - processes.first_cpu, processes.workers() == processes.first_workers
            (scratch / "stop").touch()
            loading.wait()
            told = json.loads((scratch / "load.json").read_text())
        finally:
            if processes.pidfile.exists():
                os.kill(processes.master(), 15)
            for other in others:
                other.terminate()
                other.wait()
        if told["asked"] == 0:
            raise RuntimeError("there was no load")
        return {
            "by": apply,
            "changes": changes,
            "seconds": round(seconds, 1),
            "asked": told["asked"],
            "dropped": told["dropped"],
            "worst ms": max(kind["slowest_ms"] for kind in told["kinds"]),
            "same worker": same,
            "most old workers": processes.old,
            "CPU s": round(cpu, 1),
            "MiB before": round(processes.first_memory / 1024, 1),
            "MiB at most": round(processes.memory / 1024, 1),
            "MiB after": round(last_memory / 1024, 1),
            "drops": {kind["name"]: kind["drops"] for kind in told["kinds"] if kind["dropped"]},
        }
