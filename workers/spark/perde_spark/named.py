"""A source that is read from files, as `perde run` reads them: each task of Spark's does shards of them by perde's own command."""

import ctypes
import os
import re
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from typing import Any, Callable

from .commands import only_source, told
from .failures import BadData, Denied, TryAgain
from .installation import commands_of
from .jobs import refusal, refusals, rows_of
from .keyed import start
from .keys import as_bytes, given

# How often a command is looked after, in seconds.
LOOK = 0.05


class NamedFiles:
    """Files by a path, a pattern or an address of a store that perde reads; each is in one shard."""

    def __init__(self, job, path, target):
        self.job = job
        self.path = as_perde_names(path)
        self.target = target
        self.partitions = 0
        self.memory = 0

    def asks(self):
        """Nothing of it is computed before `perde shard`."""

    def begin(self):
        """What `perde shard` is told of the source."""
        source = self.job.source or only_source(self.job.home, self.job.policy)
        return ("--source", f"{source}={self.path}", "--target", self.target)

    def begun(self, begun):
        self.partitions = begun.shards

    def same_as_then(self, begun):
        """perde itself finds that files are others than when the run began."""

    def same_as_released(self):
        """As above."""

    def do(self, mode, begun):
        """Does a pass over all shards that are not there yet."""
        job = self.job
        left = [shard for shard in range(begun.shards) if not job.folder.done(mode, shard)]
        if not left:
            return
        refused = refusals(job.spark)
        own = Task(mode, job.folder.path, job.on_executors, job.keys, job.patience, refused)
        tasks = job.spark.sparkContext.parallelize(left, len(left)).mapPartitions(work(own))
        rows = rows_of(job.spark, tasks.collect, refused, f"perde {mode} {begun.run}")
        self.memory = max([self.memory, *(memory for _, memory in rows)])


def as_perde_names(path):
    """Raises Denied for an address of a store that perde does not read itself."""
    scheme, rest = re.fullmatch(r"(?:([A-Za-z][\w+.-]*):(?=/))?(.*)", path, re.DOTALL).groups()
    if scheme is None or scheme == "file":
        return os.path.abspath(re.sub("^//(?=/)", "", rest)) if scheme else os.path.abspath(path)
    if scheme != "s3":
        hint = "s3:// is read by perde itself" if scheme == "s3a" else f"give what Spark reads: spark.read.parquet({scheme + '://…'!r})"
        raise Denied(2, "USAGE", f"perde reads no files of {scheme}:// by itself", [hint, "or give a DataFrame"])
    return path


@dataclass(frozen=True)
class Task:
    """All that a task needs. It travels with Spark's closure, so nothing in it is secret."""

    mode: str
    run_folder: str
    perde: str
    keys: Callable[[], dict]
    patience: float
    # An accumulator, by which the driver hears of what no other attempt would mend.
    refused: Any


def work(own):
    """The function for `mapPartitions`: numbers of shards to (shard, memory); nothing where one was refused."""

    def shards(numbers):
        for shard in numbers:
            try:
                memory = done(own, shard)
            except (Denied, BadData) as e:
                own.refused.add(refusal(shard, e))
                return
            yield shard, memory

    return shards


def done(own, shard):
    """Does a shard, and gives the most memory that it took, in bytes. Raises the failure that perde told of."""
    keys = as_bytes(given(own.keys))
    command = commands_of(own.perde)
    with tempfile.TemporaryFile() as said:
        process = start(
            [*command, own.mode, "--run", own.run_folder, "--shard", str(shard), "--workers", "1", "--quiet"],
            keys,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            env={**os.environ, "TZ": "UTC"},
            preexec_fn=end_with_parent,
        )
        status, memory = ended(process, own.patience)
        if status != 0:
            said.seek(0)
            raise told(own.mode, status, b"", said.read())
    return memory


PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


def end_with_parent():
    """Spark ends a task that is not wanted any more by killing its Python, which then can end nothing itself. Linux alone has it."""
    if hasattr(_libc, "prctl"):
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def ended(process, patience):
    """(exit status, memory in bytes). Raises TryAgain for a command that uses no processor for so many seconds."""
    used, since = None, time.monotonic()
    try:
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                process.returncode = os.waitstatus_to_exitcode(status)
                return process.returncode, usage.ru_maxrss * 1024
            now = ticks_of(process.pid)
            if now is None or now != used:
                used, since = now, time.monotonic()
            elif time.monotonic() - since > patience:
                raise TryAgain(1, "WORKER_HANGS", f"the command did nothing for {patience:g} seconds")
            time.sleep(LOOK)
    finally:
        if process.returncode is None:
            process.kill()
            process.wait()


def ticks_of(pid):
    """Of the processor that a process used; None where the system does not tell."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return sum(map(int, stat.read().rsplit(")", 1)[1].split()[11:13]))
    except OSError:
        return None
