"""Releases the patients of this folder on Spark. README.md says how it is started."""

import os

from pyspark.sql import SparkSession

import perde_spark
from perde_spark.commands import perde

HERE = os.path.dirname(os.path.abspath(__file__))
HOME = os.environ["PERDE_HOME"]
KEY = os.path.join(HERE, "perde.key")

spark = SparkSession.builder.appName("perde example").getOrCreate()
perde(HOME, "key", "new", "--if-absent", KEY)
released = perde_spark.run(
    spark,
    os.path.join(HERE, "patients.csv"),
    os.path.join(HERE, "policy.yaml"),
    "patients-release",
    keys=perde_spark.from_files(main=KEY),
    # What `--archives perde.tgz#perde` unpacks at each executor.
    on_executors="perde",
)
print(f"{released.path}: {released.records['out']} of {released.records['in']} records, {released.records_sha256}")
spark.stop()
