"""Loads each playbook and role of some directories by itself, and counts what stops it.

usage: survey.py CHECKOUT [option…] DIR…      (lab/survey calls it)
"""
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

INVENTORY = "all: {hosts: {localhost: {ansible_connection: local}}}\n"
PASSED_OVER = {".git", "molecule", "tests", "test", ".github", "node_modules"}
PLAY = re.compile(r"^- .*(?:\n(?:[ #].*)?)*?(?:^- |^  )(?:ansible\.builtin\.)?(?:hosts|import_playbook|include):", re.MULTILINE)
SECONDS = 120


def main(args):
    parser = argparse.ArgumentParser(prog="lab/survey")
    parser.add_argument("--check", metavar="HOST")
    parser.add_argument("--oracle", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--output", choices=["json"])
    parser.add_argument("dirs", nargs="+", type=pathlib.Path)
    options = parser.parse_args(args[1:])
    checkout = pathlib.Path(args[0])
    for directory in options.dirs:
        if not directory.is_dir():
            sys.exit(f"survey: {directory} is not a directory")
    found = [subject for directory in options.dirs for subject in subjects(directory.resolve()) if options.only in str(subject[1])]
    if not found:
        sys.exit("survey: no playbook and no role there")
    with tempfile.TemporaryDirectory(prefix="survey-") as work, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        looked = list(pool.map(lambda subject: look(checkout, pathlib.Path(work), subject, options), found))
    if options.output == "json":
        json.dump(looked, sys.stdout, indent=2)
        print()
    else:
        report(looked, options)


def subjects(directory):
    """Pairs of kind and path, sorted by path."""
    for path, dirs, files in os.walk(directory):
        dirs[:] = sorted(name for name in dirs if name not in PASSED_OVER)
        here = pathlib.Path(path)
        if here.name == "tasks" and any(name in files for name in ("main.yml", "main.yaml")):
            yield "role", here.parent
        if here.name in ("tasks", "handlers", "vars", "defaults", "meta", "files", "templates", "group_vars", "host_vars"):
            continue
        for name in sorted(files):
            file = here / name
            if file.suffix in (".yml", ".yaml") and file.stat().st_size < 1_000_000 and PLAY.search(text(file)):
                yield "playbook", file


def text(file):
    return file.read_text(errors="replace")


def look(checkout, work, subject, options):
    kind, path = subject
    place = work / re.sub(r"\W+", "-", str(path))
    place.mkdir()
    inventory = place / "hosts.yml"
    inventory.write_text(INVENTORY)
    playbook = path
    if kind == "role":
        playbook = place / "site.yml"
        playbook.write_text(json.dumps([{"hosts": "all", "roles": [str(path)]}]))
    result = {"kind": kind, "path": str(path)}
    roles = {"ANSIBLE_ROLES_PATH": ":".join(map(str, roles_paths(path)))}
    run = subprocess.run(
        [checkout / "hitless", "rollout", "-i", inventory, "--syntax-check", playbook], cwd=playbook.parent,
        env={**os.environ, **roles}, capture_output=True, text=True, timeout=SECONDS, stdin=subprocess.DEVNULL)
    result["loads"] = run.returncode == 0
    result["why"] = reasons(run.stderr) if run.returncode else []
    if options.oracle:
        asked = subprocess.run(
            [checkout / "lab/oracle", "ansible-playbook", "-i", inventory, "--syntax-check", playbook], cwd=playbook.parent,
            env={**os.environ, **roles}, capture_output=True, text=True, timeout=SECONDS, stdin=subprocess.DEVNULL)
        result["oracle"] = asked.returncode == 0
        result["oracle_why"] = asked.stderr.strip().splitlines()[:1] if asked.returncode else []
    if options.check and result["loads"]:
        result.update(check(checkout, place, playbook, options.check, roles))
    return result


def roles_paths(path):
    """The directories that may contain roles which this one names: its own, and those above."""
    for parent in list(path.parents)[:6]:
        if parent.name == "roles" or (parent / "roles").is_dir():
            yield parent if parent.name == "roles" else parent / "roles"
    yield path.parent


def check(checkout, place, playbook, host, roles):
    run = subprocess.run(
        [checkout / "hitless", "rollout", "-i", checkout / "inventories/lab", "--limit", host, "--check", "--output", "json", playbook],
        cwd=playbook.parent, env={**os.environ, **roles}, capture_output=True, text=True, timeout=10 * SECONDS, stdin=subprocess.DEVNULL)
    failed = re.findall(r'"msg": ?"((?:[^"\\]|\\.)*)"', run.stdout) if run.returncode else []
    return {"runs": run.returncode == 0, "stopped_by": failed[-1:] or reasons(run.stderr)}


def reasons(stderr):
    """The messages, without locations and other parts that differ from file to file."""
    found = re.findall(r"^\S+?:\d+(?::\d+)?: (.*)$", stderr, re.MULTILINE)
    return found or stderr.strip().splitlines()[:1]


def report(looked, options):
    counted = [one for one in looked if one.get("oracle", True)]
    for kind in ("playbook", "role"):
        of_kind = [one for one in counted if one["kind"] == kind]
        if of_kind:
            line = f"{kind}s: {sum(one['loads'] for one in of_kind)} of {len(of_kind)} load"
            if options.check:
                line += f", {sum(one.get('runs', False) for one in of_kind)} run to the end in check mode"
            print(line)
    if len(counted) < len(looked):
        print(f"not counted: {len(looked) - len(counted)} that ansible-core does not load either")
    table("What stops them from loading (in how many)", [set(one["why"]) for one in counted])
    if options.check:
        table("What stops them in check mode", [set(one.get("stopped_by", [])) for one in counted if not one.get("runs", True)])
    if options.list:
        print()
        for one in looked:
            state = "loads" if one["loads"] else "; ".join(one["why"][:3])
            print(f"{one['kind']} {one['path']}: {state}")


def table(title, sets):
    counts = collections.Counter(reason for one in sets for reason in one)
    if counts:
        print(f"\n{title}:")
        for reason, count in counts.most_common(60):
            print(f"{count:5} {reason}")


main(sys.argv[1:])
