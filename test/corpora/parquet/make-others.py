"""Writes the same invented records with fastparquet, DuckDB and polars, and what is in them as text, beside them.

    python3 -m venv venv && venv/bin/pip install fastparquet duckdb polars pyarrow && venv/bin/python make-others.py
"""
import json
from pathlib import Path

import duckdb
import fastparquet
import pandas as pd
import polars as pl

here = Path(__file__).parent
rows = [{"id": i, "town": ["Almaty", "Шымкент", "Oskemen"][i % 3], "note": None if i % 7 == 0 else f"note {i}",
         "weight": 40 + i / 4, "ok": i % 2 == 0} for i in range(101)]


def text(value):
    if value is None or isinstance(value, str):
        return value
    return str(value).lower() if isinstance(value, bool) else f"{value:g}"


lines = "".join(json.dumps({k: text(v) for k, v in row.items()}, ensure_ascii=False) + "\n" for row in rows)
(here / "others.jsonl").write_text(lines)

frame = pd.DataFrame(rows).astype({"town": "category"})
fastparquet.write(here / "by-fastparquet.parquet", frame, object_encoding={"note": "utf8"}, row_group_offsets=50)
fastparquet.write(here / "by-fastparquet-plain.parquet", frame.astype({"town": "object"}), compression="GZIP",
                  object_encoding={"note": "utf8", "town": "utf8"}, has_nulls=["note"])
table = pl.DataFrame(rows)
table.write_parquet(here / "by-polars.parquet")
duckdb.from_arrow(table.to_arrow()).write_parquet(str(here / "by-duckdb.parquet"))
