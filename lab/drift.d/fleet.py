"""The hosts that drift, and what hitless reports of them."""

import base64
import json
import os
import subprocess
import tarfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent.parent
PLAYS = ["lab/drift.d/fleet.yml", "lab/drift.d/haproxy.yml"]
PATIENCE = 600  # seconds for any command; a longer one hangs
OFF = ("drifted", "failed")


class Stuck(Exception):
    """The suite itself cannot continue."""


class Fleet:
    def __init__(self, lab_id, size, work):
        self.id = lab_id
        self.hosts = [f"lb{number}" for number in range(1, size + 1)]
        self.inventory = Path("inventories") / (f"lab-{lab_id}" if lab_id else "lab")
        self.work = work
        self.addresses = {}

    def lab(self, *command, check=True):
        env = {**os.environ, "HITLESS_LAB_ID": str(self.id)}
        done = subprocess.run([HOME / "lab" / "lab", *command], env=env, capture_output=True, text=True, timeout=PATIENCE)
        if check and done.returncode != 0:
            raise Stuck(f"lab {' '.join(command)} ended with {done.returncode}: {done.stderr.strip()}")
        return done.stdout

    def up(self):
        self.lab("up", str(len(self.hosts)))
        self.addresses = {host: self.lab("address", host).strip() for host in self.hosts}
        packages(self.work)
        here = [self.work / "fleet-tool_1.0_all.deb", self.work / "telnet_1.0_all.deb"]
        script = "".join(f"base64 -d >/tmp/{file.name} <<'END'\n{base64.encodebytes(file.read_bytes()).decode()}END\n" for file in here)
        self.on(dict.fromkeys(self.hosts, script))

    def down(self):
        self.lab("down", check=False)

    def on(self, scripts):
        """Runs a script on these hosts, in parallel."""
        with ThreadPoolExecutor(len(scripts)) as pool:
            list(pool.map(lambda host: self.ssh(host, scripts[host]), scripts))

    def ssh(self, host, script):
        keys = HOME / self.inventory / ".ssh"
        options = ["IdentitiesOnly=yes", f"UserKnownHostsFile={keys}/known_hosts", "ControlPath=none", "BatchMode=yes", "LogLevel=ERROR"]
        command = ["ssh", "-F", "/dev/null", "-l", "root", "-i", keys / "id_ed25519", *(word for one in options for word in ("-o", one))]
        done = subprocess.run([*command, self.addresses[host], "sh", "-es"], input=script, capture_output=True, text=True, timeout=PATIENCE)
        if done.returncode != 0:
            raise Stuck(f"{host}: {script}: {done.stderr.strip()}{done.stdout.strip()}")

    def hitless(self, command, *options):
        """Runs hitless over the plays; returns (exit code, standard output, standard error)."""
        given = ["--state", self.work / "state", "-i", self.inventory, "-e", f"packages={self.work}", *options, *PLAYS]
        done = subprocess.run([HOME / "hitless", command, *given], cwd=HOME, capture_output=True, text=True, timeout=PATIENCE)
        return done.returncode, done.stdout, done.stderr

    def rollout(self):
        """Brings the fleet in sync; returns the failures, or nothing."""
        code, out, err = self.hitless("rollout")
        said = [line for line in out.splitlines() if line.startswith("fatal:")]
        return "" if code == 0 else f"the rollout ended with {code}: " + ("\n".join(said) or (out + err)[-3000:])

    def check(self):
        return Check(*self.hitless("drift", "--output", "json"))


class Check:
    """The result of a drift check: for each host, the tasks and their status."""

    def __init__(self, code, out, err):
        try:
            report = json.loads(out)
        except ValueError as e:
            raise Stuck(f"the check ended with {code}:\n{(out + err)[-3000:]}") from e
        self.code = code
        self.seconds = report["milliseconds"] / 1000
        self.findings = {}
        self.count = 0
        for check in report["checks"]:
            for finding in check["findings"]:
                for host in finding["hosts"]:
                    self.count += 1
                    if finding["state"] != "in_sync":
                        self.findings.setdefault(host, []).append((check["task"], check["action"], finding["state"], finding.get("why") or ""))

    def of(self, host, states=OFF):
        return [finding for finding in self.findings.get(host, []) if finding[2] in states]

    def all(self, states):
        return [(host, *finding) for host in self.findings for finding in self.of(host, states)]


def packages(work):
    """The packages and archives that the play installs, and those that the changes install."""
    for name, version in (("fleet-tool", "1.0"), ("fleet-tool", "2.0"), ("telnet", "1.0")):
        tree = work / f"{name}-{version}"
        (tree / "DEBIAN").mkdir(parents=True)
        (tree / "DEBIAN" / "control").write_text(f"Package: {name}\nVersion: {version}\nArchitecture: all\nMaintainer: lab\nDescription: a tool\n")
        program = tree / "usr" / "local" / "bin" / name
        program.parent.mkdir(parents=True)
        program.write_text(f"#!/bin/sh\necho {version}\n")
        program.chmod(0o755)
        subprocess.run(["dpkg-deb", "--root-owner-group", "-b", tree, work / f"{name}_{version}_all.deb"], check=True, capture_output=True)
    page = work / "index.html"
    page.write_text("page\n")
    os.utime(page, (time.time() - 86400,) * 2)
    with tarfile.open(work / "pages.tar.gz", "w:gz") as archive:
        archive.add(page, "index.html")
