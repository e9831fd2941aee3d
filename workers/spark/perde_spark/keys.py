"""Where an executor gets the policy's keys from. What Spark carries is a place, never a key."""

import json
import os

from .failures import Denied


def from_files(**paths):
    """Keys in files that the executor can read, such as mounted secrets: `from_files(main="/run/secrets/main.key")`."""

    def keys():
        return {name: read(path) for name, path in paths.items()}

    return keys


def from_environment(**names):
    """Keys in the executor's environment, where the cluster puts its secrets there: `from_environment(main="PERDE_KEY")`."""

    def keys():
        missing = [name for name in names.values() if not os.environ.get(name)]
        if missing:
            raise absent(f"the executor has no {', '.join(missing)} in its environment")
        return {name: os.environ[variable] for name, variable in names.items()}

    return keys


def given(keys):
    """Keys by their names in the policy, as the function `keys` gives them: 32 bytes, 64 hex digits or base64."""
    found = keys()
    if not isinstance(found, dict) or not found:
        raise absent("the function that gives the keys gave none")
    return found


def as_bytes(keys):
    """What goes through the pipe: names of the policy and keys, 64 hex digits or base64; keys of 32 bytes are taken as they are."""
    return json.dumps({name: key.hex() if isinstance(key, bytes) else key for name, key in keys.items()}).encode()


def read(path):
    try:
        with open(path, "rb") as file:
            key = file.read(4096)
    except OSError as e:
        raise absent(f"the key file cannot be read on the executor: {e.strerror}: {path}") from None
    return key if len(key) == 32 else key.decode("ascii", "replace").strip()


def absent(message):
    return Denied(78, "KEY_MISSING", message, ["name the keys of the policy: keys=from_files(main=PATH) or a function"])
