"""perde's own commands, as the driver and the tasks of files call them."""

import json
import random
import re
import subprocess
import time

from .failures import Denied, TryAgain, failure
from .installation import HINTS, absent, commands_of
from .wording import worded


def perde(folder, *args, input=None):
    """What a command prints on standard output. Raises the failure that its exit status stands for."""
    done = subprocess.run(
        [*commands_of(folder), *args], input=input, stdin=None if input is not None else subprocess.DEVNULL, capture_output=True
    )
    if done.returncode != 0:
        raise told(args[0], done.returncode, done.stdout, done.stderr)
    return done.stdout


def perde_json(folder, *args, **options):
    """What a step of a run prints; it waits for another run that writes to the same log."""
    ends = time.monotonic() + LOG_PATIENCE
    while True:
        try:
            return json.loads(perde(folder, *args, "--json", **options))
        except TryAgain as e:
            if e.code != "LOG_LOCKED" or time.monotonic() > ends:
                raise
        time.sleep(random.uniform(0.2, 1))


# How long a step waits for the log, in seconds.
LOG_PATIENCE = 20


def told(command, status, stdout, stderr):
    """The failure that a command told of: as JSON on standard output, or to people on standard error."""
    text = stderr.decode("utf-8", "replace")
    if "ERR_MODULE_NOT_FOUND" in text:
        return absent("has a perde without its libraries", *HINTS["perde"])
    said = as_json(stdout) or as_text(text)
    place = f" ({said['where']})" if said["where"] else ""
    message = f"perde {command}: {said['message'] or 'ended without a word'}{place}"
    return failure(status if status > 0 else 1, said["code"], message, worded(said["code"], said["message"], said["hints"]))


def as_json(stdout):
    try:
        said = json.loads(stdout)
        where = said.get("where") or {}
        parts = [where.get("part"), *(f"{word} {where[key]}" for key, word in PLACES.items() if where.get(key) not in (None, ""))]
        return {
            "code": said["code"],
            "message": said["message"],
            "hints": said.get("hints", ()),
            "where": ", ".join(filter(None, parts)),
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


PLACES = {"source": "source", "record": "record", "field": "field", "offset": "byte", "line": "line"}


def as_text(stderr):
    lines = stderr.splitlines()

    def after(mark):
        return [re.sub(r"   \[[A-Z_]+\]$", "", line.split(mark, 1)[1]) for line in lines if line.startswith(f"perde: {mark}")]

    codes = re.findall(r"   \[([A-Z_]+)\]$", stderr, re.MULTILINE)
    return {
        "code": codes[-1] if codes else "INTERNAL",
        "message": "".join(after("error: ")[:1]),
        "hints": after("hint: "),
        "where": "".join(after("where: ")[:1]),
    }


def policy_sources(folder, policy):
    """Names of the sources that a policy has rules for."""
    return list(dict.fromkeys(field["source"] for field in perde_json(folder, "explain", policy)))


def only_source(folder, policy):
    """Raises Denied where the policy has several."""
    sources = policy_sources(folder, policy)
    if len(sources) != 1:
        raise Denied(2, "USAGE", "the policy has several sources, and which one the table is is not said", [f"source= one of {', '.join(sources)}"])
    return sources[0]
