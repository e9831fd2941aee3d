"""Writes the streams of this folder (pyarrow 26): python test/vectors/stdio/make.py. Nobody in them exists."""

import os
import struct

import pyarrow as pa

HERE = os.path.dirname(os.path.abspath(__file__))
SCHEMA = pa.schema([("iin", pa.string()), ("city", pa.string()), ("visits", pa.int32()), ("tags", pa.list_(pa.string()))])
ROWS = [
    {"iin": f"9{n % 10}0{1 + n % 9}15{n:06d}", "city": ["Almaty", "Astana"][n % 2], "visits": n, "tags": [f"tag{n}", None]}
    for n in range(10)
]


def stream(batch, options=None):
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema, options=options) as writer:
        writer.write_batch(batch)
    return sink.getvalue().to_pybytes()


def batch(rows=ROWS, schema=SCHEMA):
    return pa.RecordBatch.from_pylist(rows, schema=schema)


def save(name, data):
    with open(os.path.join(HERE, name), "wb") as file:
        file.write(data)


good = stream(batch())
schema = SCHEMA.serialize().to_pybytes()
save("schema.arrow", schema)
save("good.arrow", good)
save("good-without-end.arrow", good[:-8])
save("no-rows.arrow", stream(batch([])))
save("cut-in-body.arrow", good[:-60])
save("cut-in-metadata.arrow", good[: len(schema) + 20])
save("schema-alone.arrow", schema)
save("two-batches.arrow", good[:-8] + good[len(schema) :])
save("bytes-behind.arrow", good + b"more")
for codec in ("lz4", "zstd"):
    save(f"{codec}.arrow", stream(batch(), pa.ipc.IpcWriteOptions(compression=codec)))

coded = pa.RecordBatch.from_arrays(
    [batch().column(0), batch().column(1).dictionary_encode(), batch().column(2), batch().column(3)],
    names=SCHEMA.names,
)
save("dictionary.arrow", stream(coded))
save("dictionary-schema.arrow", coded.schema.serialize().to_pybytes())
# The schema says no dictionary, the messages bring one: those of the coded stream behind the plain schema.
coded_schema = len(coded.schema.serialize().to_pybytes())
save("dictionary-behind-plain-schema.arrow", schema + stream(coded)[coded_schema:])

wider = SCHEMA.set(2, pa.field("visits", pa.int64()))
save("other-type.arrow", stream(batch(schema=wider)))
save("other-schema.arrow", wider.serialize().to_pybytes())
renamed = SCHEMA.set(1, pa.field("town", pa.string()))
save("other-name.arrow", stream(batch([{**row, "town": row["city"]} for row in ROWS], schema=renamed)))
fewer = pa.schema([SCHEMA.field(0), SCHEMA.field(1)])
save("fewer-columns.arrow", stream(batch([{"iin": r["iin"], "city": r["city"]} for r in ROWS], schema=fewer)))
# A batch of two columns behind the schema of four.
save("fewer-columns-behind-schema.arrow", schema + stream(batch([{"iin": r["iin"], "city": r["city"]} for r in ROWS], schema=fewer))[len(fewer.serialize().to_pybytes()) :])
twice = SCHEMA.set(2, pa.field("iin", pa.int32()))
save("two-of-one-name.arrow", twice.serialize().to_pybytes())
required = pa.schema([pa.field("iin", pa.string(), nullable=False), *[SCHEMA.field(i) for i in (1, 2, 3)]])
save("never-null.arrow", stream(batch(schema=required)))
save("metadata.arrow", stream(batch().replace_schema_metadata({"owner": "somebody"})))


def patched(find, replace, nth=0):
    at = -1
    for _ in range(nth + 1):
        at = good.index(find, at + 1)
    return good[:at] + replace + good[at + len(find) :]


# The number of records (int64 10) where the metadata of the batch says it, and the length of a message.
save("records-without-end.arrow", patched(struct.pack("<q", 10), struct.pack("<q", 1 << 60), 0))
save("records-negative.arrow", patched(struct.pack("<q", 10), struct.pack("<q", -1), 0))
save("length-beyond.arrow", good[: len(schema)] + b"\xff\xff\xff\xff\xff\xff\xff\x7f" + good[len(schema) + 8 :])
not_utf8 = good.replace(b"Almaty", b"Alm\xffty", 1)
save("not-utf-8.arrow", not_utf8)
