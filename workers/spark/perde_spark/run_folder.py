"""The folder in which driver, tasks and perde's commands meet. What stands there is there whole or not at all."""

import fcntl
import json
import os
import shutil
import uuid
from contextlib import contextmanager, suppress

from .failures import Denied, TryAgain

HOST = "spark.json"


class RunFolder:
    """`path` is the same folder for driver and executors. Its name begins with `_` so that readers of a lake pass it over."""

    def __init__(self, path):
        self.path = os.path.abspath(path)
        self._lock = f"{self.path}.lock"
        self.attempts = os.path.join(self.path, "attempts")

    @staticmethod
    def beside(out):
        parent, name = os.path.split(os.path.abspath(out))
        return RunFolder(os.path.join(parent, f"_{name}.run-{uuid.uuid4().hex[:12]}"))

    @contextmanager
    def beginning(self):
        """Only one driver at a time begins a run. Raises TryAgain where another does; the lock goes with its process."""
        os.makedirs(os.path.dirname(self.path), exist_ok=True)
        with open(self._lock, "w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise TryAgain(75, "LOCKED", "another driver begins this run", ["run it again: it goes on with that run"]) from None
            yield

    def begun(self):
        """What the run was begun with; None: it was not."""
        try:
            with open(os.path.join(self.path, HOST)) as file:
                return json.load(file)
        except FileNotFoundError:
            pass
        if os.path.exists(os.path.join(self.path, "run.json")):
            raise Denied(78, "PLAN_MISMATCH", f"the driver died while the run began: {self.path}", ["begin again in a new folder"])
        return None

    def keep(self, facts):
        """Says that the run has begun, durably."""
        os.mkdir(self.attempts, 0o700)
        own = os.path.join(self.path, f".{HOST}")
        with open(own, "w") as file:
            json.dump(facts, file)
            file.flush()
            os.fsync(file.fileno())
        os.rename(own, os.path.join(self.path, HOST))
        sync(self.path)

    def remove(self):
        """Nobody goes on with it."""
        shutil.rmtree(self.path, ignore_errors=True)
        with suppress(FileNotFoundError):
            os.unlink(self._lock)

    def state(self):
        """What every worker has to know, sealed, as [(name, bytes)]."""
        pieces = []
        for folder, _, names in os.walk(os.path.join(self.path, "state")):
            for name in sorted(names):
                path = os.path.join(folder, name)
                with open(path, "rb") as file:
                    pieces.append((os.path.relpath(path, self.path).replace(os.sep, "/"), file.read()))
        return pieces

    def done(self, mode, shard):
        """Is a shard's part of a pass there already?"""
        return os.path.exists(os.path.join(self.path, {"profile": "profiles", "apply": "parts"}[mode], f"{shard:06d}"))

    def published(self):
        return os.path.exists(os.path.join(self.path, "published"))


def sync(folder):
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
