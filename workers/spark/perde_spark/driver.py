"""A table goes through perde's two passes on Spark's executors, and becomes a release."""

import json
import os
from dataclasses import dataclass
from typing import Optional

import pyarrow as pa
from pyspark.sql.pandas.types import to_arrow_schema

from .commands import perde, perde_json
from .failures import BadData, Denied, PerdeError, TryAgain
from .jobs import refusals, rows_of
from .partition import ROW, Pass, work
from .run_folder import RunFolder
from .tables import open_table


@dataclass(frozen=True)
class Released:
    """What a run became."""

    # The folder of the release, and its ULID.
    path: str
    release: str
    # Of the records in their order, the same for every engine; of manifest.json, which covers all else.
    records_sha256: str
    manifest_sha256: str
    # {"in": n, "out": n, "excluded": n, "suppressed": n, "quarantined": n}
    records: dict
    partitions: int
    # The most that a worker of the passes that were done now had, in bytes; 0: there was none, or nobody knows.
    memory: int


def run(
    spark,
    table,
    policy,
    out,
    *,
    keys,
    source=None,
    home=None,
    on_executors=None,
    run_folder=None,
    log=None,
    as_of=None,
    format=None,
    options=None,
    patience=600.0,
):
    """
    Publishes the release `out` of `table`, a DataFrame or the path of files (CSV, Parquet), under `policy`, a path at the driver.

    `keys`: gives the policy's keys on an executor: `from_files`, `from_environment`, or a function of your own. The driver's
    own steps find them where the policy says.
    `source`: which source of the policy the table is; where it has one only, that.
    `home`: the folder of perde at the driver (default: PERDE_HOME); `on_executors`: at the executors (default: the same).
    `run_folder`: one that driver and executors share (default: beside `out`). Given again after a driver died, the run goes on.
    `patience`: after so many seconds of silence a worker is taken for hung, and its task is tried again.

    Raises Denied, BadData or TryAgain, and nothing is published then.
    """
    home = home or os.environ.get("PERDE_HOME")
    if not home:
        raise Denied(2, "USAGE", "where perde is at the driver is not said", ["set PERDE_HOME, or home=FOLDER"])
    folder = RunFolder(run_folder) if run_folder else RunFolder.beside(out)
    try:
        done = release(
            *(spark, table, policy, out, folder),
            **dict(keys=keys, source=source, home=home, on_executors=on_executors or home, log=log, as_of=as_of),
            **dict(format=format, options=options, patience=patience),
        )
    except TryAgain as e:
        if os.path.exists(folder.path):
            e.add_hint(f"the run goes on with run_folder={folder.path!r}")
        raise
    except Exception:
        # Nobody can go on with it.
        if not run_folder:
            folder.remove()
        raise
    if not run_folder:
        folder.remove()
    return done


def release(spark, table, policy, out, folder, *, keys, source, home, on_executors, log, as_of, format, options, patience):
    """All steps of a run that are not done yet."""
    records, ranks, size = open_table(spark, table, format, options)
    partitions = len(ranks)
    schema = to_arrow_schema(records.schema, timezone="UTC").remove_metadata()
    with folder.beginning():
        begun = folder.begun()
        if not begun:
            handed = Handed(source, partitions, size, schema)
            begun = begin(home, folder, policy, out, handed, log=log, as_of=as_of)
    refuse_another(begun, partitions, schema, out)
    host = Host(spark, records, ranks, home, on_executors, keys, patience, folder, begun)
    try:
        if not folder.published():
            if begun["profile"]:
                host.do("profile", schema)
            perde(home, "plan", "--run", folder.path, "--quiet")
            host.do("apply", schema)
    except PerdeError:
        # Another driver has published meanwhile, and took the places where tasks write away.
        if not folder.published():
            raise
    perde(home, "publish", "--run", folder.path, "--quiet")
    return released(out, partitions, host.memory)


@dataclass(frozen=True)
class Handed:
    """The source of the policy (None: the only one) that Spark hands over."""

    source: Optional[str]
    partitions: int
    # About how many bytes; None: nobody knows.
    size: Optional[int]
    schema: pa.Schema


def begin(home, folder, policy, out, handed, *, log, as_of):
    """Asks the gate; Spark has read no record yet."""
    path = f"{folder.path}.schema"
    with open(path, "wb") as file:
        file.write(handed.schema.serialize())
    named = f"{handed.source}=" if handed.source else ""
    try:
        told = perde_json(
            home,
            *("shard", policy, "--run", folder.path, "--out", out, "--quiet"),
            *("--partitions", f"{named}{handed.partitions}", "--schema", f"{named}{path}"),
            *(("--bytes", f"{named}{handed.size}") if handed.size else ()),
            *logged(log),
            *(("--as-of", as_of) if as_of else ()),
        )
    finally:
        os.unlink(path)
    begun = {**told, "out": os.path.abspath(out), "schema": str(handed.schema), "partitions": handed.partitions}
    folder.keep(begun)
    return begun


def refuse_another(begun, partitions, schema, out):
    """A run goes on with the table that it was begun with."""
    if begun["out"] != os.path.abspath(out):
        raise Denied(78, "PLAN_MISMATCH", f"the run goes to another place: {begun['out']}", ["name that, or another run_folder"])
    if (begun["partitions"], begun["schema"]) != (partitions, str(schema)):
        raise BadData(65, "INPUT_CHANGED", "the table has other partitions or columns than the run was begun with", ["begin again: another run_folder"])


def logged(log):
    return ("--log", log) if log else ()


class Host:
    """The passes of one run on Spark."""

    def __init__(self, spark, records, ranks, home, on_executors, keys, patience, folder, begun):
        self.spark = spark
        self.records = records
        self.home = home
        self.on_executors = on_executors
        self.keys = keys
        self.patience = patience
        self.folder = folder
        self.begun = begun
        first = next(iter(begun["sources"].values()))["shard"]
        self.shards = tuple(first + rank for rank in ranks)
        self.memory = 0

    def do(self, mode, schema):
        """Does a pass over all shards that are not there yet."""
        for shard in set(range(self.begun["shards"])) - set(self.shards):
            if not self.folder.done(mode, shard):
                perde(self.home, mode, "--run", self.folder.path, "--shard", str(shard), "--quiet")
        if all(self.folder.done(mode, shard) for shard in self.shards):
            return
        context = self.spark.sparkContext
        pieces = context.broadcast(self.folder.state())
        refused = refusals(self.spark)
        own = Pass(
            mode=mode,
            run=self.begun["run"],
            code=self.begun["code"],
            perde=self.on_executors,
            attempts=self.folder.attempts,
            schema=schema.serialize().to_pybytes(),
            pieces=pieces,
            shards=self.shards,
            done=tuple(self.folder.done(mode, shard) for shard in self.shards),
            keys=self.keys,
            patience=self.patience,
            refused=refused,
        )
        try:
            rows = rows_of(self.spark, self.records.mapInArrow(work(own), ROW), refused, f"perde {mode} {self.begun['run']}")
        finally:
            pieces.destroy()
        self.memory = max([self.memory, *(row.memory for row in rows)])
        lines = "".join(f"{row.accepted}\n" for row in rows)
        perde(self.home, "put", "--run", self.folder.path, input=lines.encode())


def released(out, partitions, memory):
    path = os.path.abspath(out)
    with open(os.path.join(path, "manifest.json"), "rb") as file:
        manifest = json.load(file)
    with open(os.path.join(path, "_SUCCESS")) as file:
        digest = file.read().split()[0]
    return Released(path, manifest["release"], manifest["recordsSha256"], digest, manifest["records"], partitions, memory)
