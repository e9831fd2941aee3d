"""What a caller may give `run`: of what is none of it, it is said what helps."""

import datetime
import os
import re

from .failures import Denied


def refuse_session(spark):
    """Raises Denied: the passes are jobs that are watched and cancelled at the driver, for which the session has to be in its process."""
    if not hasattr(spark, "_jsparkSession"):
        raise usage("the session is one of Spark Connect, or none", "start the job with spark-submit, on the cluster or in client mode")
    if spark.sparkContext._jsc is None:
        raise usage("the session is stopped", "begin one: SparkSession.builder.getOrCreate(), and read the table in it")


def refuse_table(table):
    """Raises Denied for what is neither a DataFrame that Spark can read through, nor a path."""
    if table is None or isinstance(table, (str, os.PathLike)):
        if not table:
            raise usage("there is no table", "give a DataFrame, or the path of files")
        return
    if not hasattr(table, "_jdf") or not hasattr(table, "mapInArrow"):
        kind = type(table).__name__
        hints = {
            "list": "a folder or a pattern names several files; or spark.read…load([…])",
            "tuple": "a folder or a pattern names several files; or spark.read…load([…])",
            "RDD": "rdd.toDF(…) makes one",
            "PipelinedRDD": "rdd.toDF(…) makes one",
        }
        raise usage(f"the table is neither a DataFrame of Spark nor a path, but {kind}", hints.get(kind, "spark.createDataFrame(…) makes one"))
    if table.isStreaming:
        raise usage("the table is a stream, which has no end", "write it down, and give what was written")


def folder(path, what):
    """
    As it was given. Raises Denied for an address: it would be a folder `hdfs:` of the driver, where nobody looks for a release.
    """
    # A scheme has two letters at least: C:/ is a drive.
    if address := re.match(r"([A-Za-z][\w+.-]+):/", os.fspath(path)):
        hint = "give the path alone" if address[1].lower() == "file" else "give a folder that driver and executors share"
        raise Denied(2, "USAGE", f"{what} is an address of {address[1]}:", [hint, f"a folder that is called so is ./{address[1]}:"])
    return path


def size(target):
    """As the command line has it; a number is one of bytes."""
    if isinstance(target, int) and not isinstance(target, bool) and target > 0:
        return str(target)
    if isinstance(target, str) and target:
        return target
    raise usage("target is a size", "such as '256MiB', or a number of bytes")


def moment(as_of):
    """The same of a time: text, a date, or a datetime with its time zone."""
    if isinstance(as_of, datetime.datetime):
        if as_of.utcoffset() is None:
            raise usage("as_of has no time zone", "datetime.datetime(…, tzinfo=datetime.timezone.utc)")
        return as_of.astimezone(datetime.timezone.utc).isoformat()
    if isinstance(as_of, datetime.date):
        return as_of.isoformat()
    if isinstance(as_of, str):
        return as_of
    raise usage("as_of is a time", "such as '2026-03-01T12:00:00Z', or a datetime")


def usage(message, hint):
    return Denied(2, "USAGE", message, [hint])
