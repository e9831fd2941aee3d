"""The table that is read: a DataFrame as it is, or files in the order of their names."""

from .failures import BadData, PerdeError

# As perde reads CSV (RFC 4180), and as a column of every text: nothing is guessed, and a row that is not whole stops the run.
CSV = {
    "header": "true",
    "escape": '"',
    "multiLine": "true",
    "mode": "FAILFAST",
    "enforceSchema": "false",
    "inferSchema": "false",
    "maxCharsPerColumn": "-1",
}


def open_table(spark, source, format=None, options=None):
    """
    (DataFrame, ranks, bytes): the rank of each partition in the order of the records, and about how large all are, None where
    nobody knows. Of files each part of one is a partition of its own, and they stand in the order of names, as perde reads a folder.
    """
    if not isinstance(source, str):
        size = int(str(source._jdf.queryExecution().optimizedPlan().stats().sizeInBytes()))
        return source, range(source.rdd.getNumPartitions()), size if size < UNKNOWN else None
    format = format or ending(source)
    given = {**(CSV if format == "csv" else {}), **(options or {})}
    session = spark.newSession()
    for name, value in SETTINGS.items():
        session.conf.set(name, value)
    # Two small files in one partition would stand there by size; so opening one costs as much as a partition holds.
    session.conf.set("spark.sql.files.openCostInBytes", session.conf.get("spark.sql.files.maxPartitionBytes"))
    table = session.read.format(format).options(**given).load(source)
    parts = parts_of(table)
    return table, ranks_of(parts), sum(length for _, _, length in parts)


# Of a plan whose size Spark does not know it takes the largest number for it, or products of that.
UNKNOWN = 1 << 60

# What stands in the names of folders is text, and a time is the same for every executor.
SETTINGS = {
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
}


def parts_of(table):
    """The part of a file that each of Spark's partitions is: (path, offset, length)."""
    parts = []
    for partition in table._jdf.queryExecution().toRdd().partitions():
        files = list(partition.files())
        if len(files) != 1:
            raise PerdeError(1, "PARTITION_FILES", "a partition of Spark's holds several files: their order is not known")
        parts.append((files[0].filePath().toString(), files[0].start(), files[0].length()))
    return parts


def ranks_of(parts):
    """Spark lists the parts of files by size; this is the place of each by name and offset."""
    ranks = [0] * len(parts)
    for rank, partition in enumerate(sorted(range(len(parts)), key=parts.__getitem__)):
        ranks[partition] = rank
    return ranks


def ending(source):
    for format in ("csv", "parquet"):
        if f".{format}" in source:
            return format
    raise BadData(2, "USAGE", "what format the files have is not said", ["format='csv' or 'parquet', or give a DataFrame"])
