"""A pass as a Spark job: a row a shard, and an end at the first denial."""

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


def refusal(shard, e):
    """What a task adds to them; raised, it would be tried again."""
    return [(shard, e.status, e.code, e.message, e.hints)]


def rows_of(spark, collect, refused, what):
    """
    The rows of a pass, which `collect` gives. Raises Denied where a task was denied (the job is cancelled at once, nothing is
    tried again), BadData where shards were not fit, TryAgain where tasks failed as often as Spark tries.
    """
    sc = spark.sparkContext
    group = f"perde-{uuid.uuid4()}"
    ended = threading.Event()
    rows, failures = [], []

    def collected():
        try:
            sc.setJobGroup(group, what, interruptOnCancel=True)
            rows.extend(collect())
        except Exception as e:
            failures.append(e)
        finally:
            ended.set()

    thread = InheritableThread(target=collected, session=spark)
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
    more = f" ({len(told)} of them are not fit)" if len(told) > 1 else ""
    return BadData(status, code, f"partition {shard}: {message}{more}", hints)


def cause_of(failure):
    """
    What tasks failed of, without what Spark tells besides: a record that it cannot read stands in its messages.
    """
    told = str(failure)
    marked = re.search(rf"{TryAgain.__name__}: ([^\n]*)", told)
    if marked:
        return TryAgain(1, "TASKS_FAILED", f"a task failed as often as Spark tries: {marked[1]}", ["run it again"])
    module = re.search(r"No module named '(\w+)", told)
    found = re.search(r"(?m)(?:^|: )\[([A-Z]+_[A-Z_]+(?:\.[A-Z_]+)*)\]", told)
    condition = found[1] if found else condition_of(failure) or type(failure).__name__
    if module or "PACKAGE_NOT_INSTALLED" in told or "UNSUPPORTED_PACKAGE_VERSION" in told:
        return python_lacks(module[1] if module else "a pyarrow or pandas that Spark takes")
    if "PYTHON_VERSION_MISMATCH" in told:
        return Denied(78, "WORKER_ABSENT", "the executors' Python is another than the driver's", [PYTHON])
    if condition.startswith(("MALFORMED_RECORD", "FAILED_READ_FILE")):
        return BadData(65, "INPUT_UNREADABLE", "Spark cannot read a file, or a record in it is not whole", ["perde scan FILE says where"])
    if of_own_python(told):
        return BadData(65, "INPUT_UNREADABLE", "Spark cannot compute the table: a function of it raised an exception", [EXPRESSION])
    # Data exceptions, those of functions, as SQL calls them, what cannot be resolved, and what an expression raises itself.
    if re.search(r"SQLSTATE: (22|39|42|P0)", told):
        return BadData(65, "INPUT_UNREADABLE", f"Spark cannot compute the table: {condition}", [EXPRESSION])
    return TryAgain(1, "SPARK_FAILED", f"Spark could not do it: {condition}", ["its log says more"])


PYTHON = "PYSPARK_PYTHON, or spark.pyspark.python, names the Python of the executors"


EXPRESSION = "mend what computes the table; Spark's own log says more, and may hold values of it"


def of_own_python(told):
    """Did a function of the caller's raise, and not one of ours, for a reason that another attempt would not have?"""
    raised = re.search(r"Traceback \(most recent call last\)(.*)", told, re.DOTALL)
    return bool(raised) and not re.search(r"perde_spark[/.]|(?m:^\s*(\w+\.)*(MemoryError|OSError|\w*Connection\w*Error|Timeout\w*|EOFError|BrokenPipeError)\b)", raised[1])


def python_lacks(module):
    """Of the executors' Python."""
    if module == "perde_spark":
        return Denied(78, "WORKER_ABSENT", "the executors have no perde_spark", ["ship it: spark-submit --py-files perde_spark.zip"])
    return Denied(78, "WORKER_ABSENT", f"the executors' Python has not what Spark needs there: {module}", [f"install pyarrow and pandas there; {PYTHON}"])


def condition_of(failure):
    """Spark's own name of an error, which has no value in it."""
    try:
        return failure.getCondition()
    except Exception:
        return None
