"""Digests by which a driver knows a partition again, and from which nobody without the policy's keys learns what is in it."""

import base64
import binascii
import hashlib
import hmac
import re

from .failures import Denied

# Nobody else's key is derived under it.
LABEL = b"perde spark: digests of partitions"


def digest_key(keys, run):
    """
    The key of a run's digests (32 bytes), by HKDF-SHA-256 of the key that perde seals the run under. `keys`: by their names, as
    the function of the caller gives them. Raises Denied where that is no key.
    """
    name = next((name for name in ("consent", "main") if name in keys), None) or next(iter(keys))
    secret = hmac.new(LABEL, root_of(keys[name]), hashlib.sha256).digest()
    return hmac.new(secret, run.encode() + b"\1", hashlib.sha256).digest()


def digesting(key):
    """What a partition's bytes are given to; `written` says the digest."""
    return hmac.new(key, digestmod=hashlib.sha256)


def written(key, digest):
    """As the driver keeps it: behind a check value of the key, since another key says nothing of the table."""
    return f"{hmac.new(key, b'check', hashlib.sha256).hexdigest()[:8]}:{digest.hexdigest()}"


def other_key(mine, theirs):
    """Were two of them written under two keys?"""
    return mine.split(":")[0] != theirs.split(":")[0]


def root_of(key):
    """32 bytes of a key: as they are, or as perde writes them, 64 hex digits or base64."""
    if isinstance(key, bytes) and len(key) == 32:
        return key
    text = key.strip() if isinstance(key, str) else ""
    try:
        if re.fullmatch("[0-9A-Fa-f]{64}", text):
            return bytes.fromhex(text)
        if re.fullmatch("[A-Za-z0-9+/_-]{43}=?", text):
            return base64.b64decode(text[:43].replace("-", "+").replace("_", "/") + "=")
    except (ValueError, binascii.Error):
        pass
    raise Denied(78, "KEY_INVALID", "a key that an executor was given is none", ["a key is 32 random bytes, written as 64 hex digits or as base64"])
