"""Writes the Parquet files of this folder with pyarrow, and what is in them as text, beside them. Invented data only.

    python3 -m venv venv && venv/bin/pip install pyarrow && venv/bin/python make.py
"""
import datetime as dt
import decimal
import json
import uuid
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

here = Path(__file__).parent
D = decimal.Decimal
UTC = dt.timezone.utc


def write(name, table, texts, **options):
    pq.write_table(table, here / f"{name}.parquet", **options)
    if texts is not None:
        lines = "".join(json.dumps(t, ensure_ascii=False) + "\n" for t in texts)
        (here / f"{name}.jsonl").write_text(lines)


def types():
    """One column a type. The second record has nulls, the others edges of their types."""
    names = ["flag", "i8", "u8", "i16", "u16", "i32", "u32", "i64", "u64", "f32", "f64", "text", "bytes", "fixed",
             "d9", "d18", "d38", "day", "ms", "us_utc", "ns", "time_ms", "time_us", "half"]
    kinds = [pa.bool_(), pa.int8(), pa.uint8(), pa.int16(), pa.uint16(), pa.int32(), pa.uint32(), pa.int64(),
             pa.uint64(), pa.float32(), pa.float64(), pa.string(), pa.binary(), pa.binary(4), pa.decimal128(9, 2),
             pa.decimal128(18, 4), pa.decimal128(38, 10), pa.date32(), pa.timestamp("ms"), pa.timestamp("us", "UTC"),
             pa.timestamp("ns"), pa.time32("ms"), pa.time64("us"), pa.float16()]
    big = 2**63 - 1
    rows = [
        [True, -128, 255, -32768, 65535, -(2**31), 2**32 - 1, -(2**63), 2**64 - 1, 0.1, 0.1, "Әлия", b"\x00\xff", b"abcd",
         D("-1234567.89"), D("0.0001"), D("-1234567890123456789012345678.0123456789"), dt.date(1, 1, 1),
         -1, dt.datetime(1969, 12, 31, 23, 59, 59, 999999, UTC), -1, dt.time(23, 59, 59, 999000),
         dt.time(0, 0, 0, 1), 1.5],
        [None] * len(names),
        [False, 127, 0, 32767, 0, 2**31 - 1, 0, 9007199254740993, 9223372036854775808, 16777216.0, 1e300, "", b"plain", b"\xff" * 4,
         D("0.00"), D("99999999999999.9999"), D("1.0000000000"), dt.date(9999, 12, 31),
         0, dt.datetime(2026, 1, 31, 9, 30, tzinfo=UTC), 1769851800123456789, dt.time(0), dt.time(12, 30),
         -0.0],
        [True, 1, 1, 1, 1, 1, 1, big, 1, -0.0, -0.0, "a,\"b\"\n", b"", b"\x00" * 4,
         D("12.50"), D("-0.0001"), D("0E-10"), dt.date(1970, 1, 1), 86399999,
         dt.datetime(2026, 1, 31, 9, 30, 0, 123000, UTC), 0, dt.time(1, 2, 3), dt.time(1, 2, 3, 4), 65504.0],
    ]
    texts = [
        ["true", "-128", "255", "-32768", "65535", "-2147483648", "4294967295", "-9223372036854775808",
         "18446744073709551615", "0.1", "0.1", "Әлия", "AP8=", "abcd", "-1234567.89", "0.0001",
         "-1234567890123456789012345678.0123456789", "0001-01-01", "1969-12-31T23:59:59.999",
         "1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999999", "23:59:59.999", "00:00:00.000001", "1.5"],
        [None] * len(names),
        ["false", "127", "0", "32767", "0", "2147483647", "0", "9007199254740993", "9223372036854775808", "16777216", "1e+300",
         "", "plain", "/////w==", "0.00", "99999999999999.9999", "1.0000000000", "9999-12-31", "1970-01-01T00:00:00",
         "2026-01-31T09:30:00Z", "2026-01-31T09:30:00.123456789", "00:00:00", "12:30:00", "-0"],
        ["true", "1", "1", "1", "1", "1", "1", "9223372036854775807", "1", "-0", "-0", "a,\"b\"\n", "", "AAAAAA==",
         "12.50", "-0.0001", "0.0000000000", "1970-01-01", "1970-01-01T23:59:59.999",
         "2026-01-31T09:30:00.123000Z", "1970-01-01T00:00:00", "01:02:03", "01:02:03.000004", "65504"],
    ]
    columns = [pa.array([r[i] for r in rows], k) for i, k in enumerate(kinds)]
    return pa.table(dict(zip(names, columns))), [dict(zip(names, t)) for t in texts]


def nested():
    person = pa.struct([("name", pa.string()), ("born", pa.date32())])
    schema = pa.schema([
        pa.field("id", pa.int32(), nullable=False),
        pa.field("person", person),
        pa.field("tags", pa.list_(pa.string())),
        pa.field("visits", pa.list_(pa.struct([("at", pa.string()), ("codes", pa.list_(pa.int32()))]))),
        pa.field("scores", pa.map_(pa.string(), pa.int64())),
    ])
    rows = [
        {"id": 1, "person": {"name": "Алия", "born": dt.date(1990, 5, 1)}, "tags": ["a", None, "b"],
         "visits": [{"at": "x", "codes": [1, 2]}, None, {"at": None, "codes": []}], "scores": [("k", 1), ("l", None)]},
        {"id": 2, "person": None, "tags": [], "visits": None, "scores": []},
        {"id": 3, "person": {"name": None, "born": None}, "tags": None, "visits": [], "scores": None},
        {"id": 4, "person": {"name": "Сара", "born": None}, "tags": ["c"],
         "visits": [{"at": "y", "codes": None}, {"at": "z", "codes": [None, 3]}], "scores": [("m", 3)]},
    ]
    # path -> [record, text] of every cell, in order
    cells = {
        "id": [[0, "1"], [1, "2"], [2, "3"], [3, "4"]],
        "person.name": [[0, "Алия"], [2, None], [3, "Сара"]],
        "person.born": [[0, "1990-05-01"], [2, None], [3, None]],
        "tags[]": [[0, "a"], [0, None], [0, "b"], [3, "c"]],
        "visits[].at": [[0, "x"], [0, None], [3, "y"], [3, "z"]],
        "visits[].codes[]": [[0, "1"], [0, "2"], [3, None], [3, "3"]],
        "scores[].key": [[0, "k"], [0, "l"], [3, "m"]],
        "scores[].value": [[0, "1"], [0, None], [3, "3"]],
    }
    return pa.Table.from_pylist(rows, schema), [cells]


def people(n):
    towns = ["Алматы", "Astana", "Ақтөбе"]
    return pa.table({
        "id": pa.array(range(n), pa.int64()),
        "town": [towns[i % 3] if i % 7 else None for i in range(n)],
        "note": [f"note {i} {'x' * (i % 5)}" for i in range(n)],
        "weight": [i / 8 for i in range(n)],
        "ok": [i % 2 == 0 for i in range(n)],
    })


table, texts = types()
write("types", table, texts)
write("types-v2", table, None, data_page_version="2.0", use_dictionary=False, compression="none")
write("nested", *nested())
small = people(300)
expected = [{k: (None if v is None else str(v).lower() if isinstance(v, bool) else f"{v:g}" if isinstance(v, float) else str(v))
             for k, v in row.items()} for row in small.to_pylist()]
write("people", small, expected, row_group_size=128)
for codec in ["none", "gzip", "zstd", "brotli", "lz4"]:
    write(f"codec-{codec}", small, None, compression=codec)
write("crc", small, None, write_page_checksum=True)
write("delta", small, None, use_dictionary=False, data_page_version="2.0", column_encoding={
    "id": "DELTA_BINARY_PACKED", "town": "DELTA_BYTE_ARRAY", "note": "DELTA_LENGTH_BYTE_ARRAY",
    "weight": "BYTE_STREAM_SPLIT", "ok": "RLE"})
write("int96", pa.table({"at": pa.array([dt.datetime(2026, 1, 31, 9, 30, 0, 123456), None, dt.datetime(1583, 1, 1)], pa.timestamp("us"))}),
      [{"at": "2026-01-31T09:30:00.123456"}, {"at": None}, {"at": "1583-01-01T00:00:00"}], use_deprecated_int96_timestamps=True)
write("no-rows", small.slice(0, 0), None)
# One row group of many pages, larger than one block may be.
many = 300_000
write("large-group", pa.table({"n": pa.array(range(many), pa.int32()), "kind": [("a", "b")[i % 2] for i in range(many)]}),
      None, row_group_size=many, compression="zstd", data_page_size=64 * 1024, use_dictionary=["kind"],
      column_encoding={"n": "DELTA_BINARY_PACKED"})
# What must not come out: values of another column's statistics, metadata, a bloom filter, a page index.
secret = pa.table({"name": ["Қанат Сейтқали", "Rosa Canary"], "keep": ["k1", "k2"], "gone": ["kept-out-1", "kept-out-2"]})
secret = secret.replace_schema_metadata({"owner": "Rosa Canary", "pandas": "{\"columns\": [\"Rosa Canary\"]}"})
write("canaries", secret, None, compression="none", write_page_index=True, write_statistics=True)
