"""
What Apache Spark costs around perde: the same rows through an untouched mapInArrow, through perde's passes, and through `perde run`.

    PYSPARK_PYTHON=python PERDE_KEY=$(openssl rand -hex 32) python bench/spark.py FOLDER [MEGABYTES] [ROUNDS]

FOLDER gets the data at the first time. Speed is told in seconds of CPU of all processes, since other work shares the machine, and
in seconds of the clock. In a clone with `npm run build`; Python with pyspark, pandas and pyarrow.
"""

import os
import subprocess
import sys
import time

HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(HOME, "workers", "spark"))

from pyspark.sql import SparkSession  # noqa: E402

import perde_spark  # noqa: E402
from perde_spark.child import Child  # noqa: E402
from perde_spark.installation import commands_of, worker_of  # noqa: E402

PARTS = 4
# What the policy of the benches says of its own folder, and what is here in its place.
HERE = {
    "{ path: data/people.csv, format: csv }": "csv",
    "{ file: data/bench.key }": "{ env: PERDE_KEY }",
    "audit: { log: data/bench-log }": "audit: { log: bench-log }\noutput: { format: csv }",
}
TICK = os.sysconf("SC_CLK_TCK")


def main(folder, megabytes, rounds):
    files = data(folder, megabytes)
    size = sum(map(os.path.getsize, files))
    keys = perde_spark.from_environment(main="PERDE_KEY")
    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    package(spark, folder)
    policy = os.path.join(folder, "policy.yaml")
    written = csv_of(spark, folder)
    parquet = os.path.join(folder, "parquet")
    if not os.path.exists(parquet):
        written.write.parquet(parquet)
    count = spark.read.parquet(parquet).count()
    print(f"{count:,} records, {size / 1e6:.0f} MB of CSV, {PARTS} files", flush=True)

    def passed(table):
        table.mapInArrow(lambda batches: batches, table.schema).write.format("noop").mode("overwrite").save()

    def released(table, out):
        made = perde_spark.run(spark, table, policy, fresh(folder, out), source="people", keys=keys, home=HOME, target="1MiB")
        memory.append(made.memory)

    def alone(pattern):
        command = [*commands_of(HOME), "run", policy, "--quiet"]
        subprocess.run([*command, "--source", f"people={pattern}", "--out", fresh(folder, "one")], check=True)

    memory = []
    cases = {
        "CSV, read by Spark, mapInArrow untouched": lambda: passed(csv_of(spark, folder)),
        "CSV as a DataFrame, perde on Spark, to a release": lambda: released(csv_of(spark, folder), "spark-csv"),
        "CSV by path, perde on Spark, to a release": lambda: released(f"{folder}/csv", "spark-csv"),
        "CSV, perde run, to a release": lambda: alone(f"{folder}/csv/*.csv"),
        "Parquet, read by Spark, mapInArrow untouched": lambda: passed(spark.read.parquet(parquet)),
        "Parquet as a DataFrame, perde on Spark, to a release": lambda: released(spark.read.parquet(parquet), "spark-parquet"),
        "Parquet by path, perde on Spark, to a release": lambda: released(parquet, "spark-parquet"),
        "Parquet, perde run, to a release": lambda: alone(f"{parquet}/*.parquet"),
    }
    figures = {name: [] for name in cases}
    for round_number in range(rounds + 1):
        for name, case in cases.items():
            took = measured(case)
            # The first round warms the JVM.
            if round_number > 0:
                figures[name].append(took)
                print(f"  round {round_number}: {name}: {took[0]:.1f} s of CPU, {took[1]:.1f} s", flush=True)
    print("\n| | CPU seconds | records a CPU second | MB a CPU second | seconds |\n|---|--:|--:|--:|--:|")
    for name, took in figures.items():
        cpu, wall = (sorted(column)[len(column) // 2] for column in zip(*took))
        print(f"| {name} | {cpu:.1f} | {count / cpu:,.0f} | {size / 1e6 / cpu:.1f} | {wall:.1f} |")
    print(f"\nmemory of a worker: {max(memory) / 1e6:.0f} MB at most")
    print(f"a cold worker: {cold(keys()):.2f} s of CPU until it says HELLO")
    print(f"load of the machine: {os.getloadavg()[0]:.1f}")
    spark.stop()


def data(folder, megabytes):
    """Files of invented people, each of other ones."""
    os.makedirs(os.path.join(folder, "csv"), exist_ok=True)
    files = [os.path.join(folder, "csv", f"{part}.csv") for part in range(PARTS)]
    for part, file in enumerate(files):
        if not os.path.exists(file):
            command = [*commands_of(HOME)[:1], os.path.join(HOME, "dist/people.js"), "corpus", "--kind", "csv"]
            subprocess.run([*command, "--bytes", f"{megabytes // PARTS}MB", "--seed", str(part + 1), "--out", file], check=True)
    with open(os.path.join(HOME, "bench/policy.yaml")) as file:
        policy = file.read()
    for own, here in HERE.items():
        assert own in policy
        policy = policy.replace(own, here)
    with open(os.path.join(folder, "policy.yaml"), "w") as file:
        file.write(policy)
    return files


def csv_of(spark, folder):
    # Each file is a partition.
    spark.conf.set("spark.sql.files.openCostInBytes", spark.conf.get("spark.sql.files.maxPartitionBytes"))
    return spark.read.options(header="true", escape='"', multiLine="true").csv(f"{folder}/csv/*.csv")


def package(spark, folder):
    import shutil

    spark.sparkContext.addPyFile(shutil.make_archive(os.path.join(folder, "perde_spark"), "zip", os.path.join(HOME, "workers/spark")))


def fresh(folder, out):
    path = os.path.join(folder, out)
    subprocess.run(["rm", "-rf", path], check=True)
    return path


def measured(case):
    """(seconds of CPU of this process, its children that live and those that have ended; seconds of the clock)."""
    cpu, clock = cpu_seconds(), time.monotonic()
    case()
    return cpu_seconds() - cpu, time.monotonic() - clock


def cpu_seconds():
    parents, used = {}, {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat") as stat:
                fields = stat.read().rsplit(")", 1)[1].split()
        except OSError:
            continue
        parents[int(pid)] = int(fields[1])
        # User and system time, of the process and of those of its children that it has waited for.
        used[int(pid)] = sum(map(int, fields[11:15])) / TICK

    def ours(pid):
        while pid > 1:
            if pid == os.getpid():
                return True
            pid = parents.get(pid, 0)
        return False

    return sum(seconds for pid, seconds in used.items() if ours(pid))


def cold(keys):
    from perde_spark.keys import as_bytes

    took = []
    for _ in range(5):
        before = cpu_seconds()
        child = Child(worker_of(HOME), as_bytes(keys), 60)
        took.append(cpu_seconds() - before)
        child.close()
    return sorted(took)[2]


if __name__ == "__main__":
    _, folder, megabytes, rounds = [*sys.argv, *("100", "3")[len(sys.argv) - 2 :]]
    main(os.path.abspath(folder), int(megabytes), int(rounds))
