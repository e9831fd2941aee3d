"""The folder in which driver, tasks and perde's commands meet. What stands there is there whole or not at all."""

import json
import os
import shutil
import uuid

from .failures import Denied


class RunFolder:
    """`path` is the same folder for driver and executors. Its name begins with `_` so that readers of a lake pass it over."""

    def __init__(self, path):
        self.path = os.path.abspath(path)
        self.attempts = os.path.join(self.path, "attempts")

    @staticmethod
    def beside(out):
        parent, name = os.path.split(os.path.abspath(out))
        return RunFolder(os.path.join(parent, f"_{name}.run-{uuid.uuid4().hex[:12]}"))

    def there(self):
        return os.path.exists(os.path.join(self.path, "run.json"))

    def bind(self, facts):
        """Writes down what the run was begun with. Raises Denied where it was begun with anything else."""
        os.makedirs(self.attempts, 0o700, exist_ok=True)
        self._keep("begun", facts)
        if self._kept("begun") != facts:
            raise Denied(
                78,
                "PLAN_MISMATCH",
                "the run was begun by another version of perde",
                ["go on with that one, or begin again with another run_folder, or none"],
            )

    def digests(self, mode):
        """Of each partition that a pass was given, by shard; None: it was not."""
        kept = self._kept(mode)
        return kept and {int(shard): digest for shard, digest in kept.items()}

    def keep_digests(self, mode, digests, more):
        """`more`: some partitions were done before, so that all of them are written down already."""
        if not more:
            self._remove(mode)
        self._keep(mode, digests)

    def remove(self):
        """Nobody goes on with it."""
        shutil.rmtree(self.path, ignore_errors=True)

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

    def _path(self, name):
        return os.path.join(self.path, f"spark-{name}.json")

    def _kept(self, name):
        try:
            with open(self._path(name)) as file:
                return json.load(file)
        except FileNotFoundError:
            return None

    def _keep(self, name, value):
        """Durably; what is there already stays."""
        own = os.path.join(self.path, f".spark-{uuid.uuid4().hex}")
        try:
            with open(own, "w") as file:
                json.dump(value, file)
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(own, self._path(name))
            except FileExistsError:
                return
            sync(self.path)
        finally:
            os.unlink(own)

    def _remove(self, name):
        try:
            os.unlink(self._path(name))
        except FileNotFoundError:
            pass


def sync(folder):
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
