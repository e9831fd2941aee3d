"""perde's own commands, as the driver calls them."""

import json
import os
import re
import subprocess

from .failures import failure
from .partition import command_of


def perde(folder, *args, input=None, env=None):
    """What a command prints on standard output. Raises the failure that its exit status stands for."""
    node = command_of(folder)[0]
    cli = os.path.join(os.path.abspath(folder), "dist", "cli.js")
    done = subprocess.run([node, cli, *args], input=input, stdin=None if input else subprocess.DEVNULL, capture_output=True, env=env)
    if done.returncode != 0:
        raise told(args[0], done.returncode, done.stderr.decode("utf-8", "replace"))
    return done.stdout


def perde_json(folder, *args, **options):
    return json.loads(perde(folder, *args, "--json", **options))


def told(command, status, stderr):
    """The failure that a command told people of."""
    lines = stderr.splitlines()
    said = next((line.split("error: ", 1)[1] for line in lines if "error: " in line), "")
    where = [line.split("where: ", 1)[1] for line in lines if "where: " in line]
    hints = [line.split("hint: ", 1)[1] for line in lines if "hint: " in line]
    codes = re.findall(r"   \[([A-Z_]+)\]$", stderr, re.MULTILINE)
    place = where[0].split("   [")[0] if where else ""
    message = f"perde {command}: {said or 'ended without a word'}" + (f" ({place})" if place else "")
    return failure(status if status > 0 else 1, codes[-1] if codes else "INTERNAL", message, hints)
