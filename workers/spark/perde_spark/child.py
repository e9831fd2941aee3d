"""One Node process of perde's that does one task after another, and what is said with it."""

import json
import os
import queue
import subprocess
import threading
import time

from .failures import TryAgain
from .frames import BATCH, HELLO, read_frame, write_frame
from .keyed import start

# Room in the pipe's buffer: with the default of 8 KiB a reader spends its time in system calls.
BUFFER = 1 << 20


class Child:
    """
    A worker process. `command` starts it, `keys` are the bytes that it gets through a pipe of its own, `patience` the
    seconds of silence after which it is taken for hung. A thread reads what it writes, so that neither waits for the other.
    """

    def __init__(self, command, keys, patience):
        self.patience = patience
        # Who takes the bytes of the attempt's files; called by the thread that reads.
        self.sink = None
        self._frames = queue.SimpleQueue()
        self._wrote = 0.0
        try:
            # Nothing of the executor's environment: a worker needs no credentials, and has the time zone of all others.
            self._process = start(command, keys, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=BUFFER, env={"TZ": "UTC"})
        except OSError as e:
            raise TryAgain(1, "WORKER_ABSENT", f"the worker does not start: {e.strerror}: {command[0]}") from None
        os.set_blocking(self._process.stdin.fileno(), False)
        threading.Thread(target=self._read, daemon=True).start()
        try:
            self.hello = self.hear(HELLO)[1]
        except TryAgain:
            self.kill()
            raise

    @property
    def pid(self):
        return self._process.pid

    def say(self, kind, *parts):
        """Gives False where it takes nothing any more: what it said last says why. Raises TryAgain where it hangs."""
        return write_frame(self._process.stdin.fileno(), self.patience, kind, *parts)

    def hear(self, *kinds):
        """The next frame, which has to be of one of these types, as (type, JSON). Raises TryAgain where none comes."""
        begun = time.monotonic()
        while True:
            try:
                left = max(begun, self._wrote) + self.patience - time.monotonic()
                frame = self._frames.get(timeout=max(left, 0))
                break
            except queue.Empty:
                if time.monotonic() >= max(begun, self._wrote) + self.patience:
                    raise TryAgain(1, "WORKER_HANGS", f"the worker said nothing for {self.patience:g} seconds") from None
        if isinstance(frame, Exception):
            self._frames.put(frame)
            raise frame
        kind, body = frame
        if kind not in kinds:
            raise TryAgain(1, "WORKER_FRAMES", "the worker answers out of turn")
        return kind, json.loads(body)

    def close(self):
        """Ends it between two tasks: it exits when its input does."""
        self._process.stdin.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self):
        """Ends it at once, whatever it does."""
        self._process.kill()
        self._process.wait()
        self._process.stdin.close()

    def alive(self):
        return self._process.poll() is None

    def _read(self):
        try:
            while True:
                frame = read_frame(self._process.stdout)
                if frame is None:
                    raise TryAgain(1, "WORKER_DIED", "the worker has ended before its task")
                if frame[0] == BATCH and self.sink:
                    self.sink(frame[1])
                    self._wrote = time.monotonic()
                else:
                    self._frames.put(frame)
        except Exception as e:
            self._frames.put(e)
        finally:
            self._process.stdout.close()
