"""What a task of Spark's does: hands the batches of a partition to a worker, and gives a row of what became of it."""

import json
import struct
from dataclasses import dataclass
from typing import Any, Callable, Optional

import pyarrow as pa
from pyspark import TaskContext

from .attempt import Attempt
from .child import Child
from .failures import BadData, Denied, PerdeError, TryAgain, failure
from .frames import BATCH, ERROR, FINISH, INIT, READY, RESULT
from .installation import machine, worker_of
from .jobs import refusal
from .keyed_digest import digest_key, digesting, written
from .keys import as_bytes, given

PROTOCOL = 1
LENGTH = struct.Struct("<I")

# `digest`: of the partition's batches as the worker was given them, keyed.
ROW = "shard int, accepted string, memory long, digest string"
ROW_SCHEMA = pa.schema([("shard", pa.int32()), ("accepted", pa.string()), ("memory", pa.int64()), ("digest", pa.string())])


@dataclass(frozen=True)
class Pass:
    """All that a task needs. It travels with Spark's closure, so nothing in it is secret: the pieces are sealed."""

    mode: str
    run: str
    code: str
    # Folder of perde where the executor is, or the name of an archive; see `installation`.
    perde: str
    attempts: str
    schema: bytes
    # A broadcast of [(name, bytes)]: the state of the run.
    pieces: Any
    # Of each partition of Spark's: the number of its shard, and whether that is done already.
    shards: tuple
    done: tuple
    keys: Callable[[], dict]
    patience: float
    # An accumulator, by which the driver hears of what no other attempt would mend.
    refused: Any


def work(own):
    """The function for `mapInArrow`: batches of a partition to one row, `ROW`; none where the partition was refused."""
    return each(own, convert)


def compare(own):
    """The same without a worker: the digests of partitions that were done before."""
    return each(own, digest_of)


def each(own, become):
    def partition(batches):
        number = TaskContext.get().partitionId()
        if number >= len(own.shards):
            own.refused.add(refusal(number, changed("the table has more partitions than it had")))
            return
        if own.done[number]:
            return
        try:
            row = become(own, own.shards[number], batches)
        except (Denied, BadData) as e:
            own.refused.add(refusal(own.shards[number], e))
            return
        yield pa.RecordBatch.from_pylist([row], schema=ROW_SCHEMA)

    return partition


def digest_of(own, shard, batches):
    schema = pa.ipc.read_schema(pa.py_buffer(own.schema))
    key = compared_under(own)
    digest = digesting(key)
    digest.update(own.schema)
    for batch in batches:
        digest.update(fit(batch, schema).serialize())
    return {"shard": shard, "accepted": "", "memory": 0, "digest": written(key, digest)}


def convert(own, shard, batches):
    attempt = Attempt(own.attempts, own.mode, shard, TaskContext.get().taskAttemptId())
    try:
        child = child_of(own)
        try:
            child.sink = attempt.append
            row = converse(child, own, shard, attempt, batches)
        except BaseException:
            # Whatever it was at, the next task begins with a worker that is at nothing.
            forget()
            raise
    except BaseException:
        attempt.discard()
        raise
    child.sink = None
    return row


def converse(child, own, shard, attempt, batches):
    schema = pa.ipc.read_schema(pa.py_buffer(own.schema))
    brief(child, own, shard, attempt.name)
    rows = 0
    digest = digesting(child.digest_key)
    digest.update(own.schema)
    for batch in batches:
        fitting = fit(batch, schema)
        message = fitting.serialize()
        digest.update(message)
        for piece in pieces_of(fitting, message, child.hello["most"]["batch"] - len(own.schema)):
            if not child.say(BATCH, own.schema, piece):
                # It takes nothing any more, and has said why.
                heard(child)
        rows += batch.num_rows
    child.say(FINISH, json.dumps({"rows": rows}).encode())
    result = heard(child, RESULT)
    if result["rowsIn"] != rows or (result["run"], result["shard"], result["attempt"]) != (own.run, shard, attempt.name):
        raise TryAgain(1, "WORKER_COUNTS", "the worker answers for other records than it was given")
    attempt.finish(result["files"])
    accepted = json.dumps({**result, "folder": attempt.folder})
    return {"shard": shard, "accepted": accepted, "memory": memory_of(child.pid), "digest": written(child.digest_key, digest)}


def brief(child, own, shard, attempt):
    """Tells the worker its task; what it was told of the run before is not said again."""
    told = (own.run, own.mode)
    pieces = [("schema", own.schema)]
    if child.told != told:
        pieces += own.pieces.value
    init = {
        "protocol": PROTOCOL,
        "code": own.code,
        "run": own.run,
        "mode": own.mode,
        "shard": shard,
        "attempt": attempt,
        "pieces": [{"name": name, "bytes": len(piece)} for name, piece in pieces],
    }
    head = json.dumps(init).encode()
    child.say(INIT, LENGTH.pack(len(head)), head, *(piece for _, piece in pieces))
    heard(child, READY)
    child.told = told


def heard(child, *kinds):
    """The JSON of an answer. Raises what the worker says that went wrong."""
    said, body = child.hear(*kinds, ERROR)
    if said == ERROR:
        raise failure(body["exit"], body["code"], body["message"], body.get("hints", ()))
    return body


def fit(batch, schema):
    """
    The batch, whose columns may have numbers for names, with the run's schema: the session's time zone names no other moment, and
    what it calls large is the same. Raises BadData for another table.
    """
    same = batch.schema.names in (schema.names, numbers(schema)) and all(own.type == handed(theirs.type) for own, theirs in zip(schema, batch.schema))
    if not same:
        raise BadData(65, "INPUT_SCHEMA", "the partition has other columns than the table", ["read the table again"])
    return pa.RecordBatch.from_arrays([column if column.type == field.type else column.cast(field.type) for column, field in zip(batch.columns, schema)], schema=schema)


def numbers(columns):
    """What the columns are called on their way, whatever they are called."""
    return [str(n) for n in range(len(columns))]


def handed(of):
    """The type as the worker has it, also within: with offsets of 32 bits (`useLargeVarTypes` has others), moments in UTC."""
    types = pa.types
    if types.is_timestamp(of) and of.tz is not None:
        return pa.timestamp(of.unit, "UTC")
    if types.is_large_string(of):
        return pa.string()
    if types.is_large_binary(of):
        return pa.binary()
    if types.is_list(of) or types.is_large_list(of):
        return pa.list_(field_handed(of.value_field))
    if types.is_map(of):
        return pa.map_(field_handed(of.key_field), field_handed(of.item_field), of.keys_sorted)
    if types.is_struct(of):
        return pa.struct([field_handed(of.field(n)) for n in range(of.num_fields)])
    return of


def field_handed(field):
    return field.with_type(handed(field.type))


def pieces_of(batch, message, most):
    """Messages of a batch that are short enough, by halves; `message`: that of all of it."""
    if message.size <= most or batch.num_rows < 2:
        yield message
        return
    half = batch.num_rows // 2
    for part in (batch.slice(0, half), batch.slice(half)):
        yield from pieces_of(part, part.serialize(), most)


# The run whose partitions are compared in this process, and the key of it: the function of the caller is asked once.
_compared: Optional[tuple] = None


def compared_under(own):
    global _compared
    if not _compared or _compared[0] != own.run:
        _compared = (own.run, digest_key(given(own.keys), own.run))
    return _compared[1]


# The worker of this process: Spark keeps the process for the next task, and so is the worker kept.
_kept: Optional[tuple] = None


def child_of(own):
    global _kept
    if _kept and (_kept[0] != own.run or not _kept[1].alive()):
        forget()
    if not _kept:
        keys = given(own.keys)
        child = Child(worker_of(own.perde), as_bytes(keys), own.patience)
        child.told = None
        _kept = (own.run, child)
        try:
            greet(child, own)
            child.digest_key = digest_key(keys, own.run)
        except PerdeError:
            forget()
            raise
    _kept[1].patience = own.patience
    return _kept[1]


def forget():
    global _kept
    if _kept:
        _kept[1].kill()
    _kept = None


def greet(child, own):
    if PROTOCOL not in child.hello["protocol"] or child.hello["code"] != own.code:
        raise Denied(
            78,
            "PLAN_MISMATCH",
            f"{machine()} has another perde than the driver: {child.hello['perde']}",
            ["ship the folder of perde that the driver has, with --archives"],
        )


# What most tables are that come in another order each time.
WRITE_DOWN = "a shuffle (join, groupBy, repartition) has no order: give df.localCheckpoint() or df.checkpoint(), or write it to Parquet and give the path"


def changed(message):
    return BadData(65, "INPUT_CHANGED", message, [WRITE_DOWN])


def memory_of(pid):
    """The most memory that a process had, in bytes; 0 where the system does not tell."""
    try:
        with open(f"/proc/{pid}/status") as status:
            return next((int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM")), 0)
    except OSError:
        return 0
