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
    (DataFrame, ranks): the rank of each partition in the order of the records, None where Spark's own order is that. Of files
    each part of one is a partition of its own, and they stand in the order of names, as perde reads a folder.
    """
    if not isinstance(source, str):
        return source, None
    format = format or ending(source)
    given = {**(CSV if format == "csv" else {}), **(options or {})}
    session = spark.newSession()
    for name, value in SETTINGS.items():
        session.conf.set(name, value)
    # Two small files in one partition would stand there by size; so opening one costs as much as a partition holds.
    session.conf.set("spark.sql.files.openCostInBytes", session.conf.get("spark.sql.files.maxPartitionBytes"))
    table = session.read.format(format).options(**given).load(source)
    return table, ranks_of(table)


# What stands in the names of folders is text, and a time is the same for every executor.
SETTINGS = {
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
}


def ranks_of(table):
    """Spark lists the parts of files by size; this is their place by name and offset."""
    places = []
    for partition in table._jdf.queryExecution().toRdd().partitions():
        files = list(partition.files())
        if len(files) != 1:
            raise PerdeError(1, "PARTITION_FILES", "a partition of Spark's holds several files: their order is not known")
        places.append((files[0].filePath().toString(), files[0].start()))
    order = sorted(range(len(places)), key=places.__getitem__)
    ranks = [0] * len(places)
    for rank, partition in enumerate(order):
        ranks[partition] = rank
    return ranks


def ending(source):
    for format in ("csv", "parquet"):
        if f".{format}" in source:
            return format
    raise BadData(2, "USAGE", "what format the files have is not said", ["format='csv' or 'parquet', or give a DataFrame"])
