"""What the controller costs for many hosts: a play of fifty tasks on hosts that are not there."""

import os
import subprocess
import tempfile
import time
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent.parent
PLAY = HOME / "lab" / "bench.d" / "scale.yml"
TASKS = 50
NAME = "h{:05d}"  # of one length: an answer that is recorded for one host is given for all


class SimulatedHosts:
    """An SSH server that answers for any number of names (io.hitless.simulated). Its directory also has the inventories and what hitless keeps."""

    def __init__(self, delay):
        self.delay = delay

    def __enter__(self):
        self.scratch = tempfile.TemporaryDirectory(prefix="hitless-scale-")
        self.directory = Path(self.scratch.name)
        (self.directory / "work").mkdir()
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.directory / "key"], check=True)
        java = [find_java(), "-Xmx3g", "-cp", test_classes(self.directory / "classpath")]
        self.server = subprocess.Popen([*java, "io.hitless.simulated.SimulatedHosts", self.directory, str(self.delay)], stdin=subprocess.PIPE)
        while not (self.directory / "port").exists():
            if self.server.poll() is not None:
                raise RuntimeError("the simulated hosts did not start")
            time.sleep(0.05)
        return self

    def __exit__(self, *_):
        self.server.stdin.close()
        self.server.wait()
        self.scratch.cleanup()

    def inventory(self, count):
        path = self.directory / f"hosts-{count}.yml"
        port = (self.directory / "port").read_text()
        path.write_text(f"""\
all:
  hosts: {{"{NAME.format(1).replace("00001", "[00001:%05d]" % count)}": {{}}}}
  vars:
    ansible_user: "{{{{ inventory_hostname }}}}"
    ansible_host: 127.0.0.1
    ansible_port: {port}
    ansible_ssh_private_key_file: {self.directory}/key
    ansible_ssh_common_args: "-o UserKnownHostsFile={self.directory}/known_hosts"
    scratch: {self.directory}/work
""")
        return path

    def roll_out(self, count, heap, only_first=False):
        """Rolls the play out to that many hosts; returns (seconds, CPU seconds, peak memory in KiB)."""
        command = [HOME / "hitless", "ansible-playbook", "-i", self.inventory(count), *(["--tags", "first"] if only_first else []), PLAY]
        env = {**os.environ, "XDG_STATE_HOME": str(self.directory / "state"), "HITLESS_JAVA_OPTS": f"-Xmx{heap}"}
        with open(self.directory / "output", "w+b") as out:
            began = time.monotonic()
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, cwd=HOME, env=env)
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.monotonic() - began
            process.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            output = out.read().decode(errors="replace")
        done = f"ok={1 if only_first else TASKS} "
        if process.returncode != 0 or output.count(done) != count:
            raise RuntimeError(f"{count} hosts: exit code {process.returncode}, not all hosts have {done}:\n{output[-2000:]}")
        return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def find_java():
    find = f'CHECKOUT={HOME}; . {HOME}/lab/proof/lib.sh; find_java; printf %s "$JAVA"'
    return subprocess.run(["bash", "-c", find], capture_output=True, text=True, check=True).stdout


def test_classes(file):
    """Compiles the tests; returns their class path."""
    maven = ["mvn", "-q", "-B", "-ntp", "-Pfast", "-f", str(HOME / "pom.xml"), "-pl", "controller"]
    subprocess.run([*maven, "test-compile", "dependency:build-classpath", "-Dmdep.includeScope=test", f"-Dmdep.outputFile={file}"], check=True, stdin=subprocess.DEVNULL)
    return f"{HOME}/controller/target/test-classes:{HOME}/controller/target/classes:{file.read_text().strip()}"


def measure(sizes, rounds, delay, heap, note):
    """Rows of the table: for each number of hosts, medians of the rounds, where nothing is left to change."""
    with SimulatedHosts(delay) as hosts:
        note("one host: what starting costs")
        hosts.roll_out(1, heap)
        start = median(hosts.roll_out(1, heap) for _ in range(rounds))
        rows = []
        for count in sizes:
            note(f"{count} hosts")
            hosts.roll_out(1, heap)
            connected = median(hosts.roll_out(count, heap, only_first=True) for _ in range(rounds))
            whole = median(hosts.roll_out(count, heap) for _ in range(rounds))
            rows.append({
                "by": f"{count} hosts",
                "seconds": round(whole[0], 1),
                "CPU seconds": round(whole[1], 1),
                "CPU ms per connection": round((connected[1] - start[1]) / count * 1000, 1),
                "CPU µs per host and task": round((whole[1] - connected[1]) / (count * (TASKS - 1)) * 1_000_000),
                "MiB": round(whole[2] / 1024),
                "KiB per host": round((whole[2] - start[2]) / count),
            })  # fmt: skip
    return rows


def median(runs):
    columns = list(zip(*runs))
    return [sorted(column)[len(column) // 2] for column in columns]
