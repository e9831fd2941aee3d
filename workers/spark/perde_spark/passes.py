"""What every pass of a run has in common, whichever way its records come."""

from dataclasses import dataclass
from typing import Any, Callable, Optional

from .run_folder import RunFolder


@dataclass(frozen=True)
class Job:
    """A run as the driver knows it."""

    spark: Any
    policy: str
    out: str
    folder: RunFolder
    # Which source of the policy the table is; None: the only one.
    source: Optional[str]
    # The folder of perde at the driver, and at the executors.
    home: str
    on_executors: str
    keys: Callable[[], dict]
    patience: float


@dataclass(frozen=True)
class Begun:
    """What `perde shard` told."""

    run: str
    shards: int
    # Whether there is a first pass.
    profile: bool
    # SHA-256 of the worker behind a pipe; "": none is asked.
    code: str
    # By source that is handed over: its first shard, and how many it has.
    sources: dict

    @staticmethod
    def of(told):
        return Begun(told["run"], told["shards"], told["profile"], told.get("code", ""), told.get("sources", {}))
