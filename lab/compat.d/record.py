"""Runs the cases of controller/src/test/resources/compat with Ansible, and writes the results into each case's file.

usage: record.py [--missing] ORACLE CASES PART      (lab/compat calls it)
"""
import concurrent.futures
import hashlib
import os
import pathlib
import re
import shutil
import stat
import subprocess
import sys
import tempfile

RULE = "-" * 40 + "\n"
SHOWN = 2000  # bytes; of longer output, only the digest
# Ansible's own words before a failed result, and the location of the task.
ERROR = re.compile(r"^\[ERROR\]: .*?(?=^(?:fatal|failed|FAILED|ok|changed|skipping|TASK|PLAY|RUNNING)\b|^\S+ \| [A-Z]+)", re.MULTILINE | re.DOTALL)
HOSTS = """\
all:
  hosts: {h1: , h2: , h3: }
  vars: {ansible_connection: local, ansible_python_interpreter: /usr/bin/python3}
"""
ENVIRONMENT = {
    "ANSIBLE_DEPRECATION_WARNINGS": "False",
    "ANSIBLE_LOCALHOST_WARNING": "False",
    "ANSIBLE_RETRY_FILES_ENABLED": "False",
}


def main(args):
    missing = args[:1] == ["--missing"]
    oracle, cases, part = args[1:] if missing else args
    chosen = [file for file in sorted(pathlib.Path(cases).rglob("*.spec")) if part in str(file.relative_to(cases))]
    if missing:
        chosen = [file for file in chosen if not re.search(r"^exit \d+$", outcome(file), re.MULTILINE)]
    if not chosen:
        sys.exit("compat: no such case" if not missing else 0)
    subprocess.run([oracle, "true"], check=True)  # creates the chroot, once
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for file in pool.map(lambda file: record(oracle, file), chosen):
            print(f"recorded {file.relative_to(cases)}")


def outcome(file):
    return file.read_text().partition("\n" + RULE)[2]


def record(oracle, file):
    text = file.read_text()
    head, rule, recorded = text.partition("\n" + RULE)
    if not rule:
        sys.exit(f"compat: {file} has no line of 40 dashes")
    commands = [line[2:] for line in recorded.splitlines() if line.startswith("$ ")]
    directory = pathlib.Path(tempfile.mkdtemp(prefix="compat-"))
    try:
        write(head, directory)
        before = listing(directory)
        collections = "# collections" in head.splitlines()
        runs = "".join(run(oracle, command, directory, collections) for command in commands)
        after = changes(before, listing(directory))
        result = (runs + after).replace(f"{directory}/", "").replace(str(directory), ".")
        file.write_text(head + "\n" + RULE + result)
    finally:
        shutil.rmtree(directory)
    return file


def write(head, directory):
    (directory / "hosts.yml").write_text(HOSTS)
    for part in re.split(r"^==== ", head + "\n", flags=re.MULTILINE):
        if part.startswith("#") or not part:
            continue
        name, _, content = part.partition("\n")
        path = directory / name.strip()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
        if content.startswith("#!"):
            path.chmod(0o755)


def run(oracle, command, directory, collections):
    environment = dict(os.environ, **ENVIRONMENT)
    if collections:
        environment["ANSIBLE_COLLECTIONS_PATH"] = "/opt/collections"
    words = command.split()
    if not (directory / "ansible.cfg").exists():
        environment["ANSIBLE_INVENTORY"] = "hosts.yml"
    if any(word in ("ansible-playbook", "ansible") for word in words):
        environment["ANSIBLE_VERBOSITY"] = "1"
    done = subprocess.run(
        [oracle, "sh", "-c", command], cwd=directory, env=environment, stdin=subprocess.DEVNULL, capture_output=True)
    output = done.stdout.decode(errors="replace")
    output = ERROR.sub("", output)
    if output and not output.endswith("\n"):
        output += "\n"
    return f"$ {command}\n{output}exit {done.returncode}\n"


def listing(directory):
    listed = {}
    for path in directory.rglob("*"):
        name = str(path.relative_to(directory))
        listed[name] = f"==== {name}{describe(path)}"
    return listed


def describe(path):
    if path.is_symlink():
        return f" -> {os.readlink(path)}\n"
    mode = f" {stat.S_IMODE(path.stat().st_mode) & 0o777:04o}"
    if path.is_dir():
        return f"/{mode}\n"
    content = path.read_bytes()
    if len(content) <= SHOWN:
        try:
            text = content.decode()
            return f"{mode}\n{text}" + ("" if not text or text.endswith("\n") else "\n(no newline)\n")
        except UnicodeDecodeError:
            pass
    return f"{mode} sha256:{hashlib.sha256(content).hexdigest()}\n"


def changes(before, after):
    changed = {name: text for name, text in after.items() if before.get(name) != text}
    changed.update({name: f"==== {name} removed\n" for name in before if name not in after})
    return "".join(changed[name] for name in sorted(changed))


main(sys.argv[1:])
