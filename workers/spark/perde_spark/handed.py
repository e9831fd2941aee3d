"""A DataFrame that is handed over: Spark reads it, and its partitions go through workers behind pipes."""

import tempfile

from .commands import perde_json
from .failures import BadData, Denied
from .jobs import refusals, rows_of
from .keyed_digest import other_key
from .partition import ROW, WRITE_DOWN, Pass, changed, compare, work
from .tables import arrow_schema, found_by_number, is_computed, ranks_of, size_of


class HandedTable:
    """The partitions of a DataFrame, in their order."""

    def __init__(self, job, table):
        self.job = job
        self.table = table
        self.schema = arrow_schema(table)
        # Of each partition; `begin` knows them.
        self.ranks = []
        self.partitions = 0
        self.memory = 0
        # By shard, of the partitions that the second pass was given now; keyed.
        self.digests = {}
        self._schema_file = None

    def asks(self):
        """What `perde shard --ask` is told of the source, where Spark has to compute records for the rest; else None."""
        return self._told(0) if is_computed(self.table) else None

    def begin(self):
        """What `perde shard` is told of the source. Raises as a pass does."""
        job = self.job
        self.ranks = rows_of(job.spark, lambda: ranks_of(self.table), refusals(job.spark), "perde divides the table")
        self.partitions = len(self.ranks)
        size = size_of(self.table) if self.partitions else None
        return self._told(self.partitions, *(("--bytes", f"{self._named()}{size}") if size else ()))

    def _named(self):
        return f"{self.job.source}=" if self.job.source else ""

    def _told(self, partitions, *more):
        # Gone with this object.
        self._schema_file = tempfile.NamedTemporaryFile(prefix="perde-schema-")
        self._schema_file.write(self.schema.serialize())
        self._schema_file.flush()
        named = self._named()
        return ("--partitions", f"{named}{partitions}", "--schema", f"{named}{self._schema_file.name}", *more)

    def begun(self, begun):
        self._schema_file.close()
        first = next(iter(begun.sources.values()))["shard"]
        self.shards = tuple(first + rank for rank in self.ranks)

    def same_as_then(self, begun):
        """
        Compares the table with the one whose partitions are all done already, which no step would look at again. perde does it
        where a pass is left. Raises BadData for another table.
        """
        if not self.partitions:
            return
        if len(self.digests) < self.partitions:
            self.digests = {row.shard: row.digest for row in self._rows("apply", begun, compare, "perde compare")}
        self.same_as_released()

    def same_as_released(self):
        """The same with what this driver saw of the table: another, with another table, may have been the one that published."""
        tables = self.job.folder.tables()
        for table in tables:
            if any(other_key(digest, table[shard]) for shard, digest in self.digests.items() if shard in table):
                raise Denied(78, "KEY_INVALID", "the keys of the executors are others than the run was begun with", ["give the keys that the run was begun with; it stays as it is"])
        if self.digests and not (tables and all(self.digests.items() <= table.items() for table in tables)):
            raise another()

    def do(self, mode, begun):
        """Does a pass over all shards that are not there yet."""
        job = self.job
        for shard in range(begun.shards):
            if not (self.partitions and shard in self.shards) and not job.folder.done(mode, shard):
                perde_json(job.home, mode, "--run", job.folder.path, "--shard", str(shard), "--quiet")
        if not self.partitions or all(job.folder.done(mode, shard) for shard in self.shards):
            return
        done = tuple(job.folder.done(mode, shard) for shard in self.shards)
        rows = self._rows(mode, begun, work, f"perde {mode}", done)
        if {row.shard for row in rows} != {shard for shard, there in zip(self.shards, done) if not there}:
            raise another()
        self.memory = max([self.memory, *(row.memory for row in rows)])
        lines = "".join(f"{row.accepted}\n" for row in rows)
        put = ("put", "--run", job.folder.path, "--quiet")
        if mode == "profile":
            perde_json(job.home, *put, input=lines.encode())
            return
        self.digests = {row.shard: row.digest for row in rows}
        # Of partitions that were done before, who did them wrote it down.
        given = None if any(done) else job.folder.intend(self.digests)
        try:
            perde_json(job.home, *put, input=lines.encode())
        except (Denied, BadData) as e:
            if given:
                job.folder.lost(given)
            if e.code == "INPUT_CHANGED":
                e.hints = (WRITE_DOWN, *e.hints)
            raise
        # Of a run that is published perde compares nothing any more.
        if given and not job.folder.published():
            job.folder.won(given)

    def _rows(self, mode, begun, function, what, done=None):
        job = self.job
        pieces = job.spark.sparkContext.broadcast(job.folder.state() if function is work else [])
        refused = refusals(job.spark)
        own = Pass(
            mode=mode,
            run=begun.run,
            code=begun.code,
            perde=job.on_executors,
            attempts=job.folder.attempts,
            schema=self.schema.serialize().to_pybytes(),
            pieces=pieces,
            shards=self.shards,
            done=done or (False,) * self.partitions,
            keys=job.keys,
            patience=job.patience,
            refused=refused,
        )
        try:
            return rows_of(job.spark, lambda: found_by_number(self.table).mapInArrow(function(own), ROW).collect(), refused, f"{what} {begun.run}")
        finally:
            pieces.destroy()


def another():
    e = changed("the table is another than the run was begun with, or divided otherwise")
    e.add_hint("or begin again with another run_folder, or none")
    return e

