"""A pass over a table as a Spark job: a row a partition, and an end at the first denial."""

import re
import threading
import uuid

from pyspark import AccumulatorParam, InheritableThread

from .failures import DENIED, BadData, Denied, TryAgain


class Refusals(AccumulatorParam):
    """What tasks were refused, at the driver as soon as the task has ended, long before the job has."""

    def zero(self, value):
        return []

    def addInPlace(self, value, more):
        return value + more


def refusals(spark):
    return spark.sparkContext.accumulator([], Refusals())


def rows_of(spark, table, refused, what):
    """
    The rows of a pass. Raises Denied where a task was denied (the job is cancelled at once, nothing is tried again), BadData
    where partitions were not fit, TryAgain where tasks failed as often as Spark tries.
    """
    sc = spark.sparkContext
    group = f"perde-{uuid.uuid4()}"
    ended = threading.Event()
    rows, failures = [], []

    def collect():
        try:
            sc.setJobGroup(group, what, interruptOnCancel=True)
            rows.extend(table.collect())
        except Exception as e:
            failures.append(e)
        finally:
            ended.set()

    thread = InheritableThread(target=collect, session=spark)
    thread.start()
    try:
        while not ended.wait(0.2):
            if denied(refused.value):
                break
    finally:
        if not ended.is_set():
            sc.cancelJobGroup(group)
        thread.join()
    told = refused.value
    if denied(told):
        raise denied(told)
    if told:
        raise bad_data(told)
    if failures:
        raise cause_of(failures[0])
    return rows


def denied(told):
    first = next((refusal for refusal in told if refusal[1] in DENIED), None)
    return first and Denied(*first[1:])


def bad_data(told):
    """All of them at once: each is somebody's work."""
    shard, status, code, message, hints = min(told)
    more = f" ({len(told)} partitions are not fit)" if len(told) > 1 else ""
    return BadData(status, code, f"partition {shard}: {message}{more}", hints)


def cause_of(failure):
    """
    What tasks failed of, without what Spark tells besides: a record that it cannot read stands in its messages.
    """
    told = str(failure)
    marked = re.search(rf"{TryAgain.__name__}: ([^\n]*)", told)
    if marked:
        return TryAgain(1, "TASKS_FAILED", f"a task failed as often as Spark tries: {marked[1]}", ["run it again"])
    condition = re.search(r"\[([A-Z][A-Z_]+(?:\.[A-Z_]+)*)\]", told)
    if condition and condition[1].startswith(("MALFORMED_RECORD", "FAILED_READ_FILE")):
        return BadData(65, "INPUT_UNREADABLE", "Spark cannot read a file, or a record in it is not whole", ["perde scan FILE says where"])
    named = condition[1] if condition else type(failure).__name__
    return TryAgain(1, "SPARK_FAILED", f"Spark could not do it: {named}", ["its log says more"])
