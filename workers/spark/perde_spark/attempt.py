"""The files of one attempt at a partition: in a folder of its own, counted only when somebody names it."""

import os
import shutil
import struct
import uuid

from .failures import TryAgain

NUMBER = struct.Struct("<I")


class Attempt:
    """
    `folder` lies below `attempts`, which is there as long as the run is open: an attempt that comes back afterwards, from a
    node that was thought dead, finds no place to write.
    """

    def __init__(self, attempts, mode, shard, task):
        self.name = f"spark-{mode}-{shard:06d}-{task}-{uuid.uuid4().hex[:12]}"
        self.folder = os.path.join(attempts, self.name)
        self._files = {}
        with storing():
            os.mkdir(self.folder, 0o700)

    def append(self, body):
        """Takes the body of a BATCH: the number of a file and bytes of it."""
        number = NUMBER.unpack_from(body)[0]
        with storing():
            if number not in self._files:
                self._files[number] = open(self._path(number), "xb", opener=private)
            self._files[number].write(memoryview(body)[NUMBER.size :])

    def finish(self, files):
        """
        Gives each file its name; `perde put` makes what counts durable. Raises TryAgain where the list is not that of what came.
        """
        for file in files:
            # Of a file of no bytes no frame tells: a partition that releases no record.
            if file["bytes"] == 0 and file["file"] not in self._files:
                self.append(NUMBER.pack(file["file"]))
        if sorted(self._files) != sorted(file["file"] for file in files):
            raise TryAgain(1, "WORKER_FRAMES", "the worker's files are not those that it tells of")
        with storing():
            for file in files:
                path = os.path.normpath(os.path.join(self.folder, file["name"]))
                if not path.startswith(self.folder + os.sep):
                    raise TryAgain(1, "WORKER_FRAMES", "the worker names a file outside its folder")
                written = self._files.pop(file["file"])
                length = written.tell()
                written.close()
                if length != file["bytes"]:
                    raise TryAgain(1, "WORKER_FRAMES", "the worker's files are not as long as it tells")
                os.makedirs(os.path.dirname(path), 0o700, exist_ok=True)
                os.rename(self._path(file["file"]), path)

    def discard(self):
        """Nothing of it stays."""
        for file in self._files.values():
            file.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, number):
        return os.path.join(self.folder, f".{number}")


class storing:
    """What the disk refuses is nobody's data: another attempt may end well."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if isinstance(error, OSError):
            raise TryAgain(69, "IO_FAILED", f"an output cannot be written: {error.strerror}") from None


def private(path, flags):
    return os.open(path, flags, 0o600)
