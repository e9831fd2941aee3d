"""A session of Spark for the tests: a line of JSON on standard input asks for a run, a line on standard output says what became of it."""

import json
import logging
import os
import sys
import tempfile
import threading
import zipfile

settings = json.loads(sys.argv[1])
sys.path.insert(0, settings["package"])
# The lines of answers alone go there, whatever Spark prints.
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

from pyspark.sql import SparkSession  # noqa: E402
from pyspark.sql import functions as F  # noqa: E402, F401 (for expressions)

import perde_spark  # noqa: E402

logging.captureWarnings(True)
builder = SparkSession.builder.master(settings["master"])
for name, value in settings["conf"].items():
    builder = builder.config(name, value)
spark = builder.getOrCreate()
spark.sparkContext.setLogLevel("OFF")
# As `spark-submit --py-files` does it.
package = os.path.join(tempfile.mkdtemp(dir=os.getcwd()), "perde_spark.zip")
with zipfile.ZipFile(package, "w") as file:
    for name in sorted(os.listdir(os.path.join(settings["package"], "perde_spark"))):
        if name.endswith(".py"):
            file.write(os.path.join(settings["package"], "perde_spark", name), f"perde_spark/{name}")
spark.sparkContext.addPyFile(package)
lock = threading.Lock()


def answer(asked):
    try:
        told = {"released": vars(perde_spark.run(spark, *table(asked), **options(asked)))}
    except perde_spark.PerdeError as e:
        told = {"error": type(e).__name__, "status": e.status, "code": e.code, "message": str(e)}
    except Exception as e:
        told = {"error": type(e).__name__, "message": str(e)[:2000]}
    with lock:
        print(json.dumps({"id": asked["id"], **told}), file=answers, flush=True)


def table(asked):
    """A path, or a DataFrame: of files, or of an expression over `spark`."""
    if "frame" in asked and asked["frame"].endswith("parquet"):
        table = spark.read.parquet(asked["frame"])
    elif "frame" in asked:
        table = spark.read.options(header=True, escape='"', multiLine=True, mode="FAILFAST").csv(asked["frame"])
    else:
        table = eval(asked["python"]) if "python" in asked else asked["table"]
    return table, asked["policy"], asked["out"]


def options(asked):
    if "no_keys" in asked:
        keys = None
    elif "key_python" in asked:
        keys = eval(asked["key_python"])
    elif "key_files" in asked:
        keys = perde_spark.from_files(**asked["key_files"])
    else:
        keys = perde_spark.from_environment(**asked["key_names"])
    return {"keys": keys, **asked["options"]}


threads = []
for line in sys.stdin:
    threads.append(threading.Thread(target=answer, args=(json.loads(line),), daemon=True))
    threads[-1].start()
for thread in threads:
    thread.join()
spark.stop()
