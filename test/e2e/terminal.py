"""Runs a command on a pseudo-terminal of 24 lines and 80 columns, the way a person would.

stdin: JSON {"command": [...], "cwd": "...", "env": {...}, "steps": [{"wait": "text", "send": "c"} or {"wait": ..., "signal": 15} or {"wait": ..., "size": [lines, columns]}]}
stdout: JSON {"output", "status", "restored"}; restored: the terminal has the settings that it had before.
"""
import fcntl, json, os, pty, select, signal, struct, subprocess, sys, termios, time

job = json.load(sys.stdin)
master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
before = termios.tcgetattr(slave)


def own_terminal():
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


child = subprocess.Popen(
    job["command"], cwd=job["cwd"], env=job["env"], stdin=slave, stdout=slave, stderr=slave, preexec_fn=own_terminal
)
output = b""


def read(seconds):
    global output
    ready, _, _ = select.select([master], [], [], seconds)
    if ready:
        output += os.read(master, 65536)
    return bool(ready)


def fail(why):
    child.kill()
    child.wait()
    print(json.dumps({"output": output.decode(errors="replace"), "status": None, "restored": False, "failed": why}))
    sys.exit(0)


seen = 0
for step in job["steps"]:
    wanted = step["wait"].encode()
    until = time.monotonic() + 40
    while wanted not in output[seen:]:
        if time.monotonic() > until or (child.poll() is not None and not read(0)):
            fail("waited in vain for: " + step["wait"])
        read(0.05)
    seen = output.index(wanted, seen) + len(wanted)
    # A person needs a moment to read; what comes sooner is no judgement.
    time.sleep(0.3)
    if "send" in step:
        os.write(master, step["send"].encode())
    if "size" in step:
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", *step["size"], 0, 0))
    if "signal" in step:
        child.send_signal(step["signal"])
until = time.monotonic() + 40
while child.poll() is None:
    read(0.05)
    if time.monotonic() > until:
        fail("the command did not end")
while read(0.05):
    pass
after = termios.tcgetattr(slave)
print(
    json.dumps(
        {"output": output.decode(errors="replace"), "status": child.returncode, "restored": after == before}
    )
)
