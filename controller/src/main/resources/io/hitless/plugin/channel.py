"""The way between hitless and the process that runs plugins: lines of JSON. hitless puts this before the program."""

import sys

sys.path[:] = [directory for directory in sys.path if directory]  # nothing of the directory that hitless was started in

import collections.abc
import datetime
import json
import os


class Failure(Exception):
    """An error in a plugin's file."""

    def __init__(self, file, error):
        super().__init__("%s: %s" % (type(error).__name__, error) if str(error) else type(error).__name__)
        self.file = file


class Channel:
    """The way to hitless. What plugins print goes to standard error."""

    def __init__(self):
        self.input = os.fdopen(os.dup(0), "r", encoding="utf-8", newline="\n")
        self.output = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(2, 1)

    def read(self):
        line = self.input.readline()
        return json.loads(line) if line else None

    def write(self, message):
        self.output.write(json.dumps(message, default=plain) + "\n")
        self.output.flush()

    def ask(self, question, handle):
        """What is asked for may need a plugin itself: requests are carried out until the answer is there."""
        self.write(question)
        while True:
            message = self.read()
            if message is None:
                os._exit(0)
            if "op" not in message:
                return message
            self.write(handle(message))


def plain(value):
    if isinstance(value, collections.abc.Mapping):
        return {key if isinstance(key, str) else str(key): its for key, its in value.items()}
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).decode("utf-8", "replace")
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, str):
        return str(value)
    if isinstance(value, collections.abc.Iterable):
        return list(value)
    return str(value)


def keyed(value):
    """With texts for keys, which JSON has only, and no texts of a type of somebody else's."""
    if isinstance(value, dict):
        return {key if isinstance(key, str) else str(key): keyed(its) for key, its in value.items()}
    if isinstance(value, (list, tuple)):
        return [keyed(item) for item in value]
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return str(value)
    return value
