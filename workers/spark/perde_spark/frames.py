"""Frames on a pipe: u32 length of the body (little-endian), u8 type, body. Normative: workers/README.md."""

import os
import select
import struct

from .failures import TryAgain

HELLO, INIT, READY, BATCH, FINISH, RESULT, ERROR, CANCEL, CANCELLED = range(1, 10)

HEAD = struct.Struct("<IB")
# Longer is no frame of perde's but garbage.
LONGEST = 1 << 30


def read_frame(pipe):
    """The next frame of a buffered pipe as (type, body); None at its end. Raises TryAgain where it is cut or garbage."""
    head = pipe.read(HEAD.size)
    if not head:
        return None
    if len(head) < HEAD.size:
        raise cut()
    length, kind = HEAD.unpack(head)
    if length > LONGEST:
        raise TryAgain(1, "WORKER_FRAMES", "what the worker answers is no frame")
    body = pipe.read(length)
    if len(body) < length:
        raise cut()
    return kind, body


def write_frame(fd, patience, kind, *parts):
    """
    Writes a frame to a pipe that does not block. False: the other side is closed. Raises TryAgain where nobody reads for
    `patience` seconds.
    """
    length = sum(memoryview(part).nbytes for part in parts)
    room = select.poll()
    room.register(fd, select.POLLOUT)
    for part in (HEAD.pack(length, kind), *parts):
        rest = memoryview(part).cast("B")
        while rest:
            if not room.poll(patience * 1000):
                raise TryAgain(1, "WORKER_HANGS", f"the worker read nothing for {patience:g} seconds")
            try:
                rest = rest[os.write(fd, rest) :]
            except BlockingIOError:
                continue
            except BrokenPipeError:
                return False
    return True


def cut():
    return TryAgain(1, "WORKER_DIED", "the worker has ended in the middle of an answer")
