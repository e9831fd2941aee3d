"""Where perde is on this machine and the Node that runs it. What is missing is said of the machine that lacks it."""

import functools
import importlib.util
import os
import re
import shutil
import socket
import subprocess

from pyspark import SparkFiles, TaskContext

from .failures import Denied

# The oldest Node that perde runs on.
OLDEST = (20, 19)


def worker_of(perde):
    """The command of a worker behind a pipe."""
    return command(perde, "stdio.js")


def commands_of(perde):
    """The command before the arguments of perde's own."""
    return command(perde, "cli.js")


def command(perde, program):
    """
    `perde`: a folder of perde, or at an executor the name of an archive that Spark unpacked there. Its Node is the one in
    bin/, else that of the PATH. Raises Denied where the program, a Node, or one that is new enough is missing.
    """
    unpacked = os.path.join(SparkFiles.getRootDirectory(), perde) if TaskContext.get() else perde
    folder = os.path.abspath(unpacked if os.path.isdir(unpacked) else perde)
    path = os.path.join(folder, "dist", program)
    if not os.path.isfile(path) or not os.path.isfile(os.path.join(folder, "package.json")):
        raise absent(f"has no perde in {folder}", *HINTS["perde"])
    own = os.path.join(folder, "bin", "node")
    node = own if os.path.exists(own) else shutil.which("node")
    if not node:
        raise absent("has no Node", *HINTS["node"])
    version = version_of(node)
    if version < OLDEST:
        told = ".".join(map(str, version)) or "that does not start"
        raise absent(f"has a Node {told}, and perde asks for {'.'.join(map(str, OLDEST))} or newer", *HINTS["node"])
    return [node, path]


# Of what is missing: what helps at the driver, and at an executor.
HINTS = {
    "perde": (
        "home=FOLDER or PERDE_HOME: a clone in which npm ci was run",
        "on_executors=NAME of the archive that --archives unpacks, or a folder that every executor has",
    ),
    "node": (
        "put one into the PATH, or into the folder of perde: bin/node",
        "put one into the archive of perde (bin/node), or into the PATH of the executors",
    ),
}


def absent(what, at_driver, at_executor):
    return Denied(78, "WORKER_ABSENT", f"{machine()} {what}", [at_executor if TaskContext.get() else at_driver])


def machine():
    return f"the executor on {socket.gethostname()}" if TaskContext.get() else "the driver"


@functools.lru_cache(maxsize=None)
def version_of(node):
    """Such as (20, 19, 0); nothing where it does not start."""
    try:
        told = subprocess.run([node, "--version"], capture_output=True, timeout=60, env={}).stdout.decode("ascii", "replace")
    except (OSError, subprocess.TimeoutExpired):
        return ()
    found = re.match(r"v(\d+)\.(\d+)\.(\d+)", told)
    return tuple(map(int, found.groups())) if found else ()


def refuse_python():
    """Raises Denied where the driver's Python cannot hand a DataFrame over."""
    missing = [module for module in ("pandas", "pyarrow") if not importlib.util.find_spec(module)]
    if missing:
        raise Denied(78, "WORKER_ABSENT", f"the driver's Python has no {' and no '.join(missing)}", ["pip install pyarrow 'pandas<3'"])
