"""The folder in which driver, tasks and perde's commands meet. What stands there is there whole or not at all."""

import glob
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
        self._make_attempts()
        self._keep("begun", facts)
        if self._kept("begun") != facts:
            raise Denied(
                78,
                "PLAN_MISMATCH",
                "the run was begun by another version of perde",
                ["go on with that one, or begin again with another run_folder, or none"],
            )

    def _make_attempts(self):
        """Of a run that is published there is no such place, and none comes again."""
        if not self.published():
            os.makedirs(self.attempts, 0o700, exist_ok=True)
            # Published meanwhile, it may have been made behind the removal.
            if self.published():
                shutil.rmtree(self.attempts, ignore_errors=True)

    def tables(self):
        """
        Of the table whose partitions count: the digests, keyed, that the second pass was given, by shard. Several where a driver died
        before it could write down which of them it is.
        """
        won = self._kept("table")
        names = (os.path.basename(path) for path in glob.glob(os.path.join(glob.escape(self.path), "spark-given-*.json")))
        given = [won] if won else [self._kept(name[len("spark-") : -len(".json")]) for name in names]
        return [{int(shard): digest for shard, digest in table.items()} for table in given if table]

    def intend(self, digests):
        """Writes down a table before it is put; gives the name of that."""
        name = f"given-{uuid.uuid4().hex}"
        self._keep(name, digests)
        return name

    def won(self, name):
        """It was put, and counts."""
        self._keep("table", self._kept(name))

    def lost(self, name):
        """It was refused."""
        self._remove(name)

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
