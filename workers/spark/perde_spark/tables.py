"""A DataFrame as it is handed over: its columns, and the order of its partitions."""

import pyarrow as pa
from pyspark.sql.pandas.types import to_arrow_type

from .failures import BadData
from .partition import numbers

# Of a plan whose size Spark does not know it takes the largest number for it, or products of that.
UNKNOWN = 1 << 60

# Types of Spark's that perde has no records for, by the names of their classes.
UNREAD = {"DayTimeIntervalType", "YearMonthIntervalType", "CalendarIntervalType", "VariantType", "GeometryType", "GeographyType"}


def arrow_schema(table):
    """The columns as Arrow, times in UTC. Raises BadData for a type that perde does not read."""
    if not table.schema.fields:
        raise BadData(65, "INPUT_FORMAT", "the table has no columns", ["a record without columns is nobody's: select those that the policy names"])
    fields = []
    for number, field in enumerate(table.schema.fields, 1):
        if unread := unread_in(field.dataType):
            raise unreadable(number, unread.simpleString())
        try:
            own = to_arrow_type(field.dataType, timezone="UTC")
        except Exception:
            raise unreadable(number, field.dataType.typeName()) from None
        fields.append(pa.field(field.name, own, field.nullable))
    return pa.schema(fields)


def unread_in(of):
    """A type in a type that perde does not read; None: there is none."""
    if type(of).__name__ in UNREAD:
        return of
    inner = [field.dataType for field in getattr(of, "fields", ())]
    inner += [getattr(of, name) for name in ("elementType", "keyType", "valueType") if hasattr(of, name)]
    return next(filter(None, map(unread_in, inner)), None)


def unreadable(number, kind):
    """By its number: its name, and names in its type, may be somebody's data."""
    message = f"column {number} (df.columns[{number - 1}]) has a type that perde does not read: {kind}"
    return BadData(65, "INPUT_FORMAT", message, ["cast it to a type that it reads, such as string, or leave it out"])


def size_of(table):
    """About how many bytes it has; None: nobody knows."""
    size = int(str(table._jdf.queryExecution().optimizedPlan().stats().sizeInBytes()))
    return size if size < UNKNOWN else None


# Steps of a plan that Spark knows the partitions of without a record; joins, sorts, aggregates and whatever else may shuffle are
# none of them.
NARROW = {
    "AppendColumnsExec", "ArrowEvalPythonExec", "BatchEvalPythonExec", "BatchScanExec", "CoalesceExec", "ColumnarToRowExec",
    "DeserializeToObjectExec", "EmptyRelationExec", "ExpandExec", "ExternalRDDScanExec", "FileSourceScanExec", "FilterExec",
    "GenerateExec", "InputAdapter", "LocalLimitExec", "LocalTableScanExec", "MapElementsExec", "MapInArrowExec", "MapInPandasExec",
    "MapPartitionsExec", "OneRowRelationExec", "ProjectExec", "RDDScanExec", "RangeExec", "SampleExec", "SerializeFromObjectExec",
    "UnionExec", "WholeStageCodegenExec",
}  # fmt: skip


# What a plan begins with that Spark computes nothing of while it plans. Local rows (of pandas, VALUES) are others: it works out
# there and then what an expression makes of them.
LAZY = {"DataSourceV2Relation", "HiveTableRelation", "LogicalRDD", "LogicalRelation", "Range"}


def is_computed(table):
    """Does Spark have to compute records before it knows the partitions? It computes none to tell."""
    query = table._jdf.queryExecution()
    leaves = query.analyzed().collectLeaves()
    if query.analyzed().subqueriesAll().size() or any(kind_of(leaves.apply(n)) not in LAZY for n in range(leaves.size())):
        return True
    try:
        return computes(query.executedPlan())
    except Exception:
        # Of what Spark cannot plan the caller hears when the gate has permitted it.
        return True


def computes(plan):
    if kind_of(plan) not in NARROW or plan.subqueries().size():
        return True
    children = plan.children()
    return any(computes(children.apply(n)) for n in range(children.size()))


def kind_of(plan):
    return plan.getClass().getSimpleName()


def found_by_number(table):
    """
    The same with numbers for names where Spark, which finds a column by its name, would not find one: not `a.b`, nor one of two that
    differ in their case. Only there: with any step between them and a shuffle without records its partitions are gone.
    """
    names = table.columns
    if len({name.casefold() for name in names}) == len(names) and not any("." in name or "`" in name for name in names):
        return table
    return table.toDF(*numbers(names))


def ranks_of(table):
    """
    The rank of each partition in the order of the records. Spark lists parts of files by size: where each partition is one part of
    one file, they stand in the order of names and offsets, as perde reads a folder. Else they stand as they are.
    """
    partitions = table._jdf.queryExecution().toRdd().partitions()
    parts = []
    for partition in partitions:
        files = list(partition.files()) if partition.getClass().getSimpleName() == "FilePartition" else []
        if len(files) != 1:
            return list(range(len(partitions)))
        # As perde sorts names: not as addresses write them, and by units of UTF-16.
        parts.append((files[0].filePath().toPath().toString().encode("utf-16-be"), files[0].start()))
    ranks = [0] * len(parts)
    for rank, partition in enumerate(sorted(range(len(parts)), key=parts.__getitem__)):
        ranks[partition] = rank
    return ranks
