"""A table goes through perde's two passes on Spark's executors, and becomes a release."""

import hashlib
import json
import os
from dataclasses import dataclass

from .commands import perde_json, policy_sources
from .failures import BadData, Denied, PerdeError, TryAgain
from .given import folder as as_folder
from .given import moment, refuse_session, refuse_table, size
from .installation import commands_of, refuse_python
from .named import NamedFiles
from .passes import Begun, Job
from .run_folder import RunFolder


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
    # Of a DataFrame its partitions, of files the shards that they were divided into.
    partitions: int
    # The most that a process of the passes that were done now had, in bytes; 0: there was none, or nobody knows.
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
    replace=False,
    target="256MiB",
    patience=600.0,
):
    """
    Publishes the release `out` of `table` under `policy`, a path at the driver.

    `table`: a DataFrame, which Spark reads and hands over; or the path of files, a folder or a pattern, or an address s3://, which
    perde's own tasks read on the executors as `perde run` does, by what the policy says of the source.
    `keys`: gives the policy's keys on an executor: `from_files`, `from_environment`, or a function of your own. The driver's
    own steps find them where the policy says.
    `source`: which source of the policy the table is; where it has one only, that.
    `home`: the folder of perde at the driver (default: PERDE_HOME); `on_executors`: at the executors (default: the same).
    `run_folder`: one that driver and executors share (default: beside `out`). Given again after a driver died, the run goes on.
    `log`, `as_of`, `replace`: as the options of `perde run`; `as_of` may be a datetime. `target`: about the bytes of files that a
    task takes, a number or such as "256MiB".
    `patience`: after so many seconds of silence a worker is taken for hung, and its task is tried again.

    Raises Denied, BadData or TryAgain, and nothing is published then.
    """
    home = home or os.environ.get("PERDE_HOME")
    if not home:
        raise Denied(2, "USAGE", "where perde is at the driver is not said", ["set PERDE_HOME, or home=FOLDER"])
    refuse_table(table)
    commands_of(home)
    refuse_session(spark)
    if not callable(keys):
        raise Denied(2, "KEY_MISSING", "what gives the keys of the policy on an executor is not said", ["keys=from_files(main=PATH), from_environment or a function"])
    as_folder(out, "out")
    folder = RunFolder(as_folder(run_folder, "run_folder")) if run_folder else RunFolder.beside(out)
    job = Job(spark, os.fspath(policy), out, folder, source, home, on_executors or home, keys, patience)
    asked = (
        *(("--log", log) if log else ()),
        *(("--as-of", moment(as_of)) if as_of else ()),
        *(("--replace",) if replace else ()),
    )
    try:
        done = release(job, opened(job, table, size(target)), asked)
    except TryAgain as e:
        if os.path.exists(folder.path):
            e.add_hint(f"the run goes on with run_folder={folder.path!r}; to leave it, remove that folder")
        raise
    except Exception:
        # Nobody can go on with it.
        if not run_folder:
            folder.remove()
        raise
    if not run_folder:
        folder.remove()
    return done


def opened(job, table, target):
    """The table as its records come: by name, or handed over."""
    if isinstance(table, (str, os.PathLike)):
        return NamedFiles(job, os.fspath(table), target)
    refuse_python()
    # Needs pyarrow, which a driver that names files need not have.
    from .handed import HandedTable

    return HandedTable(job, table)


def release(job, table, asked):
    """All steps of a run that are not done yet."""
    home, folder = job.home, job.folder
    going_on = folder.there()
    # Asks the gate; Spark has read no record yet. The same again says what it said; anything else is refused.
    begun = Begun.of(shard(job, table, asked))
    folder.bind({"perde": version_of(home), "code": begun.code})
    table.begun(begun)
    if folder.published():
        # Says what the run became, or that the folder tells of nothing that it became, before the table is read for nothing.
        became = publish(job)
        table.same_as_then(begun)
        return released(job.out, became, table)
    if going_on and all(folder.done("apply", shard) for shard in range(begun.shards)):
        table.same_as_then(begun)
    try:
        if begun.profile:
            table.do("profile", begun)
        perde_json(home, "plan", "--run", folder.path, "--quiet")
        table.do("apply", begun)
    except PerdeError as e:
        # Another driver has published meanwhile, and took what tasks need and the places where they write away.
        if not folder.published() or not (isinstance(e, TryAgain) or e.code == "PLAN_MISMATCH"):
            raise
        table.same_as_then(begun)
    became = publish(job)
    table.same_as_released()
    return released(job.out, became, table)


def publish(job):
    """Gives the digest of the manifest of what the run became, now or before."""
    return perde_json(job.home, "publish", "--run", job.folder.path, "--quiet")["manifestSha256"]


def shard(job, table, asked):
    def step(*told):
        return perde_json(job.home, "shard", job.policy, "--run", job.folder.path, "--out", job.out, "--quiet", *told, *asked)

    try:
        # Nobody computes a record before the gate has permitted it. Of a run that has begun it has.
        if not job.folder.there() and (asks := table.asks()):
            step("--ask", *asks)
        return step(*table.begin())
    except Denied as e:
        if e.code == "USAGE" and job.source and job.source not in (sources := policy_sources(job.home, job.policy)):
            raise Denied(2, "USAGE", f"the policy has no source {job.source}", [f"source= one of {', '.join(sources)}"]) from None
        raise


def version_of(home):
    with open(os.path.join(home, "package.json")) as file:
        return json.load(file)["version"]


def released(out, manifest_sha256, table):
    """What the release says of itself. Raises BadData where another has come to its place since the run published it."""
    path = os.path.abspath(out)
    try:
        with open(os.path.join(path, "manifest.json"), "rb") as file:
            text = file.read()
    except OSError:
        text = b""
    if hashlib.sha256(text).hexdigest() != manifest_sha256:
        message = f"the run was published, and somebody has replaced or removed its release at once ({path})"
        raise BadData(65, "RELEASE_TAMPERED", message, ["give each run an out of its own"])
    said = json.loads(text)
    return Released(path, said["release"], said["recordsSha256"], manifest_sha256, said["records"], table.partitions, table.memory)
