"""A process of perde's that gets its keys through a pipe of its own: neither arguments nor environment ever hold one."""

import os
import subprocess


def start(command, keys, **options):
    """Starts it; `keys`: the bytes of the pipe; `options`: of `subprocess.Popen`, whose OSError is passed on."""
    theirs, ours = os.pipe()
    try:
        process = subprocess.Popen([*command, "--key-fd", str(theirs)], pass_fds=(theirs,), **options)
    except OSError:
        os.close(ours)
        raise
    finally:
        os.close(theirs)
    try:
        with os.fdopen(ours, "wb") as pipe:
            pipe.write(keys)
    except BrokenPipeError:
        pass  # It has ended; its status, or the first that it should have said, tells why.
    return process
